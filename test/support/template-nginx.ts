/** A real nginx with our own template, as the official image starts it, on ports of the loopback. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./folders.ts";
import { accepts } from "./loopback.ts";
import { nginxPath } from "./nginx-test.ts";
import { freePorts } from "./ports.ts";
import { repository } from "./repository.ts";
import type { Pair } from "./web-servers.ts";

export interface Rendered {
  text: string;
  /** what its start says */
  said: string;
  /** where /etc/letsencrypt and /var/www/html are */
  root: string;
}

const usual = {
  ...{ NGINX_HTTPS_ENABLED: "true", NGINX_ENABLE_CERTBOT_CHALLENGE: "true", CERTBOT_DOMAIN: "shop.example.com" },
  ...{ NGINX_SSL_CERT_FILENAME: "fullchain.pem", NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem" },
  ...{ NGINX_SSL_PROTOCOLS: "TLSv1.2 TLSv1.3", NGINX_SERVER_NAME: "_", NGINX_PORT: "80", NGINX_SSL_PORT: "443" },
  ...{ NGINX_CLIENT_MAX_BODY_SIZE: "1g", NGINX_KEEPALIVE_TIMEOUT: "65", EXPOSE_NGINX_SSL_PORT: "443" },
  ...{ NGINX_PROXY_READ_TIMEOUT: "3600s", NGINX_PROXY_SEND_TIMEOUT: "3600s", UPSTREAM: "127.0.0.1:9" },
};

/**
 * The template with what 16-https.envsh makes of these settings; `nginx`: the program that is asked for its version, `more`:
 * what is sourced after it.
 */
export async function render(
  pair: Pair,
  settings: Record<string, string> = {},
  { nginx, more = "" }: { nginx?: string | undefined; more?: string } = {},
): Promise<Rendered> {
  const root = await temporaryFolder();
  const environment = { ...usual, ...settings };
  const live = join(root, "etc/letsencrypt/live", environment.CERTBOT_DOMAIN);
  await mkdir(live, { recursive: true });
  await mkdir(join(root, "var/www/html/.well-known/acme-challenge"), { recursive: true });
  await writeFile(join(live, "fullchain.pem"), pair.fullchainPem);
  await writeFile(join(live, "privkey.pem"), pair.privateKeyPem);
  const moved = (await readFile(repository("docker/nginx/16-https.envsh"), "utf8"))
    .replaceAll("/usr/sbin/nginx", nginx ?? (await nginxPath()))
    .replaceAll(/\/etc\/letsencrypt|\/var\/www\/html/g, (path) => root + path);
  const script = `${moved}\n${more}\nenv -0`;
  const { stdout, stderr } = await execa("sh", ["-c", script], { env: environment, extendEnv: true });
  const found = Object.fromEntries(stdout.split("\0").map((line) => line.split(/=([\s\S]*)/).slice(0, 2)));
  const template = await readFile(repository("docker/nginx/templates/default.conf.template"), "utf8");
  const text = template.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => found[name] ?? whole);
  return { text, said: stderr, root };
}

/** Ports of a running nginx with these lines in its http block, until the test is over. */
export async function startNginx(lines: string): Promise<void> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "logs"));
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) => `${each}_temp_path ${folder};`);
  const http = `http { access_log off; ${paths.join(" ")}\n${lines}\n}`;
  await writeFile(join(folder, "nginx.conf"), `user root; daemon off; pid ${folder}/pid; events {} ${http}\n`);
  const words = ["-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")];
  const server = execa(await nginxPath(), words, { reject: false, cleanup: true });
  onTestFinished(async () => {
    server.kill("SIGTERM");
    await server;
  });
}

/** Our template in front of this app. */
export async function templateNginx(pair: Pair, settings: Record<string, string> = {}, more = "") {
  const [http = 0, https = 0] = await freePorts(2);
  const ports = { NGINX_PORT: String(http), NGINX_SSL_PORT: String(https), EXPOSE_NGINX_SSL_PORT: String(https) };
  const { text, root } = await render(pair, { ...ports, ...settings }, { more });
  // Only the loopback is there for tests.
  await startNginx(text.replaceAll(/listen (?=\d)/g, "listen 127.0.0.1:").replaceAll(/^ *listen \[::\]:.*$/gm, ""));
  await accepts(https);
  return { http, https, webroot: join(root, "var/www/html") };
}
