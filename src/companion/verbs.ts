import { TooLate } from "../base/deadline.ts";
import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { failure, nothingKnown } from "./answers.ts";
import { refusal } from "./refusal.ts";
import { acted, type Observed, settled, type WebServer } from "./web-server.ts";

/** Executes one verb and answers; throws nothing that can be expected. */
export async function handleVerb(server: WebServer, verb: CompanionVerb): Promise<CompanionAnswer> {
  let facts = nothingKnown;
  try {
    const seen = await settled(server);
    facts = seen.facts;
    return await acted(server, seen, (now) => act(now, verb));
  } catch (error) {
    return failure((await server.explain(error)) ?? error, facts);
  }
}

function act(seen: Observed, verb: CompanionVerb): Promise<CompanionAnswer> {
  if (verb === "look") return seen.test();
  return verb === "reload" ? seen.reload() : seen.switch(verb);
}

/** The answer to a request whose turn did not come, or whose work goes on. */
export function busy(error: unknown): CompanionAnswer {
  const stillAtWork = () => refusal("busy", phrase`another action is at work`, phrase`try again in a minute`);
  return failure(error instanceof TooLate ? stillAtWork() : error, nothingKnown);
}
