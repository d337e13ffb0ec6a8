import { day, minute } from "../base/dates.ts";
import type { Certificate } from "../model/lineage.ts";
import { isStaging } from "../model/lineage-identity.ts";
import type { Outcome } from "../model/outcome.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { askAuthority } from "./ask-authority.ts";
import { deploy, handOver, proveAgain } from "./deploying.ts";
import { orFewer } from "./fewer-names.ts";
import { clockError } from "./lifetime.ts";
import { dueFor, nextCheck } from "./next-check.ts";
import type { LineageCheck } from "./parts.ts";
import { afterSuccess } from "./pauses.ts";
import { aboutOf, entryAbout } from "./permission.ts";
import { type IssuePlan, planFor } from "./plan.ts";
import { recordFailure } from "./record-failure.ts";
import { refusal } from "./refusing.ts";
import { rehearseFirst } from "./rehearsing.ts";

/** Issues unless a pause or a limit holds it back; a failure counts for this CA, account and these names. */
export async function issueIfAllowed(
  check: LineageCheck,
  current: Certificate | undefined,
  because: string,
): Promise<Outcome> {
  const plan = await planFor(check, current);
  await check.session.note((entry) => entryAbout(entry, plan.about));
  const refused = refusal(check, plan);
  if (refused) return (current && (await keepServing(check, current))) ?? refused;
  try {
    return await orFewer(check, (each) => issueFor(each, each === check ? plan : undefined, current, because));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return await recordFailure(check, error, { ...plan, about: await aboutNow(check, plan) });
  }
}

/** A failure counts for all names; holds on fewer of them are checked here. */
async function issueFor(
  check: LineageCheck,
  known: IssuePlan | undefined,
  current: Certificate | undefined,
  because: string,
): Promise<Outcome> {
  const plan = known ?? (await planFor(check, current));
  const refused = known === undefined ? refusal(check, plan) : undefined;
  return refused ?? (await issue(check, plan, because));
}

/** The try may have registered the account: its failure is about that one, or the next start would not find it. */
async function aboutNow({ parts }: LineageCheck, { directory, names }: IssuePlan): Promise<string> {
  return aboutOf(directory, (await parts.accounts.find(directory))?.id, names);
}

/** While a renewal waits, the present certificate is served. */
async function keepServing(check: LineageCheck, current: Certificate): Promise<Outcome | undefined> {
  if (check.session.entry().deployed === current.fingerprint) return await proveAgain(check, current);
  await handOver(check, current);
  return undefined;
}

/** A certificate that browsers trust is never replaced by one that they do not. */
export function refuseStagingOverReal(current: Certificate | undefined, directory: string): void {
  if (!current || isStaging(current.directory) || !isStaging(directory)) return;
  throw new Problem({
    code: "staging-over-production",
    message: phrase`${current.name} has a certificate that browsers trust; a staging one will not replace it`,
    fix: phrase`remove --staging (or --test-cert, or its --server) from CERTBOT_OPTIONS in .env, then: docker compose up -d certbot`,
    retry: "look",
  });
}

async function issue(check: LineageCheck, plan: IssuePlan, because: string): Promise<Outcome> {
  const { lineage, parts } = check;
  await prepare(check, plan);
  parts.say(phrase`${lineage.name}: asking for a certificate: ${because}`);
  sayOtherAuthority(check, plan);
  if (!plan.life) await sayWhatIsLost(check);
  const certificate = await parts.store.save(lineage, await askAuthority(check, plan));
  await noteSaved(check, certificate);
  await parts.store.linkTypedName(lineage);
  parts.say(phrase`${lineage.name}: certificate saved, serial ${certificate.serial}`);
  const { lines } = await deploy(check, certificate);
  const due = dueFor(check, certificate);
  return { result: "renewed", certificate, because, lines, due, next: nextCheck(check, certificate) };
}

/** The operator named another CA than the certificate's: said before the account is made. */
function sayOtherAuthority({ lineage, parts }: LineageCheck, { current, directory }: IssuePlan): void {
  const before = current?.directory;
  if (before === undefined || before === directory || isStaging(before)) return;
  const host = (url: string) => URL.parse(url)?.host ?? url;
  parts.say(
    phrase`${lineage.name}: it came from ${host(before)}, and the next one comes from ${host(directory)} (--server)`,
  );
}

/**
 * A lost volume: the ledger exists without the certificate, or nothing exists and nginx still serves the old one. Where
 * nginx was restarted as well, it is unknowable.
 */
async function sayWhatIsLost({ lineage, parts, session }: LineageCheck): Promise<void> {
  const { saved } = session.entry();
  const care = phrase`make sure that the whole folder is kept, since a CA issues only five a week`;
  if (saved) {
    const ordered = day(saved.orderedAt);
    return parts.say(phrase`warning: ${lineage.name} had a certificate, ordered on ${ordered}, that is gone; ${care}`);
  }
  const shown = await parts.deployer.shown(lineage);
  if (!shown) return;
  const which = phrase`by ${shown.issuer} until ${day(shown.notAfter)}, serial ${shown.serial}`;
  const where = phrase`that is not in the certificates' folder: it was emptied, or another one is mounted`;
  parts.say(phrase`warning: nginx serves a certificate of ${lineage.name} (${which}) ${where}; ${care}`);
}

/** Everything that can be known before the CA is asked. */
async function prepare(check: LineageCheck, plan: IssuePlan): Promise<void> {
  const { lineage, parts, session, signal } = check;
  parts.authority.expectIssue();
  await parts.store.checkWritable(lineage);
  const doubts = await parts.preflight.check(lineage, { mend: true, signal });
  for (const doubt of doubts) parts.say(`warning: ${doubt}`);
  if (doubts.length > 0 || session.entry().rehearse) await rehearseFirst(check, plan);
}

async function noteSaved({ lineage, leftOut, parts, session }: LineageCheck, certificate: Certificate): Promise<void> {
  // an order that was continued days later is old by then, and the clock may be right
  const at = session.entry().orders.at(-1)?.at ?? parts.clock.now();
  const saved = { fingerprint: certificate.fingerprint, orderedAt: at, ...(leftOut && { leftOut }) };
  const ordered = { fingerprint: certificate.fingerprint, names: lineage.domains };
  await session.write((entry) => ({ ...afterSuccess(entry), saved, ordered, window: undefined, revoked: undefined }));
  await parts.pendingOrders.drop(lineage.name);
  if (clockError(certificate, at) === 0) return;
  const clocks = phrase`${minute(at)} here, about ${minute(certificate.notBefore)} at the CA`;
  parts.say(phrase`warning: this host's clock is wrong (${clocks}); fix: timedatectl set-ntp true`);
}
