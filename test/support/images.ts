import { readFileSync } from "node:fs";
import { repository } from "./repository.ts";

/** Names of the images that docker/setup/images chose, real ones or stand-ins. */
export interface Images {
  readonly node: string;
  readonly nginx: string;
  readonly pebble: string;
  /** 5, 4 and 2: the newest, and what Debian's releases have; 4 and 2 in the long run alone */
  readonly certbot: string;
  readonly certbot4: string;
  readonly certbot2: string;
  readonly haproxy: string;
  /** the image under test */
  readonly httpsidecar: string;
}

/** Each is read when it is asked for, and throws when it was not set up. */
export function readImages(): Images {
  const chosen = Object.fromEntries(linesOf(".cache/images.env").map((line) => line.split("=", 2)));
  const named = (name: string) => chosen[`${name}_IMAGE`] ?? fail(`.cache/images.env has no ${name}_IMAGE`);
  return {
    get node() {
      return named("NODE");
    },
    get nginx() {
      return named("NGINX");
    },
    get pebble() {
      return named("PEBBLE");
    },
    get certbot() {
      return named("CERTBOT");
    },
    get certbot4() {
      return named("CERTBOT4");
    },
    get certbot2() {
      return named("CERTBOT2");
    },
    get haproxy() {
      return named("HAPROXY");
    },
    httpsidecar: process.env["HTTPSIDECAR_IMAGE"] ?? "httpsidecar:local",
  };
}

function linesOf(path: string): string[] {
  return readFileSync(repository(path), "utf8").split("\n");
}

function fail(why: string): never {
  throw new Error(`${why}; run: test/run one FILE (or docker/setup/images)`);
}
