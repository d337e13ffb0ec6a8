import { readFileSync } from "node:fs";
import { repository } from "./repository.ts";

/** Names of the images that docker/setup/images chose, real ones or stand-ins. */
export interface Images {
  node: string;
  nginx: string;
  pebble: string;
  certbot: string;
  readonly haproxy: string;
  /** the image under test */
  httpsidecar: string;
}

/** Throws when the images were not set up yet. */
export function readImages(): Images {
  const chosen = Object.fromEntries(linesOf(".cache/images.env").map((line) => line.split("=", 2)));
  const named = (name: string) => chosen[`${name}_IMAGE`] ?? fail(`.cache/images.env has no ${name}_IMAGE`);
  return {
    node: named("NODE"),
    nginx: named("NGINX"),
    pebble: named("PEBBLE"),
    certbot: named("CERTBOT"),
    // asked by the few who need it
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
  throw new Error(`${why}; run: npm test (or docker/setup/images)`);
}
