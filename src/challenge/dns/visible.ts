import { stopwatch } from "../../base/dates.ts";
import type { NameServer, TxtRecord } from "../../model/dns.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { applied } from "../../model/typed-lines.ts";
import type { Query } from "./query.ts";
import { told } from "./zone.ts";

/** One record and the servers that have to show it. */
export interface Expected {
  record: TxtRecord;
  servers: readonly NameServer[];
}

export interface VisibleOptions {
  query: Query;
  wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  now: () => number;
  say: (line: string) => void;
  /** ms; providers publish within seconds, slow secondaries within minutes */
  limitMs: number;
  signal: AbortSignal;
}

interface Pending extends Expected {
  server: NameServer;
  record: TxtRecord;
  /** since when it has not answered for the zone */
  silentSince?: number | undefined;
}

const everyMs = 2000;
/** Most servers show a record at once, others when their primary has told them. */
const firstMs = 250;
/** Longer than a server takes to load a zone again. */
const silentMs = 4000;
const atOnce = 16;

/**
 * Resolves when every server shows every value: the CA may ask any of them. A server that does not answer for the zone is left
 * out and said, as long as another of the same record shows it. Throws Problem `dns-not-visible`.
 */
export async function untilVisible(expected: readonly Expected[], given: VisibleOptions): Promise<void> {
  const now = stopwatch(given.now, 15_000);
  const options = { ...given, now };
  const { wait, limitMs, signal } = options;
  const seen = new Set<TxtRecord>();
  let pending = pairsOf(expected);
  for (let pause = firstMs; ; pause = Math.min(2 * pause, everyMs)) {
    pending = await stillPending(pending, seen, options);
    if (pending.length === 0 || onlySilent(pending, seen, options)) return;
    if (now() >= limitMs) throw notVisible(pending, limitMs);
    await wait(pause, signal);
  }
}

function pairsOf(expected: readonly Expected[]): Pending[] {
  return expected.flatMap((one) => one.servers.map((server) => ({ ...one, server })));
}

async function stillPending(pending: Pending[], seen: Set<TxtRecord>, options: VisibleOptions): Promise<Pending[]> {
  const left: Pending[] = [];
  for (let index = 0; index < pending.length; index += atOnce) {
    const some = pending.slice(index, index + atOnce);
    const began = options.now();
    const asked = await Promise.all(some.map(async (one) => ({ one, state: await stateOf(one, options) })));
    for (const { one, state } of asked) {
      if (state === "shown") seen.add(one.record);
      else left.push({ ...one, silentSince: state === "silent" ? (one.silentSince ?? began) : undefined });
    }
  }
  return left;
}

async function stateOf({ server, record }: Pending, { query, signal }: VisibleOptions) {
  const reply = await query(server, { name: record.fqdn, type: "TXT", recursive: false }, signal);
  // a resolver goes on to another server of the zone
  const isLame = !reply || !told.includes(reply.rcode) || (!reply.authoritative && reply.answers.length === 0);
  if (isLame) return "silent";
  const shown = reply.answers.some(({ type, data }) => type === "TXT" && data === record.value);
  return shown ? "shown" : "other";
}

function onlySilent(pending: readonly Pending[], seen: ReadonlySet<TxtRecord>, { say, now }: VisibleOptions): boolean {
  const isLeftOut = pending.every(
    ({ silentSince = Number.POSITIVE_INFINITY, record }) => now() - silentSince >= silentMs && seen.has(record),
  );
  if (!isLeftOut) return false;
  for (const name of new Set(pending.map(({ server }) => describe(server))))
    say(phrase`warning: the DNS server ${name} does not answer for the zone; the other servers show the record`);
  return true;
}

const describe = ({ name, address }: NameServer) => (name === address ? address : `${name} (${address})`);

function notVisible(pending: readonly Pending[], limitMs: number): Problem {
  const servers = [...new Set(pending.map(({ server }) => describe(server)))].slice(0, 4).join(", ");
  const [first] = pending;
  const record = first?.record;
  return new Problem({
    code: "dns-not-visible",
    message: phrase`${servers} did not show the TXT record of ${record?.fqdn ?? ""} within ${limitMs / 1000} s; the CA was not asked`,
    fix: applied(
      phrase`check that the DNS servers of ${record?.zone ?? ""} at your registrar are those of your DNS provider; if they are slow, set DNS_PROPAGATION_TIMEOUT=600 in httpsidecar.env`,
    ),
    retry: "soon",
    ...(record && { names: [record.domain] }),
  });
}
