import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "./folders.ts";
import { repository } from "./repository.ts";

let found: Promise<string> | undefined;

/** Path of a real nginx. */
export function nginxPath(): Promise<string> {
  found ??= execa(repository("test/setup/nginx")).then(({ stdout }) => stdout);
  return found;
}

/** Has a real nginx test a configuration that serves this folder of live/; throws with its words when it refuses. */
export async function expectNginxTakes(live: string): Promise<void> {
  const folder = await temporaryFolder();
  const pair = `ssl_certificate ${live}/fullchain.pem; ssl_certificate_key ${live}/privkey.pem;`;
  await testNginx(folder, `server { listen unix:${folder}/socket ssl; ${pair} }`);
}

/** What `nginx -T` prints with these lines of http; throws with its words when it refuses. Files go into the folder. */
export async function testNginx(folder: string, lines: string): Promise<string> {
  const nginx = await nginxPath();
  await mkdir(join(folder, "logs"));
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder};`);
  const http = `http { access_log off; ${paths.join(" ")} ${lines} }`;
  await writeFile(join(folder, "nginx.conf"), `pid ${folder}/pid; error_log stderr; events {} ${http}\n`);
  const { stdout } = await execa(nginx, ["-T", "-q", "-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")]);
  return stdout;
}
