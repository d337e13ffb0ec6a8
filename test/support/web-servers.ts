/** Real web servers on 127.0.0.1 that serve HTTPS with a given pair, as plain processes that go with the test. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./folders.ts";
import { accepts } from "./loopback.ts";
import { freePorts } from "./ports.ts";
import { repository } from "./repository.ts";

export interface Pair {
  privateKeyPem: string;
  fullchainPem: string;
}

export const kinds = ["caddy", "haproxy", "nginx"] as const;
export type Kind = (typeof kinds)[number];

/**
 * Its port. `site`: what Caddy does, or what nginx's server block has, in its own words. HAProxy's runtime socket is
 * admin.sock in the folder `given`; as a `bundle` it takes both.pem.rsa and both.pem.ecdsa from there.
 */
export async function webServer(
  kind: Kind,
  { privateKeyPem, fullchainPem }: Pair,
  site = kind === "nginx" ? "return 200;" : "respond ok",
  given?: string,
  bundle?: "bundle",
): Promise<number> {
  const folder = given ?? (await temporaryFolder());
  const [port = 0] = await freePorts(1);
  await writeFile(join(folder, "cert.pem"), fullchainPem);
  await writeFile(join(folder, "key.pem"), privateKeyPem);
  if (bundle === undefined) await writeFile(join(folder, "both.pem"), fullchainPem + privateKeyPem);
  const { program, words, env } = await starts[kind](folder, port, site);
  const server = execa(program, words, { reject: false, cleanup: true, env: { HOME: folder, ...env } });
  onTestFinished(async () => {
    server.kill("SIGKILL");
    await server;
  });
  await accepts(port);
  return port;
}

interface Start {
  program: string;
  words: readonly string[];
  env?: Record<string, string>;
}

const pathOf = async (step: string) => (await execa(repository(`test/setup/${step}`))).stdout.trim();

/** HAProxy, and the environment that it needs. */
export async function haproxyProgram() {
  const root = await pathOf("web-servers");
  const { stdout: libraries } = await execa({ shell: true })`echo ${root}/usr/lib/*-linux-gnu`;
  return { program: join(root, "usr/sbin/haproxy"), env: { LD_LIBRARY_PATH: libraries } };
}

const starts: Readonly<Record<Kind, (folder: string, port: number, site: string) => Promise<Start>>> = {
  async caddy(folder, port, site) {
    const lines = ["bind 127.0.0.1", `tls ${folder}/cert.pem ${folder}/key.pem`, site];
    await writeFile(
      join(folder, "Caddyfile"),
      `{\n  admin off\n  auto_https off\n}\nhttps://:${port} {\n${lines.join("\n")}\n}\n`,
    );
    const words = ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
    return { program: join(await pathOf("web-servers"), "usr/bin/caddy"), words };
  },
  async haproxy(folder, port) {
    const timeouts = "timeout connect 5s\n  timeout client 5s\n  timeout server 5s";
    const bind = `bind 127.0.0.1:${port} ssl crt ${folder}/both.pem`;
    const global = `global\n  stats socket ${folder}/admin.sock level admin\n`;
    const front = `${global}frontend web\n  mode http\n  ${timeouts}\n  ${bind}\n  http-request return status 200\n`;
    await writeFile(join(folder, "haproxy.cfg"), front);
    return { ...(await haproxyProgram()), words: ["-db", "-f", join(folder, "haproxy.cfg")] };
  },
  async nginx(folder, port, site) {
    await mkdir(join(folder, "logs"));
    const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) => `${each}_temp_path ${folder};`);
    const pair = `ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;`;
    const http = `access_log off; ${paths.join(" ")} server { listen 127.0.0.1:${port} ssl; ${pair} ${site} }`;
    const text = `daemon off; master_process off; pid ${folder}/pid; events {} http { ${http} }\n`;
    await writeFile(join(folder, "nginx.conf"), text);
    return { program: await pathOf("nginx"), words: ["-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")] };
  },
};
