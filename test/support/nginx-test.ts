import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "./folders.ts";
import { repository } from "./repository.ts";

let found: Promise<string> | undefined;

/** Path of a real nginx. */
function nginxPath(): Promise<string> {
  found ??= execa(repository("test/setup/nginx")).then(({ stdout }) => stdout);
  return found;
}

/** Has a real nginx test a configuration that serves this folder of live/; throws with its words when it refuses. */
export async function expectNginxTakes(live: string): Promise<void> {
  const nginx = await nginxPath();
  const folder = await temporaryFolder();
  await mkdir(join(folder, "logs"));
  const pair = `ssl_certificate ${live}/fullchain.pem; ssl_certificate_key ${live}/privkey.pem;`;
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder};`);
  const server = `server { listen unix:${folder}/socket ssl; ${pair} }`;
  const http = `http { access_log off; ${paths.join(" ")} ${server} }`;
  await writeFile(join(folder, "nginx.conf"), `pid ${folder}/pid; error_log stderr; events {} ${http}\n`);
  await execa(nginx, ["-t", "-q", "-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")]);
}
