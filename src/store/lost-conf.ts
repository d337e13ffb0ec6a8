import { describeLeaf, keyTypeOf } from "./certificate.ts";
import { printConf } from "./conf-text.ts";
import type { LineagePlaces } from "./layout.ts";
import { renewedConf } from "./renewal-conf.ts";

export interface LostConfFacts {
  version: string;
  account: string;
  /** ACME directory URL */
  server: string;
  webroot: string;
}

/** The text of a conf for a lineage that has lost its own: names and key type as its newest version has them. */
export function confFor(
  places: LineagePlaces,
  facts: LostConfFacts,
  files: { key: string; fullchain: string },
): string {
  const origin = { name: places.name, version: 0, directory: undefined, accountId: undefined };
  const { domains } = describeLeaf(files.fullchain, origin);
  return printConf(renewedConf(undefined, places, { ...facts, domains, keyType: keyTypeOf(files.key) }));
}
