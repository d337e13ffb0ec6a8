import { createHash, randomBytes } from "node:crypto";
import { ms } from "../../base/dates.ts";
import type { Challenge, ChallengeSolver } from "../../model/challenge.ts";
import type { PresentedRecord, TxtRecord } from "../../model/dns.ts";
import { phrase } from "../../model/phrase.ts";
import { type DnsOptions, type DnsRecords, dnsRecords } from "./records.ts";

const placeMs = 120_000;
/** DNS_PROPAGATION_TIMEOUT may be an hour. */
const longestRunMs = 2 * ms.hour;

/**
 * dns-01 (RFC 8555 section 8.4). What a killed run left in DNS is removed before the first record of a run is made. Orders
 * follow one another by the lock; a check, whose probe it may be, and an order run beside each other.
 */
export function dnsSolver(options: DnsOptions): ChallengeSolver {
  const records = dnsRecords(options);
  const known = new Map<string, TxtRecord>();
  let swept: Promise<void> | undefined;
  const sweepOnce = () => (swept ??= sweep(records, options, (record) => !isProbe(record)));
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
  await sweep(records, options, () => false);
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

const probePrefix = "httpsidecar-probe-";
const probeValue = () => `${probePrefix}${randomBytes(12).toString("hex")}`;
const isProbe = ({ value }: TxtRecord) => value.startsWith(probePrefix);

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

/** Removes what is too old to be in use, and of the rest what `isLeft` says that no process is at work with. */
async function sweep(records: DnsRecords, options: DnsOptions, isLeft: (record: TxtRecord) => boolean): Promise<void> {
  const now = options.now();
  // one of the future is of before the clock was set back
  const isYoung = ({ at = 0 }: PresentedRecord) => at <= now && at >= now - longestRunMs;
  for (const record of await options.presented.read()) {
    if (isYoung(record) && !isLeft(record)) continue;
    await records.remove(record).catch((error: Error) => {
      options.say(
        phrase`warning: the TXT record of an earlier run at ${record.fqdn} could not be removed: ${error.message}`,
      );
    });
  }
}
