import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasCode } from "../base/system-error.ts";
import type { Certificate } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { describeLeaf, leafOf } from "./certificate.ts";
import type { Conf } from "./conf-text.ts";
import { importedLeaf, isImported } from "./imported-mark.ts";
import type { LineagePlaces } from "./layout.ts";
import { type LineageMemory, lineageMemory, linksState, versionState } from "./lineage-memory.ts";
import { linkedVersion, readLinks } from "./links.ts";
import { newestPair } from "./newest-pair.ts";
import { readThere } from "./read-text.ts";
import { accountOf, directoryOf, readRenewalConf, renewedElsewhere, type Within } from "./renewal-conf.ts";

/** Reads without the lock and changes nothing. Throws Problem `lineage-broken` or `conf-unreadable` with the fix. */
export async function readLineage(
  places: LineagePlaces,
  { memory: { read: memory } = lineageMemory(), mayRun = never }: Reading = {},
): Promise<Certificate | undefined> {
  const known = memory.get(places.conf);
  // states are taken before what they are of is read: what changes meanwhile is read again the next time
  const links = linksState(places);
  if (known && known.state === links + versionState(places, known.certificate.version)) return known.certificate;
  memory.delete(places.conf);
  const conf = await readRenewalConf(places);
  if (!conf) return undefined;
  const version = await settledVersion(places);
  const state = links + versionState(places, version);
  let isAlone = true;
  const asked = <T>(answer: T) => {
    isAlone = false;
    return answer;
  };
  const within = {
    canRead: (path: string) => asked(canRead(path)),
    mayRun: (hook: string) => asked(mayRun(hook)),
  };
  const certificate = await readVersion(places, { conf, version }, within);
  if (isAlone) memory.set(places.conf, { state, certificate });
  return certificate;
}

/** `within`: asked for files that are none of the lineage's own */
async function readVersion(
  places: LineagePlaces,
  { conf, version }: { conf: Conf; version: number },
  within: Within,
): Promise<Certificate> {
  const [fullchainPem, privateKeyPem] = await Promise.all([
    readVersionFile(places, `fullchain${version}.pem`),
    readVersionFile(places, `privkey${version}.pem`),
  ]);
  const leaf = leafOf(privateKeyPem, fullchainPem);
  if (!leaf) throw await broken(places, phrase`privkey.pem is not the key of fullchain.pem`);
  const place = { name: places.name, version };
  if (isImported(conf, fullchainPem)) return importedLeaf(fullchainPem, place);
  const from = { ...place, directory: directoryOf(conf), accountId: accountOf(conf) };
  return { ...describeLeaf(fullchainPem, from, leaf), ...(await renewedElsewhere(conf, within)) };
}

/** May this hook of a conf be run, and is it there? All who can write certbot's folder can name one. */
export type MayRun = Within["mayRun"];

export interface Reading {
  /** what this process has read before */
  memory?: Pick<LineageMemory, "read"> | undefined;
  /** none unless given */
  mayRun?: MayRun | undefined;
}

const never: MayRun = async () => false;

/** Certbot's own machine may have had it where no mount leads. */
async function canRead(path: string): Promise<boolean> {
  return await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/** Another process may be between two of the four renames: one more read tells a switch from a break. */
async function settledVersion(places: LineagePlaces): Promise<number> {
  const first = await checkLinks(places);
  if (first !== undefined) return first;
  await sleep(50);
  const second = await checkLinks(places);
  if (second !== undefined) return second;
  throw await broken(places, phrase`its four symlinks do not point to one version`);
}

async function checkLinks(places: LineagePlaces): Promise<number | undefined> {
  try {
    return linkedVersion(await readLinks(places));
  } catch (error) {
    if (hasCode(error, "EINVAL")) throw await broken(places, phrase`it has plain files where symlinks belong`);
    throw error;
  }
}

async function readVersionFile(places: LineagePlaces, file: string): Promise<string> {
  try {
    return await readThere(join(places.archive, file));
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw await broken(places, phrase`archive/${places.name}/${file} is missing`);
    throw error;
  }
}

async function broken(places: LineagePlaces, what: string): Promise<Problem> {
  const whole = await newestPair(places);
  const [archive, live, conf] = [places.archive, places.live, places.conf].map(plainPath);
  const moveAll = phrase`restore ${archive} and ${live} from a backup, or move them and ${conf} away`;
  return new Problem({
    code: "lineage-broken",
    message: phrase`${places.live} is broken: ${what}`,
    fix: whole
      ? "docker compose exec certbot httpsidecar repair"
      : phrase`${moveAll}, then run docker compose exec certbot update-cert`,
    retry: "look",
  });
}
