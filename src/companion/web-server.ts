import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import type { Facts } from "./answers.ts";

/** The verbs that change what a server serves. */
export type SwitchVerb = Exclude<CompanionVerb, "look" | "reload">;

export interface Step {
  name: string;
  /** Throws Problem. */
  apply(): Promise<void>;
}

/** A web server that the companion acts on; a further one is a file that implements this, and a line in servers.ts. */
export interface WebServer {
  /** Reads, and changes nothing. Throws Problem when the state cannot be determined. */
  observe(): Promise<Observed>;
  /** Returns what distinguishes one start of it from the next, once it is up. Throws Problem. */
  waitUntilUp(signal: AbortSignal): Promise<string>;
  /** Better words for an error, where Docker or the server itself has them; undefined: none. */
  explain(error: unknown): Promise<Error | undefined>;
}

/** A web server as observed, and the actions on it. Each verb throws Problem. */
export interface Observed {
  /** as far as they are known without a test */
  facts: Facts;
  /** what an earlier action left behind, or the operator changed: put right in this order before anything else */
  due: readonly Step[];
  /** for the log */
  describe(): Promise<readonly string[]>;
  /** Tests its configuration, and answers with its state. Changes nothing. */
  test(): Promise<CompanionAnswer>;
  reload(): Promise<CompanionAnswer>;
  switch(verb: SwitchVerb): Promise<CompanionAnswer>;
  /** Brings it to the desired state where it is behind; undefined: it is not, or has been given up on. */
  maintain(round: Round): Promise<CompanionAnswer | undefined>;
  /** The step that repairs the cause of this failure; undefined: nothing of ours. */
  remedy(error: unknown): Step | undefined;
}

export interface Round {
  /** the first since the companion started: the settings may be others than before */
  isFirst: boolean;
  /** a switch of this very start failed for good */
  isGivenUp: boolean;
}

const mostSteps = 4;

/** Observes, puts right what is due, and observes again. Throws Problem. */
export async function settled(server: WebServer): Promise<Observed> {
  for (let steps = 0; ; steps += 1) {
    const seen = await server.observe();
    const [step] = seen.due;
    if (!step || steps === mostSteps) return seen;
    await step.apply();
  }
}

/** Works on the present state, once more after a remedy. Throws Problem. */
export async function acted<T>(server: WebServer, seen: Observed, work: (seen: Observed) => Promise<T>): Promise<T> {
  try {
    return await work(seen);
  } catch (error) {
    const remedy = seen.remedy(error);
    if (!remedy) throw error;
    await remedy.apply();
    return await work(await server.observe());
  }
}
