import { phrase } from "../../model/phrase.ts";
import { leftAlone } from "../refuse.ts";
import type { ConfFile } from "./conf-files.ts";

/** What keeps attach from writing into the operator's file itself, and where the operator would. */
export interface ByHand {
  why: string;
  path: string;
  /** counted from 1 */
  line: number;
}

export function byHandAt(
  { path, text, source }: Pick<ConfFile, "path" | "text" | "source">,
  offset: number | undefined,
  why: string,
): ByHand {
  return { why, path: source?.name ?? path, line: text.slice(0, offset).split("\n").length };
}

/** With these lines nginx has HTTPS in its own files, which attach then only renews. */
export function linesByHand({ path, line }: ByHand, service: string, name: string, https: number): readonly string[] {
  return [
    phrase`by hand, into the server block at ${path}:${line}:`,
    `    listen ${https} ssl;`,
    `    ssl_certificate /etc/letsencrypt/live/${name}/fullchain.pem;`,
    `    ssl_certificate_key /etc/letsencrypt/live/${name}/privkey.pem;`,
    "    location ^~ /.well-known/acme-challenge/ { root /var/www/certbot; }",
    phrase`and into the service ${service} of the compose file:`,
    `    ports: ["443:${https}"]`,
    '    volumes: ["./certbot/conf:/etc/letsencrypt:ro", "./certbot/www:/var/www/certbot:ro"]',
  ];
}

export const notUnderstood = ({ why, path, line }: ByHand) =>
  leftAlone(
    "not-understood",
    phrase`${path}:${line} is left alone: ${why}`,
    phrase`write the lines above there by hand, and run this again`,
  );

export const notOurs = (name: string, line: number) =>
  leftAlone(
    "not-ours",
    phrase`${name} line ${line} is not httpsidecar's but is between its marks`,
    phrase`move line ${line} out from between httpsidecar's marks`,
  );

export const notRunning = (service: string) =>
  leftAlone(
    "not-understood",
    phrase`${service} does not run, and HTTPS is tried on a copy of its container before a file is changed`,
    "docker compose up -d",
  );

export const brokenAlready = (service: string) =>
  leftAlone(
    "not-understood",
    phrase`nginx in the service ${service} does not take its own configuration`,
    `docker compose exec ${service} nginx -t`,
  );
