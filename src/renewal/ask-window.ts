import type { WindowNote } from "../model/ledger.ts";
import type { Certificate, WindowAnswer } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Look, Parts } from "./parts.ts";
import { isSame, mayAskWindow, noteSilence, whyUnusable, windowFor } from "./window.ts";

/** Asks when to renew (RFC 9773), not more often than the authority wants. Its silence never fails a look. */
export async function askWindow(look: Look, current: Certificate): Promise<void> {
  const { wish, parts, book } = look;
  const ours = current.directory === wish.directory;
  const id = ours ? parts.authority.certificateId(current.fullchainPem) : undefined;
  const note = id === undefined ? undefined : windowFor(book.page().window, id);
  if (id !== undefined && !mayAskWindow(note, parts.clock.now(), parts.askEvery)) return;
  const next = id === undefined ? undefined : notLater(await ask(look, current, id, note), parts);
  await book.write((page) => (page.window === next ? page : { ...page, window: next }));
}

async function ask(look: Look, current: Certificate, id: string, note: WindowNote | undefined): Promise<WindowNote> {
  const { parts, rules, signal } = look;
  try {
    const answer = await parts.authority.renewalWindow(current, signal);
    sayWhatIsNew(look, note, answer, current);
    return rules.noteWindow({ note, certificateId: id, answer }, current, parts.clock.now(), parts.random);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const now = parts.clock.now();
    const wait = typeof error.retry === "string" ? undefined : error.retry.notBefore.getTime() - now.getTime();
    return noteSilence(note, id, wait, now);
  }
}

function notLater(note: WindowNote, { askEvery = Infinity, clock }: Parts): WindowNote {
  const latest = clock.now().getTime() + askEvery;
  return note.askAt.getTime() <= latest ? note : { ...note, askAt: new Date(latest) };
}

function sayWhatIsNew(
  { lineage, parts }: Look,
  note: WindowNote | undefined,
  { window, explanationUrl }: WindowAnswer,
  current: Certificate,
): void {
  if (!window || isSame(window, note?.window)) return;
  const wrong = whyUnusable(window, current);
  if (wrong && !note) parts.say(phrase`${lineage.name}: the authority's renewal window is not followed: ${wrong}`);
  if (wrong) return;
  const moved = phrase`${window.start.toISOString()} to ${window.end.toISOString()}`;
  if (note?.window) parts.say(phrase`${lineage.name}: the authority moved its renewal window: ${moved}`);
  if (explanationUrl) parts.say(phrase`${lineage.name}: the authority explains it at ${explanationUrl}`);
}
