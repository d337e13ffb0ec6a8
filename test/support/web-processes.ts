/** Debian's own web servers, as plain processes that end with this one. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { accepts } from "./loopback.ts";
import { repository } from "./repository.ts";

export const kinds = ["caddy", "haproxy", "nginx"] as const;
export type Kind = (typeof kinds)[number];

interface Program {
  program: string;
  words: readonly string[];
  env?: Record<string, string>;
}

export interface WebProcess {
  pid: number | undefined;
  stop(): Promise<void>;
}

/** Settles once it takes connections at the port. */
export async function startProgram(
  folder: string,
  port: number,
  { program, words, env }: Program,
): Promise<WebProcess> {
  const options = { reject: false, cleanup: true, stdio: "ignore", env: { HOME: folder, ...env } } as const;
  const server = execa(program, words, options);
  await accepts(port);
  return {
    pid: server.pid,
    async stop() {
      server.kill("SIGKILL");
      await server;
    },
  };
}

const pathOf = async (step: string) => (await execa(repository(`test/setup/${step}`))).stdout.trim();

/** HAProxy, and the environment that it needs. */
export async function haproxyProgram() {
  const root = await pathOf("web-servers");
  const { stdout: libraries } = await execa({ shell: true })`echo ${root}/usr/lib/*-linux-gnu`;
  return { program: join(root, "usr/sbin/haproxy"), env: { LD_LIBRARY_PATH: libraries } };
}

/** Caddy with these global options, and the rest of its file. */
export async function caddyProgram(folder: string, global: string, sites: string): Promise<Program> {
  await writeFile(join(folder, "Caddyfile"), `{\nadmin off\n${global}\n}\n${sites}\n`);
  const words = ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
  return { program: join(await pathOf("web-servers"), "usr/bin/caddy"), words };
}

/** One that serves HTTPS with cert.pem and key.pem, HAProxy with both.pem, of the folder. */
export const programs: Readonly<Record<Kind, (folder: string, port: number, site: string) => Promise<Program>>> = {
  async caddy(folder, port, site) {
    const lines = ["bind 127.0.0.1", `tls ${folder}/cert.pem ${folder}/key.pem`, site];
    return await caddyProgram(folder, "auto_https off", `https://:${port} {\n${lines.join("\n")}\n}`);
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
