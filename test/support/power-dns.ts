/**
 * A real PowerDNS on loopback with the zone pdns.test, which its HTTP API and updates with a TSIG key change.
 *
 *     await using server = await startPowerDns();
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { execa } from "execa";
import { query } from "../../src/challenge/dns/query.ts";
import { freePorts } from "./ports.ts";
import { eventually } from "./wire.ts";

const address = "127.0.0.56";
const zone = "pdns.test";
const schema = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";
export const tsigSecret = Buffer.from("a key that may update this zone").toString("base64");

export interface PowerDns {
  address: string;
  port: number;
  apiUrl: string;
  /** TXT values that it serves at this name */
  values(name: string): Promise<readonly string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startPowerDns(): Promise<PowerDns> {
  const folder = await mkdtemp(join(tmpdir(), "httpsidecar-pdns-"));
  const [port = 0, apiPort = 0] = await freePorts(2);
  const database = new DatabaseSync(join(folder, "pdns.sqlite3"));
  database.exec(await readFile(schema, "utf8"));
  database.close();
  await writeFile(join(folder, "pdns.conf"), confOf(folder, port, apiPort));
  const tool = (...words: string[]) => execa("pdnsutil", [`--config-dir=${folder}`, ...words]);
  await tool("create-zone", zone, `ns1.${zone}`);
  await tool("add-record", zone, "ns1", "A", address);
  await tool("import-tsig-key", "updater", "hmac-sha256", tsigSecret);
  await tool("set-meta", zone, "TSIG-ALLOW-DNSUPDATE", "updater");
  const program = spawn("pdns_server", [`--config-dir=${folder}`], { stdio: "ignore" });
  const server = { name: "PowerDNS", address, port };
  const values = async (name: string) => {
    const asked = { name, type: "TXT" as const, recursive: false };
    const reply = await query(server, asked, AbortSignal.timeout(30_000));
    if (!reply) throw new Error("PowerDNS does not answer");
    return reply.answers.flatMap(({ type, data }) => (type === "TXT" ? [data] : []));
  };
  await eventually(() => values(zone));
  return {
    ...{ address, port, values, apiUrl: `http://${address}:${apiPort}` },
    async [Symbol.asyncDispose]() {
      program.kill("SIGKILL");
      await once(program, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The cache would keep a "no" for a minute, as PowerDNS has it by itself. */
const confOf = (folder: string, port: number, apiPort: number) => `
launch=gsqlite3
gsqlite3-database=${folder}/pdns.sqlite3
local-address=${address}
local-port=${port}
socket-dir=${folder}
daemon=no
guardian=no
setuid=
setgid=
api=yes
api-key=key-1
webserver=yes
webserver-address=${address}
webserver-port=${apiPort}
webserver-allow-from=127.0.0.0/8
dnsupdate=yes
allow-dnsupdate-from=127.0.0.0/8
`;
