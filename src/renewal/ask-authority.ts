import type { IssuedCertificate, OpenOrder } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { endAttempt, withAttempt, withOrder, withoutOrder } from "./attempts.ts";
import { classOf } from "./failure-class.ts";
import type { LineageCheck } from "./parts.ts";
import type { IssuePlan } from "./plan.ts";

/** One request for a certificate, noted before and after. Throws the CA's Problems. */
export async function askAuthority(check: LineageCheck, plan: IssuePlan): Promise<IssuedCertificate> {
  const { lineage, parts, signal } = check;
  const { order: open, replaces, directory } = plan;
  if (open) parts.say(phrase`${lineage.name}: finishing the order that an earlier run left open`);
  const keep = orderKeeper(check, plan);
  return await noted(check, directory, () => parts.authority.issue(lineage, { signal, replaces, open, keep }));
}

/** A process that ends in the middle leaves a noted try. */
export async function noted<T>(
  { lineage, parts, session }: LineageCheck,
  directory: string,
  work: () => Promise<T>,
): Promise<T> {
  const account = (await parts.accounts.find(directory))?.id;
  const attempt = { at: parts.clock.now(), directory, account, names: lineage.domains };
  await session.write((entry) => withAttempt(entry, attempt));
  try {
    const result = await work();
    await session.note((entry) => endAttempt(entry, false));
    return result;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await session.note((entry) => endAttempt(entry, classOf(error) === "validation"));
    throw error;
  }
}

/** The open order first, its place among the week's orders second: the next run makes up for a kill in between. */
function orderKeeper({ lineage, parts, session }: LineageCheck, { order: open, current: before }: IssuePlan) {
  let kept = open?.url;
  return async (order: OpenOrder | undefined): Promise<void> => {
    const gone = kept;
    kept = order?.url;
    if (order) {
      await parts.pendingOrders.put(lineage.name, { ...order, before: before?.fingerprint });
      const { directory, domains: names, url, replaces: exempt } = order;
      const note = { at: parts.clock.now(), directory, names, url, ...(exempt && { exempt }) };
      return await session.write((entry) => withOrder(entry, note));
    }
    await parts.pendingOrders.drop(lineage.name);
    if (gone !== undefined) await session.note((entry) => withoutOrder(entry, gone));
  };
}
