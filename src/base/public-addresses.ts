import { lookup } from "node:dns/promises";

/** A name may be a stranger's: more addresses than a real one has are not asked. */
export const mostAddresses = 16;

/** As every program of this host would find them. */
export async function addressesOf(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}
