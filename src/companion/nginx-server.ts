import type { CompanionAnswer } from "../model/companion.ts";
import { Problem } from "../model/problem.ts";
import { type Aim, answerTest, bringAbout, catchUpReload, reload } from "./actions.ts";
import { nothingKnown } from "./answers.ts";
import type { CompanionContext } from "./context.ts";
import { behind, isChallengeWanted, valuesFor } from "./desired-state.ts";
import { findNginx } from "./docker/own-stack.ts";
import { addExtras, restoreExtras } from "./extras/add.ts";
import { noteAddresses } from "./moved-upstreams.ts";
import { insideContainer } from "./nginx/inside.ts";
import { waitForMaster } from "./nginx/master.ts";
import { isClash, makeRoom } from "./nginx/pooled-clients.ts";
import { checkSameStart } from "./nginx/same-start.ts";
import { whyNotRunning } from "./nginx/why-not-running.ts";
import { type NginxState, readState, roughFacts } from "./nginx-state.ts";
import { hasEdits, takeUpEdits } from "./operator-edits.ts";
import { rollBack } from "./replay/rollback.ts";
import { describeState } from "./startup-log.ts";
import type { Observed, Round, Step, SwitchVerb, WebServer } from "./web-server.ts";

const slowestStartMs = 60_000;

/** nginx and its descendants: switched by a replay of the container's own entrypoint, and kept so. */
export function nginxServer(context: CompanionContext): WebServer {
  return {
    observe: () => observe(context),
    async waitUntilUp(signal) {
      const nginx = await findNginx(context.engine, await context.ownStack(), context.service);
      await waitForMaster(insideContainer(context.engine, nginx.id), nginx.rootPid, slowestStartMs, { signal });
      return `${nginx.id} ${nginx.startedAt}`;
    },
    explain: (error) => explain(context, error),
  };
}

async function observe(context: CompanionContext): Promise<Observed> {
  const seen = await readState(context).catch((error: unknown) => withoutNginx(context, error));
  if ("due" in seen) return seen;
  const whileItRuns = <T>(work: () => Promise<T>) =>
    work().catch((error: unknown) => failedWhileItRan(context, seen, error));
  return {
    facts: roughFacts(seen),
    due: stepsFor(context, seen),
    describe: () => whileItRuns(() => describeState(context, seen)),
    test: () => whileItRuns(() => answerTest(context, seen)),
    reload: () => whileItRuns(() => reload(context, seen)),
    switch: (verb) => whileItRuns(() => switches[verb](context, seen)),
    maintain: (round) => whileItRuns(() => maintain(context, seen, round)),
    remedy: (error) => remedyFor(context, seen, error),
  };
}

/** What was seen of a container that has ended since says nothing of it. Throws Problem `not-ready`, or the error. */
async function failedWhileItRan({ engine }: CompanionContext, { nginx }: NginxState, error: unknown): Promise<never> {
  if (error instanceof Problem) await checkSameStart(engine, nginx);
  throw error;
}

/** Undoes the settings of a switch in which nginx ended, even when none runs. Throws the Problem when there are none. */
async function withoutNginx(context: CompanionContext, error: unknown): Promise<Observed> {
  const journal =
    error instanceof Problem && error.code === "no-nginx" ? await context.state.journal.read() : undefined;
  if (!journal) throw error;
  const refuse = async () => {
    throw error;
  };
  const due = [{ name: "undo the settings of an earlier switch", apply: () => rollBack(context, journal, undefined) }];
  return { facts: nothingKnown, due, remedy: () => undefined, ...sameFor(refuse) };
}

const sameFor = (refuse: () => Promise<never>) => ({
  describe: refuse,
  test: refuse,
  reload: refuse,
  switch: refuse,
  maintain: refuse,
});

/** What to put right before anything else, in this order. */
function stepsFor(context: CompanionContext, seen: NginxState): readonly Step[] {
  const { journal, nginx } = seen;
  const steps: readonly (Step | undefined)[] = [
    journal && { name: "undo an earlier switch", apply: () => rollBack(context, journal, nginx) },
    hasEdits(seen) ? { name: "take up a person's edit", apply: () => takeUpEdits(context, seen) } : undefined,
  ];
  return steps.filter((step) => step !== undefined);
}

function remedyFor({ engine }: CompanionContext, { nginx }: NginxState, error: unknown): Step | undefined {
  if (!isClash(error)) return undefined;
  return {
    name: "take our line out, since a person set the same",
    async apply() {
      if (!(await makeRoom(insideContainer(engine, nginx.id), nginx))) throw error;
    },
  };
}

/** What each verb makes true. The one table. */
const switches: Record<SwitchVerb, (context: CompanionContext, seen: NginxState) => Promise<CompanionAnswer>> = {
  "enable-https": async (context, seen) => {
    const challenge = isChallengeWanted(seen.memory, seen.nginx.environment);
    const done = await bringAbout(context, seen, { https: "on", challenge, write: true });
    if (done.code === "done") await restoreRemoved(context);
    return done;
  },
  "disable-https": (context, seen) => bringAbout(context, seen, { ...written(seen), https: "off" }),
  "enable-challenge": async (context, seen) => {
    const now = await answerTest(context, seen);
    return now.challenge ? now : await bringAbout(context, seen, { ...written(seen), challenge: true });
  },
  "add-extras": (context, seen) => addExtras(context, seen, "served"),
  "add-extras-proven": (context, seen) => addExtras(context, seen, "proven"),
};

const written = ({ memory: { https, challenge } }: NginxState): Aim => ({ https, challenge, write: true });

async function maintain(
  context: CompanionContext,
  seen: NginxState,
  { isFirst, isGivenUp }: Round,
): Promise<CompanionAnswer | undefined> {
  await noteAddresses(context, seen);
  if (!isBehind(context, seen)) {
    await restoreExtras(context, seen, isFirst);
    return await catchUpReload(context, seen);
  }
  if (isGivenUp) return undefined;
  const done = await bringAbout(context, seen, { ...written(seen), write: false });
  if (done.code === "done") await restoreRemoved(context, isFirst);
  return done;
}

/** What a switch removed. The first one removes nothing, and then nothing is asked of the Engine. */
async function restoreRemoved(context: CompanionContext, isFirst = false): Promise<void> {
  const { extras } = await context.state.read();
  if (extras) await restoreExtras(context, await readState(context), isFirst);
}

function isBehind({ domain }: CompanionContext, { memory, nginx, effective }: NginxState): boolean {
  return Object.keys(behind(valuesFor(memory, nginx.environment, domain), effective)).length > 0;
}

async function explain({ engine, ownStack, service }: CompanionContext, error: unknown): Promise<Error | undefined> {
  if (!(error instanceof Problem) || !["no-nginx", "not-ready"].includes(error.code)) return undefined;
  return await whyNotRunning(engine, await ownStack(), service);
}
