import { describeLeaf, keyTypeOf } from "./certificate.ts";
import { printConf } from "./conf-text.ts";
import type { LineagePlaces } from "./layout.ts";
import { readKey } from "./lineage-params.ts";
import { renewedConf } from "./renewal-conf.ts";

export interface LostConfFacts {
  version: string;
  /** undefined: none in the folder */
  account: string | undefined;
  /** ACME directory URL */
  server: string;
  webroot: string;
}

/** The conf of a lineage that has lost its own: names and kind of key as in its newest version. */
export function confFor(
  places: LineagePlaces,
  facts: LostConfFacts,
  files: { key: string; fullchain: string },
): string {
  const origin = { name: places.name, version: 0, directory: undefined, accountId: undefined };
  const { domains } = describeLeaf(files.fullchain, origin);
  const renewal = { ...facts, domains, keyType: keyTypeOf(files.key), params: sizeOf(files.key) };
  return printConf(renewedConf(undefined, places, renewal));
}

/** certbot would use its default size or curve, where none is saved. */
function sizeOf(privateKeyPem: string): Readonly<Record<string, string>> {
  const kind = readKey(privateKeyPem)?.kind;
  if (kind?.type === "rsa") return kind.bits === 2048 ? {} : { rsa_key_size: `${kind.bits}` };
  return kind?.curve === undefined || kind.curve === "secp256r1" ? {} : { elliptic_curve: kind.curve };
}
