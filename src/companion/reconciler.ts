import { type CompanionAnswer, type CompanionCode, fixMark } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { bringAbout, makingRoom } from "./actions.ts";
import type { CompanionContext } from "./context.ts";
import { behind, valuesFor } from "./desired-state.ts";
import { findNginx } from "./docker/own-stack.ts";
import { restoreExtras } from "./extras/add.ts";
import { insideContainer } from "./nginx/inside.ts";
import { waitForMaster } from "./nginx/master.ts";
import { type NginxState, observe } from "./nginx-state.ts";
import type { Queue } from "./queue.ts";
import { inWords } from "./refusal.ts";
import { describeStartup, type LogLines } from "./startup-log.ts";

const slowestStartMs = 60_000;

/** These come out the same for one start of the container, however often they are tried. */
const final: readonly CompanionCode[] = ["unknown-shape", "stack-updated", "reload-refused"];

/**
 * Gives the look that brings an nginx that is behind back to the wish; it says each thing once, what is found when a
 * problem is over, and never throws what can be expected. `introduction` is what was said already.
 */
export function reconciler(
  context: CompanionContext,
  queue: Queue,
  startup: LogLines,
  signal: AbortSignal,
): () => Promise<void> {
  let gaveUpOn: string | undefined;
  // The settings may be others than those of the companion before.
  let isFirst = true;
  let said = startup;
  const say = async (now: LogLines) => {
    for (const line of now.lines) if (!said.lines.includes(line)) context.print(line);
    const isOver = said.isProblem && !now.isProblem;
    said = now;
    if (isOver) await say(await queue.run(() => describeStartup(context)));
  };
  return async () => {
    try {
      const start = await waitUntilUp(context, signal);
      const done = await queue.run(() => reconcile(context, { gaveUp: gaveUpOn === start, isFirst }));
      isFirst = false;
      if (done === "given-up") return;
      if (done && final.includes(done.code)) gaveUpOn = start;
      await say(describe(done));
    } catch (error) {
      await say({ lines: [inWords(error)], isProblem: true });
    }
  };
}

/** Outside of the queue, so that a slow start keeps nobody waiting. */
async function waitUntilUp(context: CompanionContext, signal: AbortSignal) {
  const nginx = await findNginx(context.engine, await context.ownStack(), context.service);
  await waitForMaster(insideContainer(context.engine, nginx.id), nginx.rootPid, slowestStartMs, { signal });
  return `${nginx.id} ${nginx.startedAt}`;
}

interface Before {
  gaveUp: boolean;
  isFirst: boolean;
}

async function reconcile(
  context: CompanionContext,
  { gaveUp, isFirst }: Before,
): Promise<CompanionAnswer | "given-up" | undefined> {
  const observed = await observe(context);
  return await makingRoom(context, observed, () => bringBack(context, observed, { gaveUp, isFirst }));
}

async function bringBack(
  context: CompanionContext,
  observed: NginxState,
  { gaveUp, isFirst }: Before,
): Promise<CompanionAnswer | "given-up" | undefined> {
  if (!isBehind(context, observed)) return await restoreExtras(context, observed, isFirst);
  if (gaveUp) return "given-up";
  const { https, challenge } = observed.memory;
  const done = await bringAbout(context, observed, { https, challenge, write: false });
  if (done.code === "done") await restoreExtras(context, await observe(context), isFirst);
  return done;
}

function isBehind({ domain }: CompanionContext, { memory, nginx, effective }: NginxState) {
  const late = behind(valuesFor(memory, nginx.environment, domain), effective);
  return Object.keys(late).length > 0;
}

function describe(done: CompanionAnswer | undefined): LogLines {
  if (!done || done.code === "unchanged") return { lines: [], isProblem: false };
  const { code, https, output } = done;
  if (code === "done") {
    const line = phrase`nginx was not as it should be: switched, HTTPS is ${https ? phrase`on` : phrase`off`}`;
    return { lines: [line], isProblem: false };
  }
  const line = phrase`nginx was left as it is (${code}): ${output.replace(`\n${fixMark}`, `\n  ${fixMark}`)}`;
  return { lines: [line], isProblem: true };
}
