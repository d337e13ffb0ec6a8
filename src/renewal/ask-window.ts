import { minute } from "../base/dates.ts";
import type { WindowNote } from "../model/ledger.ts";
import type { Certificate, RenewalWindow, WindowAnswer } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { spentReplacements } from "./limits.ts";
import type { LineageCheck, Parts } from "./parts.ts";
import { isSame, mayAskWindow, noteSilence, whyUnusable, windowFor } from "./window.ts";

/**
 * Asks when to renew (RFC 9773), not more often than the CA wants but for the operator, who may know that another client has
 * revoked it. Its silence never fails a check.
 */
export async function askWindow(check: LineageCheck, current: Certificate): Promise<void> {
  const { options, parts, session } = check;
  const ours = current.directory === options.directory;
  const id = ours ? parts.authority.certificateId(current.fullchainPem) : undefined;
  const note = id === undefined ? undefined : windowFor(session.entry().window, id);
  if (id !== undefined && !options.byHand && !mayAskWindow(note, parts.clock.now(), parts.askEvery)) return;
  const next = id === undefined ? undefined : notLater(await ask(check, current, id, note), parts);
  await session.note((entry) => (entry.window === next ? entry : { ...entry, window: next }));
}

async function ask(
  check: LineageCheck,
  current: Certificate,
  id: string,
  note: WindowNote | undefined,
): Promise<WindowNote> {
  const { parts, rules, session, signal } = check;
  // nginx can write the certificates' folder in some stacks, and not the ledger
  const isSavedByUs = session.entry().saved?.fingerprint === current.fingerprint;
  try {
    const said = await parts.authority.renewalWindow(current, signal, isSavedByUs);
    const wrong = said.window && (whyUnusable(said.window, current) ?? whyNotAgain(check, said.window, current));
    sayWhatIsNew(check, note, said, wrong);
    const answer = wrong === undefined ? said : { ...said, window: undefined };
    return rules.noteWindow({ note, certificateId: id, answer }, current, parts.clock.now(), parts.random);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const now = parts.clock.now();
    const wait = typeof error.retry === "string" ? undefined : error.retry.notBefore.getTime() - now.getTime();
    return noteSilence(note, id, wait, now);
  }
}

/** Its windows have led from one certificate to the next: such a CA is wrong about all of them. */
function whyNotAgain(check: LineageCheck, { start }: RenewalWindow, life: Certificate): string | undefined {
  const { identity, options, parts, session } = check;
  if (start > parts.clock.now()) return undefined;
  const spender = { directory: options.directory, account: identity.account, names: identity.lineage.domains, life };
  const { used, roomAt } = spentReplacements(session.entry(), spender, parts.clock.now());
  return roomAt && phrase`${used} certificates were replaced one after the other`;
}

function notLater(note: WindowNote, { askEvery = Infinity, clock }: Parts): WindowNote {
  const latest = clock.now().getTime() + askEvery;
  return note.askAt.getTime() <= latest ? note : { ...note, askAt: new Date(latest) };
}

function sayWhatIsNew(
  { lineage, parts }: LineageCheck,
  note: WindowNote | undefined,
  { window, explanationUrl }: WindowAnswer,
  wrong: string | undefined,
): void {
  if (!window || isSame(window, note?.window)) return;
  if (wrong && !note) parts.say(phrase`${lineage.name}: the CA's renewal window is not followed: ${wrong}`);
  if (wrong) return;
  const moved = phrase`${minute(window.start)} to ${minute(window.end)}`;
  if (note?.window) parts.say(phrase`${lineage.name}: the CA moved its renewal window: ${moved}`);
  if (explanationUrl) parts.say(phrase`${lineage.name}: the CA explains it at ${explanationUrl}`);
}
