import { serialQueue } from "../../base/queue.ts";
import { recordLabels } from "../../model/challenge.ts";
import type { DnsProvider, NameServer, PresentedRecords, TxtRecord } from "../../model/dns.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { type Located, locateRecord } from "./locate.ts";
import { type Expected, untilVisible, type VisibleOptions } from "./visible.ts";
import type { ResolverOptions } from "./zone.ts";

export interface DnsOptions extends Omit<VisibleOptions, "signal">, Pick<ResolverOptions, "outside"> {
  provider: DnsProvider;
  presented: PresentedRecords;
  resolvers: readonly NameServer[];
  /** port of authoritative servers; 53 but in tests */
  port?: number;
  /** ms to wait where none of the zone's servers can be asked from here */
  blindMs: number;
}

/** What the core does with records, with any provider. All throw Problem. */
export interface DnsRecords {
  /** Where the record of a name stands: behind its CNAME, in its zone. Asked once a name and run. */
  place(domain: string, value: string, signal: AbortSignal): Promise<TxtRecord>;
  /** Written down before it is made. Records are made and removed one by one: APIs read and write all values of a name. */
  add(record: TxtRecord, signal?: AbortSignal): Promise<void>;
  remove(record: TxtRecord): Promise<void>;
  /** Resolves when every authoritative server shows every record. */
  settle(records: readonly TxtRecord[], signal: AbortSignal): Promise<void>;
}

/** A provider's API may be slow, and a zone may be locked by another change. */
const providerMs = 120_000;

export function dnsRecords(options: DnsOptions): DnsRecords {
  const { provider, presented } = options;
  const locate = locating(options);
  const changes = serialQueue();
  return {
    async place(domain, value, signal) {
      const { zone, fqdn } = await locate(domain, signal);
      return { zone, fqdn, value, domain };
    },
    add: (record, signal) =>
      changes.run(async () => {
        await presented.add(record);
        const end = signal ?? AbortSignal.timeout(providerMs);
        await patiently(() => provider.present(record, end), options, end);
      }),
    remove: (record) =>
      changes.run(async () => {
        const end = AbortSignal.timeout(providerMs);
        await patiently(() => provider.cleanUp(record, end), options, end);
        await presented.remove(record);
      }),
    async settle(records, signal) {
      const expectedOf = async (record: TxtRecord) => ({
        record,
        servers: (await locate(record.domain, signal)).servers,
      });
      const expected = await Promise.all(records.map(expectedOf));
      await untilVisible(expected, { ...options, signal });
      await waitBlindly(expected, options, signal);
    },
  };
}

const pausesMs = [2000, 5000, 10_000, 20_000];
const longestPauseMs = 60_000;

/**
 * Many names make many calls, and APIs let few through in a second: those are not asked to start over by another order.
 * An API that names a later moment is not asked again before it.
 */
async function patiently(change: () => Promise<void>, { wait }: DnsOptions, signal: AbortSignal): Promise<void> {
  for (const pause of pausesMs) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "dns-api-busy") throw error;
      const told = typeof error.retry === "object" ? error.retry.notBefore.getTime() - Date.now() : 0;
      if (told > longestPauseMs) throw error;
      await wait(Math.max(pause, told), signal).catch(() => Promise.reject(error));
    }
  }
  await change();
}

/** The way there is said where it has a CNAME. */
function locating(options: DnsOptions): (domain: string, signal: AbortSignal) => Promise<Located> {
  const found = new Map<string, Promise<Located>>();
  const find = async (domain: string, signal: AbortSignal) => {
    const located = await locateRecord(`${recordLabels["dns-01"]}.${domain}`, { ...options, signal });
    const { inside = [], zone, servers } = located;
    if (inside.length > 0)
      options.say(
        phrase`this host's resolver names private servers for ${zone} (${namesOf(inside)}); a public CA asks others, so the record is looked for at ${namesOf(servers)}`,
      );
    if (located.hops.length > 1) options.say(phrase`${located.hops.join(" → ")} (CNAME), in the zone ${located.zone}`);
    return located;
  };
  return (domain, signal) => {
    const known = found.get(domain) ?? find(domain, signal);
    found.set(domain, known);
    known.catch(() => found.delete(domain));
    return known;
  };
}

const namesOf = (servers: readonly NameServer[]) =>
  [...new Set(servers.map(({ name }) => name))].slice(0, 4).join(", ");

/** Some networks close port 53 outwards: nothing can be seen then, so only time helps. */
async function waitBlindly(expected: readonly Expected[], options: DnsOptions, signal: AbortSignal): Promise<void> {
  const { blindMs, wait, say } = options;
  const blind = expected.filter(({ servers }) => servers.length === 0);
  if (blind.length === 0) return;
  const zones = [...new Set(blind.map(({ record }) => record.zone))].join(", ");
  say(
    phrase`no DNS server of ${zones} can be asked from here (port 53 is closed?): waiting ${blindMs / 1000} s instead`,
  );
  await wait(blindMs, signal);
}
