import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rehearsal } from "../../src/attach/rehearsal.ts";
import { attachOptions, attachTools, fakeEngine, neighbour } from "./attach-tools.ts";
import { temporaryFolder } from "./folders.ts";

export const confName = "client/nginx.conf";
const read = "/etc/nginx/conf.d/default.conf";
const included = "# configuration file /etc/nginx/httpsidecar/server.conf:\n";

interface Given {
  /** keys of nginx's service besides */
  client?: Record<string, unknown>;
  /** what a copy of nginx answers; undefined: it starts otherwise */
  rehearsed?: { exitCode: number; stderr: string } | undefined;
  isRunning?: boolean;
  domain?: string;
  /** where the file is mounted; it is read as default.conf */
  target?: string;
}

/** A stack whose nginx has this file, one character a byte, and what attach asks of it. */
export async function ownConfStack(text: string, given: Given = {}) {
  const { client = {}, isRunning = true, domain = "chat.acme.org", target = read } = given;
  const rehearsed = "rehearsed" in given ? given.rehearsed : { exitCode: 0, stderr: "" };
  const folder = await temporaryFolder();
  await mkdir(join(folder, "client"));
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  await writeFile(join(folder, confName), Buffer.from(text, "latin1"), { mode: 0o640 });
  const volumes = [{ type: "bind", source: join(folder, confName), target }];
  const ports = [80, 443].map((port) => ({ published: String(port), target: port }));
  const nginx = { image: "nginx:1.27.0-alpine", volumes, ports, networks: { default: null }, ...client };
  const services = { client: nginx, api: { image: "danny-avila/librechat-dev-api" } };
  const diary: string[] = [];
  const rehearsals: Rehearsal[] = [];
  const published = [{ address: "0.0.0.0", hostPort: 80, containerPort: 80 }];
  const engine = fakeEngine(diary, {
    running: isRunning ? [neighbour(folder, "client", { published })] : [],
    run: async (_, [program]) => (program === "nginx" ? `# configuration file ${read}:\n${text}\n` : undefined),
    async rehearse(_, rehearsal) {
      rehearsals.push(rehearsal);
      return rehearsed && { ...rehearsed, stdout: rehearsed.exitCode === 0 ? included : "" };
    },
  });
  return {
    ...{ folder, diary, rehearsals, tools: attachTools(diary, { engine }), options: attachOptions(folder, { domain }) },
    config: JSON.stringify({ name: "docker", services, networks: { default: {} } }),
    conf: async () => (await readFile(join(folder, confName))).toString("latin1"),
  };
}
