import { setTimeout as pause } from "node:timers/promises";
import { phrase } from "../../model/phrase.ts";
import type { Engine } from "../docker/engine.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { refusal } from "../refusal.ts";
import { type Inside, insideContainer } from "./inside.ts";
import type { Master } from "./processes.ts";
import { findMaster, parseProcesses } from "./processes.ts";
import { listMark, listProcesses, lookAtReload, reloadMaster } from "./shell-scripts.ts";

export interface Waiting {
  now?: () => number;
  /** milliseconds */
  wait?: (ms: number) => Promise<unknown>;
  /** ends the waiting early */
  signal?: AbortSignal;
}

const takenWithinMs = 5000;
const pollMs = 80;

/** The nginx master with its workers, once it is up; undefined when it is not within `limitMs`. */
export async function waitForMaster(
  inside: Inside,
  rootPid: number,
  limitMs: number,
  { now = Date.now, wait = pause, signal }: Waiting = {},
): Promise<Master | undefined> {
  const end = now() + limitMs;
  for (;;) {
    const master = await readMaster(inside, rootPid);
    if (master || now() >= end || signal?.aborted) return master;
    await wait(pollMs);
  }
}

/** The nginx master as it is now. */
export async function readMaster(inside: Inside, rootPid: number): Promise<Master | undefined> {
  const { stdout } = await inside.shell(listProcesses);
  return findMaster(parseProcesses(stdout.toString()), rootPid);
}

/**
 * Reloads by signal to the master itself, and sees that it happened: only new workers, and every port of `ports` listening.
 * Throws Problem `reload-refused` with the master's own [emerg] lines.
 */
export async function reloadNginx(
  engine: Engine,
  nginx: NginxContainer,
  master: Master,
  ports: readonly number[],
  { now = Date.now, wait = pause }: Waiting = {},
): Promise<void> {
  const inside = insideContainer(engine, nginx.id);
  const since = new Date(now());
  const end = now() + takenWithinMs;
  let seen = await inside.shell(reloadMaster, [String(master.pid)]);
  if (seen.exitCode !== 0) throw refused(phrase`the nginx master is gone`);

  while (!hasTaken(seen.stdout.toString(), nginx, master, ports)) {
    const said = emergencies(await engine.logs(nginx.id, since), master.pid);
    if (said) throw refused(said);
    if (now() >= end) throw refused(phrase`nginx started no new workers within ${takenWithinMs / 1000} s`);
    await wait(pollMs);
    seen = await inside.shell(lookAtReload);
  }
}

function hasTaken(printed: string, { rootPid }: NginxContainer, before: Master, ports: readonly number[]) {
  const [processes = "", sockets = ""] = printed.split(listMark);
  const master = findMaster(parseProcesses(processes), rootPid);
  // New workers are started first; until the old ones are told, they answer with the old configuration.
  if (!master || master.workers.some((pid) => before.workers.includes(pid))) return false;
  const listening = listeningPorts(sockets);
  return ports.every((port) => listening.has(port));
}

/** Ports in state LISTEN (0A) of /proc/net/tcp and tcp6: hexadecimal after the colon of the local address (proc(5)). */
export function listeningPorts(sockets: string): ReadonlySet<number> {
  const found = sockets.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gm);
  return new Set([...found].map(([, port = "0"]) => Number.parseInt(port, 16)));
}

// nginx writes its own pid into each line: "[emerg] 7#7: …".
function emergencies(log: string, pid: number) {
  const lines = log.split("\n").filter((line) => line.includes(`[emerg] ${pid}#`));
  return lines.join("\n");
}

const refused = (said: string) =>
  refusal(
    "reload-refused",
    said,
    phrase`docker compose up -d --no-deps --force-recreate nginx, once the cause is fixed`,
  );
