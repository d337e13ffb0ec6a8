import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../support/ports.ts";
import { caddyProgram, startProgram, type WebProcess } from "../support/web-processes.ts";

/** Debian's Caddy with one site whose certificate it made itself; nobody visits it. */
export async function idleCaddy(): Promise<WebProcess> {
  const folder = await mkdtemp(join(tmpdir(), "httpsidecar-caddy-"));
  const [http = 0, https = 0] = await freePorts(2);
  const global = `skip_install_trust\nhttp_port ${http}\nhttps_port ${https}\nstorage file_system ${folder}`;
  const program = await caddyProgram(folder, global, "localhost {\ntls internal\nrespond ok\n}");
  const { pid, stop } = await startProgram(folder, https, program);
  return { pid, stop: () => stop().then(() => rm(folder, { recursive: true, force: true })) };
}
