import { createHash } from "node:crypto";
import type { Challenge, ChallengeSolver } from "../../model/challenge.ts";
import type { TxtRecord } from "../../model/dns.ts";
import { phrase } from "../../model/phrase.ts";
import { type DnsOptions, type DnsRecords, dnsRecords } from "./records.ts";

const placeMs = 120_000;

/** dns-01 (RFC 8555 section 8.4). What a killed run left in DNS is removed before the first record of a run is made. */
export function dnsSolver(options: DnsOptions): ChallengeSolver {
  const records = dnsRecords(options);
  const known = new Map<string, TxtRecord>();
  let swept: Promise<void> | undefined;
  return {
    type: "dns-01",
    async present(challenge) {
      swept ??= sweep(records, options);
      await swept;
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

/** Presents a record of its own, sees it and removes it, so that a wrong key or zone costs no validation. Throws Problem. */
export async function probeDns(domain: string, value: string, options: DnsOptions, signal: AbortSignal): Promise<void> {
  const records = dnsRecords(options);
  const record = await records.place(domain, value, signal);
  try {
    await records.add(record, signal);
    await records.settle([record], signal);
  } finally {
    await records.remove(record);
  }
}

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

async function sweep(records: DnsRecords, { presented, say }: DnsOptions): Promise<void> {
  for (const record of await presented.read()) {
    await records.remove(record).catch((error: Error) => {
      say(phrase`warning: the TXT record of an earlier run at ${record.fqdn} could not be removed: ${error.message}`);
    });
  }
}
