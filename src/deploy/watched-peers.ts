import type { SecureContext } from "node:tls";
import { TooLate, withDeadline } from "../base/deadline.ts";
import { addressesOf, mostAddresses } from "../base/public-addresses.ts";
import { phrase } from "../model/phrase.ts";
import type { Shown, WatchTarget } from "../model/watch.ts";
import { codeOf, peerAt, reason } from "./tls-peer.ts";

export interface PeersOptions {
  /** the roots to trust; undefined: the system's */
  secureContext?: SecureContext;
  /** ms for the name's addresses, and for each connection */
  timeout?: number;
  findAddresses?: (name: string) => Promise<readonly string[]>;
}

/** What each address of a watched server shows, at least one. Never throws. */
export async function peersOf(
  { host, port }: WatchTarget,
  options: PeersOptions = {},
): Promise<readonly [Shown, ...Shown[]]> {
  const { timeout = 5000, findAddresses = addressesOf, ...roots } = options;
  const nothing = (address: string, error: unknown): Shown => {
    const code = error instanceof TooLate ? "etimedout" : codeOf(error);
    return { kind: "nothing", address, code, why: reason(error) };
  };
  const show = async (address: string): Promise<Shown> => {
    const server = { host: address, port, name: host, ...roots };
    return await peerAt(server, timeout).then(
      (peer) => ({ kind: "peer", address, peer }),
      (error: unknown) => nothing(address, error),
    );
  };
  try {
    const [first, ...more] = (await withDeadline(timeout, () => findAddresses(host))).slice(0, mostAddresses);
    if (first === undefined) return [nothing(host, new Error(phrase`it has no address`))];
    return await Promise.all([show(first), ...more.map(show)]);
  } catch (error) {
    return [nothing(host, error)];
  }
}
