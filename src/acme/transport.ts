import { ms } from "../base/dates.ts";
import type { Queue } from "../base/queue.ts";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import { type Directory, parseDirectory } from "./directory.ts";
import type { Answer } from "./message.ts";
import { accepted, isBadNonce, missing } from "./refusal.ts";
import { retry, type Wait } from "./retry.ts";
import { parseRetryAfter } from "./retry-after.ts";
import type { Wire } from "./wire.ts";

export interface TransportOptions {
  wire: Wire;
  directoryUrl: string;
  /** remembers the directory between sessions */
  directories?: DirectoryMemory;
  signal: AbortSignal;
  wait: Wait;
  now: () => Date;
}

/** The directory of one CA, kept between two sessions of a process; forgotten after a failure. */
export interface DirectoryMemory {
  known?: { directory: Directory; until: number } | undefined;
  /** the request under way, for all that need it meanwhile */
  reading?: Promise<Directory> | undefined;
  /** what is not asked until then, and why */
  quiet?: Map<string, { until: number; problem: Problem }>;
  /** two that find no account at once would make two, and later neither of them could be chosen */
  registering?: Queue;
}

/** Twice the time between two ARI requests: a renewal in the loop needs no directory request of its own. */
const rememberedMs = 12 * ms.hour;

/** The HTTP client that acme-client uses; `getDirectory`, `getNonce` and `request` are acme-client's own names. */
export interface Transport {
  getDirectory(): Promise<Directory>;
  get(url: string): Promise<Answer>;
  getNonce(): Promise<string>;
  request(url: string, method: string, options: { data: unknown }): Promise<Answer>;
  /** Retries where it may help; each try must be signed again, since a nonce that went out once may be used up. */
  insist(signed: () => Promise<Answer>): Promise<Answer>;
  /** From now on, POSTs to this address may take minutes. */
  expectSlow(url: string): void;
}

/** Everything throws Problem, or the signal's reason. */
export function acmeTransport({
  wire,
  directoryUrl,
  directories = {},
  signal,
  wait,
  now,
}: TransportOptions): Transport {
  const { nonces, pace } = wire.toward(directoryUrl);
  const slow = new Set<string>();
  const forgetAndWait: Wait = (ms) => {
    nonces.clear();
    return wait(ms, signal);
  };
  const patience = { signal, now, wait: forgetAndWait };
  const insist = (signed: () => Promise<Answer>) => retry(signed, { ...patience, mayLag: true });
  const ask = (url: string, method: "GET" | "HEAD") =>
    retry(() => wire.send({ method, url }, signal), { ...patience, mayLag: false });
  const get = async (url: string) => accepted(await ask(url, "GET"), now());
  let directory: Promise<Directory> | undefined;

  async function getDirectory(): Promise<Directory> {
    directory ??= recall(directories, now, async () => parseDirectory(await get(directoryUrl), directoryUrl));
    return directory;
  }
  async function getNonce(): Promise<string> {
    return nonces.take() ?? (await freshNonce((await getDirectory()).newNonce, ask, now));
  }
  async function request(url: string, _method: string, { data }: { data: unknown }): Promise<Answer> {
    await pace.turn(signal);
    const answer = await wire.send({ method: "POST", url, body: data, slow: slow.has(url) }, signal);
    if (isBusy(answer)) pace.hold(parseRetryAfter(answer.headers["retry-after"], now()) ?? 0);
    // acme-client itself takes the nonce of a badNonce response for its next try
    if (!isBadNonce(answer)) nonces.put(nonceOf(answer));
    return answer;
  }
  return { getDirectory, get, getNonce, request, insist, expectSlow: (url) => void slow.add(url) };
}

async function recall(memory: DirectoryMemory, now: () => Date, read: () => Promise<Directory>): Promise<Directory> {
  const time = now().getTime();
  if (memory.known && memory.known.until > time) return memory.known.directory;
  // the one that reads may have been stopped
  const shared = await memory.reading?.catch(() => undefined);
  if (shared) return shared;
  memory.reading = read();
  try {
    const directory = await memory.reading;
    memory.known = { directory, until: time + rememberedMs };
    return directory;
  } finally {
    memory.reading = undefined;
  }
}

const isBusy = ({ status }: Answer) => status === 429 || status === 503;

type Ask = (url: string, method: "GET" | "HEAD") => Promise<Answer>;

/** GET, since Node gives up the connection after a HEAD without a length; HEAD where the CA knows nothing else. */
async function freshNonce(url: string, ask: Ask, now: () => Date): Promise<string> {
  const answer = await ask(url, "GET");
  const headOnly = [404, 405, 501].includes(answer.status);
  return nonceOf(accepted(headOnly ? await ask(url, "HEAD") : answer, now())) ?? missing(phrase`a nonce`);
}

function nonceOf({ headers }: Answer): string | undefined {
  const nonce = headers["replay-nonce"];
  // two of one name are joined by a comma, which no nonce has in it (RFC 8555 section 6.5.1)
  return typeof nonce === "string" ? nonce.split(",")[0]?.trim() : undefined;
}
