import { setTimeout as pause } from "node:timers/promises";
import { companionLimits } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import type { Engine } from "../docker/engine.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { refusal } from "../refusal.ts";
import { insideContainer } from "./inside.ts";
import { pollMs, type Waiting } from "./master.ts";
import { lookAtReload, reloadMaster } from "./process-scripts.ts";
import { findMaster, type Master, parseProcesses } from "./processes.ts";
import { checkSameStart } from "./same-start.ts";
import { listMark } from "./shell-scripts.ts";

/** Old workers are told at once; one that goes on is at a long task, or no worker. */
const oldWorkersMs = 5000;
const slowPollMs = 500;

/**
 * Reloads by signal to the master itself, and sees that it happened: new workers, and every port of `ports` listening.
 * Waits for an accepted reload, since reading the configuration can take half a minute, and never repeats it. Throws
 * Problem `reload-refused` with the master's own [emerg] lines, or `not-ready` when nginx was restarted meanwhile.
 */
export async function reloadNginx(
  engine: Engine,
  nginx: NginxContainer,
  master: Master,
  ports: readonly number[],
  { now = () => performance.now(), wait = pause }: Waiting = {},
): Promise<void> {
  const inside = insideContainer(engine, nginx.id);
  const [since, began] = [new Date(), now()];
  let seen = await inside.shell(reloadMaster, [String(master.pid)]);
  if (seen.exitCode !== 0) {
    await checkSameStart(engine, nginx);
    throw refusal("not-ready", phrase`the nginx master is gone`, "docker compose logs nginx");
  }

  while (!hasTaken(seen.stdout.toString(), nginx, master, { ports, after: now() - began })) {
    const said = emergencies(await engine.logs(nginx.id, since), master.pid);
    // a worker can write the same, but start no other
    if (said && now() - began >= oldWorkersMs) throw refused(said);
    // its workers may have the numbers of those before
    await checkSameStart(engine, nginx);
    if (now() - began >= companionLimits.reloadMs)
      throw refused(phrase`nginx started no new workers within ${companionLimits.reloadMs / 1000} s`);
    await wait(now() - began < oldWorkersMs ? pollMs : slowPollMs);
    seen = await inside.shell(lookAtReload);
  }
}

/** For a container that cannot run programs: its first process is nginx, and gets the signal from the Engine. */
export async function reloadByEngine(engine: Engine, nginx: NginxContainer): Promise<void> {
  const since = new Date();
  await engine.signal(nginx.id, "SIGHUP");
  await pause(1000);
  const said = emergencies(await engine.logs(nginx.id, since), nginx.rootPid);
  if (said) throw refused(said);
}

function hasTaken(
  printed: string,
  { rootPid }: NginxContainer,
  before: Master,
  { ports, after }: { ports: readonly number[]; after: number },
) {
  const [processes = "", sockets = ""] = printed.split(listMark);
  const master = findMaster(parseProcesses(processes), rootPid);
  // With several, a new binary takes over.
  if (master === "none" || master === "several") return false;
  const fresh = master.workers.filter((pid) => !before.workers.includes(pid));
  // new workers start first; until the old ones are told, these serve the old configuration
  const isTold = fresh.length === master.workers.length || after >= oldWorkersMs;
  const listening = listeningPorts(sockets);
  return fresh.length > 0 && isTold && ports.every((port) => listening.has(port));
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
