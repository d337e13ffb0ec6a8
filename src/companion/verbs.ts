import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import { Problem } from "../model/problem.ts";
import { bringAbout, lookAt, reload } from "./actions.ts";
import { failure, nothingKnown } from "./answers.ts";
import { addExtras, restoreExtras } from "./extras/add.ts";
import { whyNotRunning } from "./nginx/why-not-running.ts";
import type { Room } from "./room.ts";
import { roughFacts, type Sight, see } from "./sight.ts";

/** What each verb does once nginx is found. The one table. */
const actions: Record<CompanionVerb, (room: Room, sight: Sight) => Promise<CompanionAnswer>> = {
  look: lookAt,
  reload,
  "enable-https": async (room, sight) => {
    const done = await bringAbout(room, sight, { https: "on", challenge: sight.memory.challenge, write: true });
    if (done.code === "done") await restoreExtras(room, await see(room));
    return done;
  },
  "add-extras": (room, sight) => addExtras(room, sight, "served"),
  "add-extras-proven": (room, sight) => addExtras(room, sight, "proven"),
  "disable-https": (room, sight) =>
    bringAbout(room, sight, { https: "off", challenge: sight.memory.challenge, write: true }),
  "enable-challenge": async (room, sight) => {
    const now = await lookAt(room, sight);
    if (now.challenge) return now;
    return await bringAbout(room, sight, { https: sight.memory.https, challenge: true, write: true });
  },
};

/** Does what one verb says and answers; never throws what can be expected. */
export async function obey(room: Room, verb: CompanionVerb): Promise<CompanionAnswer> {
  let facts = nothingKnown;
  try {
    const sight = await see(room);
    facts = roughFacts(sight);
    return await actions[verb](room, sight);
  } catch (error) {
    return failure((await whyItDoesNotRun(room, error)) ?? error, facts);
  }
}

async function whyItDoesNotRun({ engine, own, service }: Room, error: unknown): Promise<Error | undefined> {
  if (!(error instanceof Problem) || !["no-nginx", "not-ready"].includes(error.code)) return undefined;
  return await whyNotRunning(engine, await own(), service);
}

/** The answer to a request whose turn did not come. */
export const busy = (error: unknown): CompanionAnswer => failure(error, nothingKnown);
