import { createPrivateKey } from "node:crypto";
import { join } from "node:path";
import type { Curve } from "../model/certbot-options.ts";
import { valueAt } from "./conf-edit.ts";
import type { Conf } from "./conf-text.ts";
import type { ConfValue } from "./conf-value.ts";
import { onDisk } from "./disk-problem.ts";
import { type LineagePlaces, placesOf } from "./layout.ts";
import { stateOf } from "./lineage-memory.ts";
import { readText } from "./read-text.ts";
import { readRenewalConf } from "./renewal-conf.ts";

/** The options that a renewal conf has saved. */
export interface SavedParams {
  /** `[renewalparams]`, without those that are `None` */
  params: Readonly<Record<string, ConfValue>>;
  /** `[[webroot_map]]`: folder by name */
  webrootMap: Readonly<Record<string, string>>;
}

export interface StoredKey {
  /** PKCS#8, PEM */
  pem: string;
  kind: { type: "rsa"; bits: number } | { type: "ecdsa"; curve: Curve | undefined };
}

/** Reads what a lineage has besides its certificate. Throws Problem as reading the lineage does. */
export function lineageParams(folder: string) {
  return {
    /** undefined: no such lineage */
    read: (name: string): Promise<SavedParams | undefined> =>
      onDisk(folder, async () => await readParams(placesOf(folder, name))),
    /** undefined: no readable key */
    key: (name: string): Promise<StoredKey | undefined> =>
      onDisk(folder, async () => readKey((await readText(join(placesOf(folder, name).live, "privkey.pem"))) ?? "")),
  };
}

/** What this process has read: a check asks several times, and the conf is read again only after it changed. */
const known = new Map<string, { state: string; saved: SavedParams }>();

async function readParams(places: LineagePlaces): Promise<SavedParams | undefined> {
  const state = stateOf([places.conf]);
  const before = known.get(places.conf);
  if (before?.state === state) return before.saved;
  known.delete(places.conf);
  const conf = await readRenewalConf(places);
  const saved = conf && paramsOf(conf);
  if (saved) known.set(places.conf, { state, saved });
  return saved;
}

function paramsOf(conf: Conf): SavedParams {
  const params = entriesOf(conf, ["renewalparams"]).filter(([, value]) => value !== "None");
  const map = entriesOf(conf, ["renewalparams", "webroot_map"]);
  const folders = map.flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  return { params: Object.fromEntries(params), webrootMap: Object.fromEntries(folders) };
}

function entriesOf(conf: Conf, section: readonly string[]): [string, ConfValue][] {
  return conf.lines.flatMap((line): [string, ConfValue][] => {
    if (line.kind !== "entry" || line.section.join("\0") !== section.join("\0")) return [];
    const value = valueAt(conf, section, line.key);
    return value === undefined ? [] : [[line.key, value]];
  });
}

const curveNames: Readonly<Record<string, Curve>> = {
  prime256v1: "secp256r1",
  secp384r1: "secp384r1",
  secp521r1: "secp521r1",
};

/** undefined: no private key. */
export function readKey(text: string): StoredKey | undefined {
  try {
    const key = createPrivateKey(text);
    const pem = key.export({ type: "pkcs8", format: "pem" }).toString();
    const { modulusLength = 0, namedCurve = "" } = key.asymmetricKeyDetails ?? {};
    const isRsa = key.asymmetricKeyType === "rsa";
    return {
      pem,
      kind: isRsa ? { type: "rsa", bits: modulusLength } : { type: "ecdsa", curve: curveNames[namedCurve] },
    };
  } catch {
    return undefined;
  }
}
