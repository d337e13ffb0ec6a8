import { type CompanionAnswer, type CompanionCode, fixMark } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { bringAbout } from "./actions.ts";
import { findNginx } from "./docker/own-stack.ts";
import { restoreExtras } from "./extras/add.ts";
import { introduce, type Said } from "./introduction.ts";
import { insideContainer } from "./nginx/inside.ts";
import { waitForMaster } from "./nginx/reload.ts";
import type { Queue } from "./queue.ts";
import { inWords } from "./refusal.ts";
import type { Room } from "./room.ts";
import { type Sight, see } from "./sight.ts";
import { behind, valuesFor } from "./wishes.ts";

const slowestStartMs = 60_000;

/** These come out the same for one start of the container, however often they are tried. */
const final: readonly CompanionCode[] = ["unknown-shape", "stack-updated", "reload-refused"];

/**
 * Gives the look that brings an nginx that is behind back to the wish; it says each thing once, what is found when a
 * problem is over, and never throws what can be expected. `introduction` is what was said already.
 */
export function reconciler(room: Room, queue: Queue, introduction: Said, signal: AbortSignal): () => Promise<void> {
  let gaveUpOn: string | undefined;
  // The settings may be others than those of the companion before.
  let isFirst = true;
  let said = introduction;
  const say = async (now: Said) => {
    for (const line of now.lines) if (!said.lines.includes(line)) room.print(line);
    const isOver = said.isProblem && !now.isProblem;
    said = now;
    if (isOver) await say(await queue.run(() => introduce(room)));
  };
  return async () => {
    try {
      const start = await waitUntilUp(room, signal);
      const done = await queue.run(() => reconcile(room, { gaveUp: gaveUpOn === start, isFirst }));
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
async function waitUntilUp(room: Room, signal: AbortSignal) {
  const nginx = await findNginx(room.engine, await room.own(), room.service);
  await waitForMaster(insideContainer(room.engine, nginx.id), nginx.rootPid, slowestStartMs, { signal });
  return `${nginx.id} ${nginx.startedAt}`;
}

interface Before {
  gaveUp: boolean;
  isFirst: boolean;
}

async function reconcile(room: Room, { gaveUp, isFirst }: Before): Promise<CompanionAnswer | "given-up" | undefined> {
  const sight = await see(room);
  if (!isBehind(room, sight)) return await restoreExtras(room, sight, isFirst);
  if (gaveUp) return "given-up";
  const { https, challenge } = sight.memory;
  const done = await bringAbout(room, sight, { https, challenge, write: false });
  if (done.code === "done") await restoreExtras(room, await see(room), isFirst);
  return done;
}

function isBehind({ domain }: Room, { memory, nginx, effective }: Sight) {
  const late = behind(valuesFor(memory, nginx.environment, domain), effective);
  return Object.keys(late).length > 0;
}

function describe(done: CompanionAnswer | undefined): Said {
  if (!done || done.code === "unchanged") return { lines: [], isProblem: false };
  const { code, https, output } = done;
  if (code === "done") {
    const line = phrase`nginx was not as it should be: switched, HTTPS is ${https ? phrase`on` : phrase`off`}`;
    return { lines: [line], isProblem: false };
  }
  const line = phrase`nginx was left as it is (${code}): ${output.replace(`\n${fixMark}`, `\n  ${fixMark}`)}`;
  return { lines: [line], isProblem: true };
}
