import type { Certificate, Lineage } from "../model/lineage.ts";
import type { Decision, Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { askWindow } from "./ask-window.ts";
import { isStaging } from "./decide.ts";
import { deploy, proveAgain } from "./deploying.ts";
import { issueIfAllowed, refuseStagingOverReal, rehearse } from "./issuing.ts";
import { wentBack } from "./lifetime.ts";
import { dueFor, nextLook } from "./next-look.ts";
import { isSaved } from "./open-order.ts";
import { watchOwn } from "./own.ts";
import { type Look, openNotebook, type Parts, type Wish } from "./parts.ts";
import { recordFailure } from "./record-failure.ts";
import { heldBack } from "./revoking.ts";
import { realRules } from "./rules.ts";

/**
 * The one way to renew, for the loop and for update-cert: looks, and does what is due.
 * Expected failures come back as outcomes; anything thrown is a bug or the signal.
 */
export async function updateLineage(lineage: Lineage, wish: Wish, parts: Parts, signal: AbortSignal): Promise<Outcome> {
  try {
    return await parts.store.exclusively(() => lookAndRecord(lineage, wish, parts, signal));
  } catch (error) {
    // The lock or the ledger: nothing was begun, so nothing is counted.
    if (!(error instanceof Problem)) throw error;
    return { result: "failed", problem: error, next: new Date(parts.clock.now().getTime() + 60_000) };
  }
}

async function lookAndRecord(lineage: Lineage, wish: Wish, parts: Parts, signal: AbortSignal): Promise<Outcome> {
  const book = await openNotebook(lineage.name, parts.ledger);
  const look: Look = { lineage, wish, parts, rules: parts.rules ?? realRules, book, signal };
  try {
    return await lookAt(look);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return await recordFailure(look, error);
  }
}

async function lookAt(look: Look): Promise<Outcome> {
  const { lineage, wish, parts } = look;
  const current = await parts.store.read(lineage.name);
  if (wish.own ?? current?.own) return await watchOwn(look, current);
  if (wish.dryRun) return await rehearse(look);

  await noticeClock(look);
  const decision = await decideNow(look, current);
  if (decision.act === "issue") {
    if (!wish.breakMyCerts) refuseStagingOverReal(current, wish.directory);
    return await issueIfAllowed(look, current, decision.because);
  }
  // decide only answers keep or deploy when there is a certificate
  const certificate = current as Certificate;
  if (decision.act === "hold") return heldBack(look, certificate);
  if (await isOrderOpen(look, certificate)) return await issueIfAllowed(look, current, phrase`an order was left open`);
  await parts.store.linkSpelling(lineage);
  if (isStaging(wish.directory) && !isStaging(certificate.directory)) parts.say(stagingWaits(lineage));
  return decision.act === "keep"
    ? await keep(look, certificate)
    : await deployOnly(look, certificate, decision.because);
}

/** Else nobody would see before it is due that this can never end well. */
function stagingWaits({ name }: Lineage): string {
  return phrase`warning: ${name} has a certificate that browsers trust, so the staging authority is not asked for another`;
}

/** A clock that was put back says nothing about how far ahead it is any more. */
async function noticeClock({ lineage, parts, book }: Look): Promise<void> {
  const page = book.page();
  if (!page.saved || !wentBack(page, parts.clock.now())) return;
  await book.write((old) => ({ ...old, saved: undefined }));
  parts.say(phrase`${lineage.name}: this host's clock was put back`);
}

/** The authority is only asked about a certificate that is not due anyway. */
async function decideNow(look: Look, current: Certificate | undefined): Promise<Decision> {
  const { lineage, wish, parts, rules, book } = look;
  const now = parts.clock.now();
  const { directory, force, allowSubset = false } = wish;
  const facts = () => {
    const { deployed, window, saved, revoked } = book.page();
    // a person who asks has chosen the hour
    const schedule = wish.byHand ? undefined : wish.schedule;
    return { lineage, current, deployed, window, saved, revoked, schedule, directory, force, allowSubset };
  };
  const early = rules.decide({ ...facts(), window: undefined }, now);
  if (early.act === "issue" || early.act === "hold" || !current) return early;
  await askWindow(look, current);
  return rules.decide(facts(), now);
}

/** What was begun is finished, due or not: the authority may have counted it. One that was saved is dropped. */
async function isOrderOpen({ lineage, wish, parts }: Look, current: Certificate): Promise<boolean> {
  const left = await parts.shelf.read(lineage.name);
  if (!left) return false;
  const saved = await isSaved(left, current, parts.store);
  if (!saved && left.directory === wish.directory) return true;
  await parts.shelf.drop(lineage.name);
  return false;
}

async function keep(look: Look, certificate: Certificate): Promise<Outcome> {
  const mended = await proveAgain(look, certificate);
  if (mended) return mended;
  const { failures, lastProblem } = look.book.page();
  const next = nextLook(look, certificate);
  if (look.wish.schedule && failures > 0 && lastProblem) return { result: "paused", lastProblem, next };
  const due = dueFor(look, certificate);
  return { result: "kept", certificate, due, next };
}

async function deployOnly(look: Look, certificate: Certificate, because: string): Promise<Outcome> {
  const lines = await deploy(look, certificate);
  const due = dueFor(look, certificate);
  return { result: "deployed", certificate, because, lines, due, next: nextLook(look, certificate) };
}
