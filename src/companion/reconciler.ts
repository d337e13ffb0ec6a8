import { type CompanionAnswer, type CompanionCode, fixMark } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { bringAbout } from "./actions.ts";
import { findNginx } from "./docker/own-stack.ts";
import { restoreExtras } from "./extras/add.ts";
import { insideContainer } from "./nginx/inside.ts";
import { waitForMaster } from "./nginx/reload.ts";
import type { Queue } from "./queue.ts";
import { codeOf } from "./refusal.ts";
import type { Room } from "./room.ts";
import { type Sight, see } from "./sight.ts";
import { behind, valuesFor } from "./wishes.ts";

const slowestStartMs = 60_000;

/** These come out the same for one start of the container, however often they are tried. */
const final: readonly CompanionCode[] = ["unknown-shape", "stack-updated", "reload-refused"];

/** Gives the look that brings an nginx that is behind back to the wish; it says each thing once and never throws what can be expected. */
export function reconciler(room: Room, queue: Queue, signal: AbortSignal): () => Promise<void> {
  let gaveUpOn: string | undefined;
  // The settings may be others than those of the companion before.
  let isFirst = true;
  let said: string | undefined;
  const say = (line: string | undefined) => {
    if (line !== undefined && line !== said) room.print(line);
    said = line;
  };
  return async () => {
    try {
      const start = await waitUntilUp(room, signal);
      const done = await queue.run(() => reconcile(room, { gaveUp: gaveUpOn === start, isFirst }));
      isFirst = false;
      if (done === "given-up") return;
      if (done && final.includes(done.code)) gaveUpOn = start;
      say(done && describe(done));
    } catch (error) {
      const { problem } = codeOf(error);
      say(`${problem.message}\n  fix: ${problem.fix}`);
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

function describe({ code, https, output }: CompanionAnswer) {
  if (code === "unchanged") return undefined;
  if (code === "done")
    return phrase`nginx was not as it should be: switched, HTTPS is ${https ? phrase`on` : phrase`off`}`;
  return phrase`nginx was left as it is (${code}): ${output.replace(`\n${fixMark}`, `\n  ${fixMark}`)}`;
}
