import type {
  CertificateAuthority,
  Clock,
  Deployer,
  Ledger,
  LedgerPage,
  LineageStore,
  Preflight,
  Print,
} from "../model/contracts.ts";
import type { Certificate, Lineage } from "../model/lineage.ts";
import type { Outcome } from "../model/outcome.ts";
import { Problem } from "../model/problem.ts";
import { decide, dueAt, isStaging } from "./decide.ts";
import { afterFailure, afterSuccess } from "./pauses.ts";

/** Every part that a renewal needs, handed in by assemble. */
export interface Parts {
  store: LineageStore;
  ledger: Ledger;
  preflight: Preflight;
  authority: CertificateAuthority;
  /** the staging twin of a production authority, asked first when there are doubts */
  rehearsal: CertificateAuthority | undefined;
  deployer: Deployer;
  clock: Clock;
  random: () => number;
  /** steps, for those who watch */
  say: Print;
}

/** What this run is for. */
export interface Wish {
  /** ACME directory that is asked */
  directory: string;
  force: boolean;
  dryRun: boolean;
  /** a person asked: a pause does not hold it back */
  byHand: boolean;
}

interface Look {
  lineage: Lineage;
  wish: Wish;
  parts: Parts;
  page: LedgerPage;
  signal: AbortSignal;
}

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
  const page = await parts.ledger.read(lineage.name);
  try {
    return await lookAt({ lineage, wish, parts, page, signal });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return await recordFailure(lineage, parts, error);
  }
}

async function lookAt(look: Look): Promise<Outcome> {
  const { lineage, wish, parts, page } = look;
  if (wish.dryRun) return await rehearse(look);

  const current = await parts.store.read(lineage.name);
  const { directory, force } = wish;
  const decision = decide({ lineage, current, deployed: page.deployed, directory, force }, parts.clock.now());
  if (decision.act === "issue") {
    refuseStagingOverReal(current, directory);
    return await issueUnlessPaused(look, decision.because);
  }
  // decide only answers keep or deploy when there is a certificate
  const certificate = current as Certificate;
  await parts.store.linkSpelling(lineage);
  if (decision.act === "keep") return { result: "kept", certificate, next: decision.until };

  const lines = await deploy(look, certificate);
  return { result: "deployed", certificate, because: decision.because, lines, next: dueAt(certificate) };
}

/** A certificate that browsers trust is never exchanged for one that they do not. */
function refuseStagingOverReal(current: Certificate | undefined, directory: string): void {
  if (!current || isStaging(current.directory) || !isStaging(directory)) return;
  throw new Problem({
    code: "staging-over-production",
    message: `${current.name} has a certificate that browsers trust; a staging one will not replace it`,
    fix: "remove --staging (or --test-cert) from CERTBOT_OPTIONS, then: docker compose up -d certbot",
    retry: "look",
  });
}

async function issueUnlessPaused(look: Look, because: string): Promise<Outcome> {
  const { page, wish, parts } = look;
  const { notBefore } = page;
  if (notBefore && notBefore > parts.clock.now() && !wish.byHand) {
    return { result: "paused", lastProblem: page.lastProblem ?? "an earlier try failed", next: notBefore };
  }
  return await issue(look, because);
}

async function issue(look: Look, because: string): Promise<Outcome> {
  const { lineage, parts, signal } = look;
  parts.say(`${lineage.name}: asking for a certificate: ${because}`);
  await parts.store.checkWritable(lineage);
  const doubts = await parts.preflight.check(lineage, { mend: true, signal });
  for (const doubt of doubts) parts.say(`warning: ${doubt}`);
  if (doubts.length > 0) await rehearseFirst(look);

  const issued = await parts.authority.issue(lineage, signal);
  const certificate = await parts.store.save(lineage, issued);
  await parts.store.linkSpelling(lineage);
  parts.say(`${lineage.name}: certificate saved, serial ${certificate.serial}`);
  const lines = await deploy(look, certificate);
  return { result: "renewed", certificate, because, lines, next: dueAt(certificate) };
}

/** What cannot be known from here is tried where a failure costs nothing. */
async function rehearseFirst({ lineage, parts, signal }: Look): Promise<void> {
  if (!parts.rehearsal) return;
  parts.say(`${lineage.name}: rehearsing at the staging authority first`);
  await parts.rehearsal.issue(lineage, signal);
}

async function deploy({ lineage, parts, page }: Look, certificate: Certificate): Promise<readonly string[]> {
  // The CA has done its part: what follows is between us and nginx, and is no reason for a pause.
  await parts.ledger.write(lineage.name, afterSuccess(page));
  const { https, lines } = await parts.deployer.deploy(lineage, certificate);
  if (https === "on") {
    await parts.ledger.write(lineage.name, { ...afterSuccess(page), deployed: certificate.fingerprint });
  }
  return lines;
}

async function rehearse({ lineage, parts, signal }: Look): Promise<Outcome> {
  const doubts = await parts.preflight.check(lineage, { mend: false, signal });
  for (const doubt of doubts) parts.say(`warning: ${doubt}`);
  await parts.authority.issue(lineage, signal);
  return { result: "rehearsed", next: new Date(parts.clock.now().getTime() + 24 * 60 * 60 * 1000) };
}

async function recordFailure(lineage: Lineage, parts: Parts, problem: Problem): Promise<Outcome> {
  // Read again: deploy() may have written since.
  const page = await parts.ledger.read(lineage.name);
  const setback = afterFailure(page, problem, parts.clock.now(), parts.random);
  await parts.ledger.write(lineage.name, setback.page);
  return { result: "failed", problem, next: setback.next };
}
