import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { accepts } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";
import { repository } from "../support/repository.ts";

/** Debian's Caddy with one site whose certificate it made itself; nobody visits it. */
export async function idleCaddy() {
  const { stdout: root } = await execa(repository("test/setup/web-servers"));
  const folder = await mkdtemp(join(tmpdir(), "httpsidecar-caddy-"));
  const [http = 0, https = 0] = await freePorts(2);
  const global = `admin off\nskip_install_trust\nhttp_port ${http}\nhttps_port ${https}\nstorage file_system ${folder}`;
  await writeFile(join(folder, "Caddyfile"), `{\n${global}\n}\nlocalhost {\ntls internal\nrespond ok\n}\n`);
  const words = ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
  const env = { HOME: folder };
  const server = execa(join(root.trim(), "usr/bin/caddy"), words, {
    env,
    reject: false,
    cleanup: true,
    stdio: "ignore",
  });
  await accepts(https);
  return {
    pid: server.pid,
    async stop() {
      server.kill("SIGKILL");
      await server;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
