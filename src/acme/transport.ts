import { phrase } from "../model/phrase.ts";
import { type Directory, parseDirectory } from "./directory.ts";
import type { Answer } from "./message.ts";
import { noncePool } from "./nonces.ts";
import { accepted, isBadNonce, missing } from "./refusal.ts";
import { retry, type Wait } from "./retry.ts";
import type { Wire } from "./wire.ts";

export interface TransportOptions {
  wire: Wire;
  directoryUrl: string;
  signal: AbortSignal;
  wait: Wait;
  now: () => Date;
}

/** What acme-client's HTTP client is made of here; `getDirectory`, `getNonce` and `request` are acme-client's own names. */
export interface Transport {
  getDirectory(): Promise<Directory>;
  /** Without a signature. */
  get(url: string): Promise<Answer>;
  getNonce(): Promise<string>;
  request(url: string, method: string, options: { data: unknown }): Promise<Answer>;
  /** Tries anew where it may help; each try is to be signed anew, since a nonce that went out once may be used up. */
  insist(attempt: () => Promise<Answer>): Promise<Answer>;
}

/** Everything it gives throws Problem, or the signal's reason. */
export function acmeTransport({ wire, directoryUrl, signal, wait, now }: TransportOptions): Transport {
  const nonces = noncePool();
  const forgetAndWait: Wait = (ms) => {
    nonces.clear();
    return wait(ms, signal);
  };
  const insist = (attempt: () => Promise<Answer>) => retry(attempt, { signal, now, wait: forgetAndWait });
  const get = async (url: string) => accepted(await insist(() => wire.send({ method: "GET", url }, signal)), now());
  let directory: Promise<Directory> | undefined;

  async function getDirectory(): Promise<Directory> {
    directory ??= get(directoryUrl).then((answer) => parseDirectory(answer, directoryUrl));
    return directory;
  }
  /** GET and not HEAD: Node gives up the connection after a HEAD without a length. */
  async function getNonce(): Promise<string> {
    return nonces.take() ?? nonceOf(await get((await getDirectory()).newNonce)) ?? missing(phrase`a nonce`);
  }
  async function request(url: string, _method: string, { data }: { data: unknown }): Promise<Answer> {
    const answer = await wire.send({ method: "POST", url, body: data }, signal);
    // acme-client itself takes the nonce of a badNonce answer for its next try
    if (!isBadNonce(answer)) nonces.put(nonceOf(answer));
    return answer;
  }
  return { getDirectory, get, getNonce, request, insist };
}

function nonceOf({ headers }: Answer): string | undefined {
  const nonce = headers["replay-nonce"];
  return typeof nonce === "string" ? nonce : undefined;
}
