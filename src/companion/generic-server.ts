import { once } from "node:events";
import { hostname } from "node:os";
import { withDeadline } from "../base/deadline.ts";
import { type CompanionAnswer, type CompanionVerb, companionLimits } from "../model/companion.ts";
import { dockerEngine } from "./docker/engine.ts";
import { findNginx, findOwnStack } from "./docker/own-stack.ts";
import type { GenericParts } from "./generic-verbs.ts";
import type { CompanionOptions } from "./options.ts";
import { oneAtATime } from "./queue.ts";
import { inWords } from "./refusal.ts";
import { listen } from "./server.ts";
import { busy } from "./verbs.ts";

/** A server whose own files say it all: nothing is switched or watched. */
export interface GenericServer {
  /** Does what one verb says and answers; never throws what can be expected. */
  act(parts: GenericParts, verb: CompanionVerb): Promise<CompanionAnswer>;
  /** One line on what was found. Throws Problem. */
  describe(parts: GenericParts): Promise<string>;
}

/** The companion of such a server: serves the verbs, one at a time, until the signal. */
export async function runGenericCompanion(options: CompanionOptions, { act, describe }: GenericServer): Promise<void> {
  const { settings, print, signal, self = hostname() } = options;
  const engine = dockerEngine(settings);
  const find = async () => findNginx(engine, await findOwnStack(engine, self), settings.service);
  const parts = { engine, find };
  const queue = oneAtATime();
  const handle = (verb: CompanionVerb) =>
    withDeadline(companionLimits.answerMs, () => queue.run(() => act(parts, verb), companionLimits.turnMs)).catch(busy);
  const { closed } = await listen({ path: settings.listen, handle, print, signal });
  print(await describe(parts).catch(inWords));
  if (!signal.aborted) await once(signal, "abort");
  await Promise.all([closed, queue.idle()]);
}
