import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readImages } from "./images.ts";
import { pebbleFolder } from "./pebble-service.ts";
import type { Service } from "./services.ts";

/** Real certbot on the folders of the stack, idle until it is told something. */
export const realCertbot: Service = {
  image: readImages().certbot,
  entrypoint: ["sleep", "infinity"],
  init: true,
  environment: { REQUESTS_CA_BUNDLE: `/${pebbleFolder}/ca.pem` },
  volumes: [
    "./volumes/certbot/conf:/etc/letsencrypt",
    "./volumes/certbot/www:/var/www/html",
    `./${pebbleFolder}/ca.pem:/${pebbleFolder}/ca.pem:ro`,
  ],
};

/** The stack's authority gives certificates for so many seconds; to be said before it starts. */
export async function shortLived(folder: string, seconds: number): Promise<void> {
  const path = join(folder, pebbleFolder, "pebble.json");
  const { pebble } = JSON.parse(await readFile(path, "utf8"));
  const profiles = { default: { description: "short", validityPeriod: seconds } };
  await writeFile(path, JSON.stringify({ pebble: { ...pebble, profiles } }));
}
