import type { Destination, NoticeFacts } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import type { Step } from "../model/step.ts";
import { noticeOf } from "./message.ts";
import type { NoticesOptions } from "./notices.ts";

interface Testing extends Pick<NoticesOptions, "destinations" | "deliver" | "say"> {
  step: Step;
}

/** One notice to each destination, now; a step and a line for each. Returns whether all arrived. */
export async function testDestinations(testing: Testing, lineage: string): Promise<boolean> {
  const facts = testFacts(lineage, new Date());
  let allArrived = true;
  for (const to of testing.destinations) allArrived = (await tryOne(to, facts, testing)) && allArrived;
  return allArrived;
}

async function tryOne(to: Destination, facts: NoticeFacts, { deliver, say, step }: Testing): Promise<boolean> {
  try {
    await step(phrase`a notice to ${to.label}`, async () => {
      const end = await deliver(to, noticeOf("test", facts));
      if (!end.arrived) throw new NotArrived(end.why);
    });
    say(phrase`${to.label}: arrived`);
    return true;
  } catch (error) {
    if (!(error instanceof NotArrived)) throw error;
    say(phrase`${to.label}: did not arrive: ${error.message}`);
    return false;
  }
}

/** Marks a step as failed. */
class NotArrived extends Error {}

function testFacts(lineage: string, now: Date): NoticeFacts {
  const nothing = { problem: undefined, certificate: undefined, wire: undefined, companion: undefined };
  return { ...nothing, lineage, now, next: now, renewed: false, paused: false };
}
