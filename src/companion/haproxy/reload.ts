import { setTimeout as pause } from "node:timers/promises";
import { phrase } from "../../model/phrase.ts";
import type { Engine } from "../docker/engine.ts";
import { type Inside, insideContainer } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";
import type { Admin } from "./admin.ts";

const takenWithinMs = 15_000;
const pollMs = 100;

/**
 * SIGUSR2 to the master: it starts a worker with the present files, which takes over the sockets (management guide,
 * section 4). Throws Problem `reload-refused` with HAProxy's words when the old worker goes on.
 */
export async function reloadMaster(engine: Engine, id: string, admin: Admin): Promise<void> {
  const inside = insideContainer(engine, id);
  const before = await workerOf(admin);
  const since = new Date();
  await signal(inside);
  const end = performance.now() + takenWithinMs;
  for (;;) {
    const log = await engine.logs(id, since);
    const alerts = log.split("\n").filter((line) => line.includes("[ALERT]"));
    if (alerts.length > 0) throw refused(alerts.join("\n"));
    const now = await workerOf(admin);
    if (now === undefined ? log.includes("Loading success") : now !== before) return;
    if (performance.now() >= end) throw refused(phrase`HAProxy started no new worker within ${takenWithinMs / 1000} s`);
    await pause(pollMs);
  }
}

async function signal(inside: Inside): Promise<void> {
  const { exitCode, stderr } = await inside.shell("kill -USR2 1");
  if (exitCode !== 0) throw refused(stderr.toString());
}

/** The worker that answers on the runtime socket; a container that was started again gives the same numbers again. */
async function workerOf(admin: Admin): Promise<string | undefined> {
  return (await admin.say("show info"))?.match(/^(?:Pid|Start_time_sec): \d+$/gm)?.join();
}

const refused = (said: string) =>
  refusal("reload-refused", said, phrase`docker compose restart haproxy, once the cause is fixed`);
