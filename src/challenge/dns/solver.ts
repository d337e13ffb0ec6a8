import { createHash, randomBytes } from "node:crypto";
import { ms } from "../../base/dates.ts";
import type { Challenge, ChallengeSolver } from "../../model/challenge.ts";
import type { TxtRecord } from "../../model/dns.ts";
import { phrase } from "../../model/phrase.ts";
import { type DnsOptions, type DnsRecords, dnsRecords } from "./records.ts";

const placeMs = 120_000;
/** DNS_PROPAGATION_TIMEOUT may be an hour. */
const longestRunMs = 2 * ms.hour;

/** dns-01 (RFC 8555 section 8.4). What a killed run left in DNS is removed before the first record of a run is made. */
export function dnsSolver(options: DnsOptions): ChallengeSolver {
  const records = dnsRecords(options);
  const known = new Map<string, TxtRecord>();
  let swept: Promise<void> | undefined;
  const sweepOnce = () => (swept ??= sweep(records, options));
  return {
    type: "dns-01",
    sweep: sweepOnce,
    async present(challenge) {
      await sweepOnce();
      const record = await records.place(challenge.domain, txtValue(challenge), AbortSignal.timeout(placeMs));
      known.set(keyOf(challenge), record);
      await records.add(record);
    },
    settle: (challenges, signal) =>
      records.settle(
        challenges.flatMap((challenge) => known.get(keyOf(challenge)) ?? []),
        signal,
      ),
    async cleanUp(challenge) {
      const record = known.get(keyOf(challenge)) ?? (await writtenDown(challenge, options));
      if (record) await records.remove(record);
    },
  };
}

/**
 * Presents a record of its own for each name, sees them all and removes them, so that a wrong key or zone costs no
 * validation. Throws Problem, the first.
 */
export async function probeDns(domains: readonly string[], options: DnsOptions, signal: AbortSignal): Promise<void> {
  const records = dnsRecords(options);
  await sweepOld(records, options);
  const made: TxtRecord[] = [];
  try {
    for (const domain of domains) {
      const record = await records.place(domain, probeValue(), signal);
      made.push(record);
      await records.add(record, signal);
    }
    await records.settle(made, signal);
  } catch (error) {
    await Promise.allSettled(made.map((record) => records.remove(record)));
    throw error;
  }
  await Promise.all(made.map((record) => records.remove(record)));
}

const probeValue = () => `httpsidecar-probe-${randomBytes(12).toString("hex")}`;

/** RFC 8555 section 8.4 */
export function txtValue({ keyAuthorization }: Pick<Challenge, "keyAuthorization">): string {
  return createHash("sha256").update(keyAuthorization).digest("base64url");
}

const keyOf = ({ domain, token }: Challenge) => `${domain} ${token}`;

/** What an earlier process presented for this challenge. */
async function writtenDown(challenge: Challenge, { presented }: DnsOptions): Promise<TxtRecord | undefined> {
  const value = txtValue(challenge);
  return (await presented.read()).find((record) => record.value === value && record.domain === challenge.domain);
}

async function sweep(records: DnsRecords, { presented, say }: DnsOptions, left?: readonly TxtRecord[]): Promise<void> {
  for (const record of left ?? (await presented.read())) {
    await records.remove(record).catch((error: Error) => {
      say(phrase`warning: the TXT record of an earlier run at ${record.fqdn} could not be removed: ${error.message}`);
    });
  }
}

/** A check runs beside an order of another process, whose records are younger. */
async function sweepOld(records: DnsRecords, options: DnsOptions): Promise<void> {
  const before = options.now() - longestRunMs;
  const old = (await options.presented.read()).filter(({ at = 0 }) => at < before);
  await sweep(records, options, old);
}
