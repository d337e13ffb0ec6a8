import { once } from "node:events";
import { hostname } from "node:os";
import { phrase } from "../../model/phrase.ts";
import type { CompanionOptions } from "../companion.ts";
import { dockerEngine } from "../docker/engine.ts";
import { findNginx, findOwnStack } from "../docker/own-stack.ts";
import { oneAtATime } from "../queue.ts";
import { codeOf } from "../refusal.ts";
import { listen } from "../server.ts";
import { busy } from "../verbs.ts";
import { adminSocket } from "./admin.ts";
import { type HaproxyParts, obeyAtHaproxy } from "./verbs.ts";

const patienceMs = 10_000;

/** The companion of a stack whose web server is HAProxy: nothing is switched or watched, since its files say it all. */
export async function runHaproxyCompanion(options: CompanionOptions): Promise<void> {
  const { settings, print, signal, self = hostname() } = options;
  const { listen: path, service, adminSocket: socket } = settings;
  const engine = dockerEngine(settings);
  const find = async () => findNginx(engine, await findOwnStack(engine, self), service);
  const parts: HaproxyParts = { engine, admin: adminSocket(socket), find };
  const queue = oneAtATime();
  const handle = (verb: Parameters<typeof obeyAtHaproxy>[1]) =>
    queue.run(() => obeyAtHaproxy(parts, verb), patienceMs).catch(busy);
  const { closed } = await listen({ path, handle, print, signal });
  print(await describe(parts, socket));
  if (!signal.aborted) await once(signal, "abort");
  await Promise.all([closed, queue.idle()]);
}

async function describe({ find, admin }: HaproxyParts, socket: string): Promise<string> {
  try {
    const { id } = await find();
    const way =
      (await admin.say("show info")) === undefined
        ? phrase`nobody answers on ${socket}: it is reloaded instead`
        : phrase`new certificates go through its runtime socket`;
    return phrase`HAProxy is container ${id.slice(0, 12)}; ${way}`;
  } catch (error) {
    const { problem } = codeOf(error);
    return `${problem.message}\n  fix: ${problem.fix}`;
  }
}
