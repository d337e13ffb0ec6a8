import { later, ms } from "../base/dates.ts";
import type { Certificate, Lineage } from "../model/lineage.ts";
import { isOrderOf, isStaging, lineageIdentity, sameNames } from "../model/lineage-identity.ts";
import type { Decision, Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { Problem, problemToUndefined } from "../model/problem.ts";
import { askWindow } from "./ask-window.ts";
import { deploy, deployedOutcome, proveAgain } from "./deploying.ts";
import { isElsewhere, watchElsewhere } from "./elsewhere.ts";
import { watchImported } from "./imported.ts";
import { issueIfAllowed, refuseStagingOverReal } from "./issuing.ts";
import { wentBack } from "./lifetime.ts";
import { dueFor, nextCheck } from "./next-check.ts";
import { isSaved } from "./open-order.ts";
import { type LineageCheck, openLedgerSession, type Parts, type RunOptions } from "./parts.ts";
import { recordFailure } from "./record-failure.ts";
import { revokedOutcome } from "./revoking.ts";
import { realRules } from "./rules.ts";

/**
 * The one way to renew, for the loop and for update-cert: checks, and does what is due. Expected failures are outcomes;
 * anything thrown is a bug or the signal.
 */
export async function updateLineage(
  lineage: Lineage,
  options: RunOptions,
  parts: Parts,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await parts.store.exclusively(async () => {
      try {
        return await checkAndRecord(lineage, options, parts, signal);
      } finally {
        await parts.ledger.settle();
      }
    });
  } catch (error) {
    // the lock or the ledger: nothing was begun, so nothing is counted
    if (!(error instanceof Problem)) throw error;
    return { result: "failed", problem: error, next: later(parts.clock.now(), ms.minute) };
  }
}

async function checkAndRecord(
  lineage: Lineage,
  options: RunOptions,
  parts: Parts,
  signal: AbortSignal,
): Promise<Outcome> {
  const session = await openLedgerSession(lineage.name, parts.ledger);
  const given = { lineage, options, parts, rules: parts.rules ?? realRules, session, signal };
  try {
    return await checkLineage(await identified(given));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return await recordFailure(given, error);
  }
}

/** The check with the lineage as it will be: kept names are ordered too. */
async function identified(given: Omit<LineageCheck, "identity">): Promise<LineageCheck> {
  const { options, parts, session } = given;
  const { asked, saved, ordered } = session.entry();
  const identity = lineageIdentity({
    ...{ ...options, lineage: given.lineage, asked, saved, ordered },
    current: await parts.store.read(given.lineage.name),
    account: await accountIn(parts, options.directory),
  });
  return { ...given, identity, lineage: identity.lineage };
}

/** An unreadable or ambiguous account matters only once it is needed. */
async function accountIn({ accounts }: Parts, directory: string): Promise<string | undefined> {
  return (await accounts.find(directory).catch(problemToUndefined))?.id;
}

async function checkLineage(check: LineageCheck): Promise<Outcome> {
  const { lineage, options, parts, identity } = check;
  const { current } = identity;
  if (options.imported ?? current?.imported) return await watchImported(check, current);

  if (current && isElsewhere(current, options.takeOver)) return await watchElsewhere(check, current);

  await noticeClock(check);
  await noteNames(check);
  const decision = await decideNow(check, current);
  if (decision.act === "issue") {
    if (!options.breakMyCerts) refuseStagingOverReal(current, options.directory);
    return await issueIfAllowed(check, current, decision.because);
  }
  // decide only answers keep or deploy when there is a certificate
  const certificate = current as Certificate;
  if (decision.act === "hold") return revokedOutcome(check, certificate);
  if (await isOrderOpen(check, certificate))
    return await issueIfAllowed(check, current, phrase`an order was left open`);
  await parts.store.linkTypedName(lineage);
  if (isStaging(options.directory) && !isStaging(certificate.directory)) parts.say(stagingWaits(lineage));
  return decision.act === "keep"
    ? await keep(check, certificate)
    : await deployOnly(check, certificate, decision.because);
}

/** Else only the due date would show that this can never succeed. */
function stagingWaits({ name }: Lineage): string {
  return phrase`warning: ${name} has a certificate that browsers trust, so the staging CA is not asked for another`;
}

/** After a clock was put back, it is unknown how far ahead it is. */
async function noticeClock({ lineage, parts, session }: LineageCheck): Promise<void> {
  const entry = session.entry();
  if (!entry.saved || !wentBack(entry, parts.clock.now())) return;
  await session.note((old) => ({ ...old, saved: undefined }));
  parts.say(phrase`${lineage.name}: this host's clock was put back`);
}

/** The names asked for now tell later which were removed. Names that stay without being asked for are reported once. */
async function noteNames({ identity, parts, session }: LineageCheck): Promise<void> {
  const { asked, staying, lineage } = identity;
  if (sameNames(asked, session.entry().asked ?? [])) return;
  await session.note((entry) => ({ ...entry, asked }));
  if (staying.length === 0) return;
  const keep = `CERTBOT_DOMAIN=${lineage.domains.join(",")}`;
  const drop = `docker compose exec certbot update-cert -d ${asked.join(",")}`;
  parts.say(
    phrase`${lineage.name}: ${staying.join(", ")} stays in the certificate, although CERTBOT_DOMAIN does not name it`,
  );
  parts.say(phrase`  to keep it: ${keep} in .env; to drop it: ${drop}`);
}

/** The CA is only asked about a certificate that is not due anyway. */
async function decideNow(check: LineageCheck, current: Certificate | undefined): Promise<Decision> {
  const { options, parts, rules, session, identity } = check;
  const now = parts.clock.now();
  const { force } = options;
  const facts = () => {
    const { deployed, window, saved, revoked } = session.entry();
    const schedule = options.onCommand ? undefined : options.schedule;
    return { identity, deployed, window, saved, revoked, schedule, force };
  };
  const early = rules.decide({ ...facts(), window: undefined }, now);
  if (early.act === "issue" || early.act === "hold" || !current) return early;
  await askWindow(check, current);
  return rules.decide(facts(), now);
}

/** A begun order is finished, due or not: the CA may have counted it. A saved one is dropped. */
async function isOrderOpen({ lineage, identity, parts }: LineageCheck, current: Certificate): Promise<boolean> {
  const left = await parts.pendingOrders.read(lineage.name);
  if (!left) return false;
  if (isOrderOf(left, identity) && !(await isSaved(left, current, parts.store))) return true;
  await parts.pendingOrders.drop(lineage.name);
  return false;
}

async function keep(check: LineageCheck, certificate: Certificate): Promise<Outcome> {
  const mended = await proveAgain(check, certificate);
  if (mended) return mended;
  const { failures, lastProblem } = check.session.entry();
  const next = nextCheck(check, certificate);
  if (check.options.schedule && failures > 0 && lastProblem) return { result: "paused", lastProblem, next };
  const due = dueFor(check, certificate);
  return { result: "kept", certificate, due, next };
}

async function deployOnly(check: LineageCheck, certificate: Certificate, because: string): Promise<Outcome> {
  return deployedOutcome(check, certificate, await deploy(check, certificate), because);
}
