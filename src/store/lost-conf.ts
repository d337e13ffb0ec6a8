import { describeLeaf, keyTypeOf } from "./certificate.ts";
import { printConf } from "./conf-text.ts";
import type { LineagePlaces } from "./layout.ts";
import { readKey } from "./lineage-params.ts";
import { renewedConf } from "./renewal-conf.ts";

export interface LostConfFacts {
  version: string;
  /** undefined: there is none in the folder */
  account: string | undefined;
  /** ACME directory URL */
  server: string;
  webroot: string;
}

/** The text of a conf for a lineage that has lost its own: names and kind of key as its newest version has them. */
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

/** certbot would go on with its usual size or curve, where none is saved. */
function sizeOf(privateKeyPem: string): Readonly<Record<string, string>> {
  const kind = readKey(privateKeyPem)?.kind;
  if (kind?.type === "rsa") return kind.bits === 2048 ? {} : { rsa_key_size: `${kind.bits}` };
  return kind?.curve === undefined || kind.curve === "secp256r1" ? {} : { elliptic_curve: kind.curve };
}
