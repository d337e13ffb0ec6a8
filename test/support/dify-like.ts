import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./folders.ts";

const nginx = "  nginx: { image: nginx, environment: { NGINX_HTTPS_ENABLED: 'false' } }\n";
const certbot =
  "  certbot: { image: x, volumes: ['./c:/etc/letsencrypt', './w:/var/www/html'], profiles: [certbot] }\n";

/** A stack that attach recognises as Dify; its images need not exist. */
export const difyLike = {
  "docker-compose.yaml": `services:\n${nginx}${certbot}`,
  ".env": "SECRET_KEY=s3cr3t\nCERTBOT_DOMAIN=\n",
};

/** A folder of its own with these files. */
export async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
