import { TooLate } from "../base/deadline.ts";
import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { answerObserve, bringAbout, makingRoom, reload } from "./actions.ts";
import { failure, nothingKnown } from "./answers.ts";
import type { CompanionContext } from "./context.ts";
import { addExtras, restoreExtras } from "./extras/add.ts";
import { whyNotRunning } from "./nginx/why-not-running.ts";
import { type NginxState, observe, roughFacts } from "./nginx-state.ts";
import { refusal } from "./refusal.ts";

/** What each verb does once nginx is found. The one table. */
const actions: Record<CompanionVerb, (context: CompanionContext, observed: NginxState) => Promise<CompanionAnswer>> = {
  look: answerObserve,
  reload,
  "enable-https": async (context, observed) => {
    const done = await bringAbout(context, observed, {
      https: "on",
      challenge: observed.memory.challenge,
      write: true,
    });
    if (done.code === "done") await restoreExtras(context, await observe(context));
    return done;
  },
  "add-extras": (context, observed) => addExtras(context, observed, "served"),
  "add-extras-proven": (context, observed) => addExtras(context, observed, "proven"),
  "disable-https": (context, observed) =>
    bringAbout(context, observed, { https: "off", challenge: observed.memory.challenge, write: true }),
  "enable-challenge": async (context, observed) => {
    const now = await answerObserve(context, observed);
    if (now.challenge) return now;
    return await bringAbout(context, observed, { https: observed.memory.https, challenge: true, write: true });
  },
};

/** Does what one verb says and answers; never throws what can be expected. */
export async function handleVerb(context: CompanionContext, verb: CompanionVerb): Promise<CompanionAnswer> {
  let facts = nothingKnown;
  try {
    const observed = await observe(context);
    facts = roughFacts(observed);
    return await makingRoom(context, observed, () => actions[verb](context, observed));
  } catch (error) {
    return failure((await whyItDoesNotRun(context, error)) ?? error, facts);
  }
}

async function whyItDoesNotRun(
  { engine, ownStack, service }: CompanionContext,
  error: unknown,
): Promise<Error | undefined> {
  if (!(error instanceof Problem) || !["no-nginx", "not-ready"].includes(error.code)) return undefined;
  return await whyNotRunning(engine, await ownStack(), service);
}

/** The answer to a request whose turn did not come, or whose work goes on. */
export function busy(error: unknown): CompanionAnswer {
  const stillAtWork = () => refusal("busy", phrase`another action is at work`, phrase`try again in a minute`);
  return failure(error instanceof TooLate ? stillAtWork() : error, nothingKnown);
}
