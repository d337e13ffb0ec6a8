import type { KeyObject, X509Certificate } from "node:crypto";
import { day } from "../base/dates.ts";
import { isFor } from "../base/leaf.ts";
import type { Examined, ImportFiles } from "../model/imported.ts";
import { phrase } from "../model/phrase.ts";
import { certificatesIn, nameOf } from "./certificates.ts";
import { isSame, orderChain } from "./chain.ts";
import { checkDates, checkNames } from "./checks.ts";
import { keyIn } from "./key.ts";
import { isValidAt } from "./path.ts";
import { type ReadFile, readNamedFile } from "./read-file.ts";
import { refused } from "./refused.ts";
import { knownRoots } from "./roots.ts";

export interface ExaminePlan {
  files: ImportFiles & { key: string };
  /** every one of them must be covered */
  domains: readonly string[];
  now: Date;
  /** written into certbot's conf: ACME directory URL */
  directory: string;
  /** PEM file with further roots */
  caBundle: string | undefined;
}

/** Reads the CA's files and corrects what can be, in memory alone. Throws Problem with the first fault. */
export async function examine({ files, domains, now, directory, caBundle }: ExaminePlan): Promise<Examined> {
  const notes: string[] = [];
  const read = await readNoted([files.certificate, ...files.chain], notes);
  const given = read.flatMap((file) => certificatesIn(file, notes));
  const [keyFile] = await readNoted([files.key], notes);
  const key = await keyIn(keyFile as ReadFile, files.passphrase, notes);
  const leaf = leafOf(given, { key, files, domains, now });
  checkDates([leaf], now);
  checkNames(leaf, domains);
  const twins = given.filter((each) => !each.ca && each.checkPrivateKey(key) && !isSame(each, leaf));
  const others = given.filter((each) => !isSame(each, leaf) && !twins.some((twin) => isSame(each, twin)));
  const { sent, notes: chainNotes } = orderChain(leaf, others, await knownRoots(caBundle), now);
  checkDates(sent, now);
  const privateKeyPem = key.export({ type: "pkcs8", format: "pem" }).toString();
  const fullchainPem = sent.map((certificate) => certificate.toString()).join("");
  return {
    certificate: { privateKeyPem, fullchainPem, directory, imported: true },
    notes: [...notes, ...twins.map(twinNote), ...orderNote(given, sent), ...chainNotes],
    notBefore: leaf.validFromDate,
    notAfter: leaf.validToDate,
  };
}

async function readNoted(files: readonly string[], notes: string[]): Promise<readonly ReadFile[]> {
  const read = await Promise.all(files.map(readNamedFile));
  for (const { notes: found } of read) notes.push(...found);
  return read;
}

type Sought = Pick<ExaminePlan, "files" | "domains" | "now"> & { key: KeyObject };

/**
 * The leaf is one that the key belongs to, in whatever order they came: of several (a renewal with the same key) one that
 * is valid now, for the most names, the last to end.
 */
function leafOf(given: readonly X509Certificate[], { key, files: { key: file, certificate }, domains, now }: Sought) {
  const fitting = given.filter((each) => each.checkPrivateKey(key));
  const rank = (each: X509Certificate) => [
    Number(isValidAt(each, now)),
    domains.filter((domain) => isFor(each, domain)).length,
    each.validToDate.getTime(),
  ];
  const [leaf] = fitting
    .map((each) => ({ each, rank: rank(each) }))
    .sort(byRank)
    .map(({ each }) => each);
  if (leaf?.ca) {
    const fix = phrase`name as --cert the certificate of the site`;
    throw refused("authority-for-certificate", phrase`${nameOf(leaf)} is the certificate of a CA`, fix);
  }
  if (leaf) return leaf;
  const meant = given.find((each) => !each.ca) ?? given[0];
  const fix = phrase`pass as --key the private key that the request was created with; \`csr\` keeps it in /etc/letsencrypt/own`;
  const whose = meant === undefined ? certificate : phrase`${nameOf(meant)} (serial ${meant.serialNumber})`;
  throw refused("key-mismatch", phrase`the key in ${file} is not the key of the certificate ${whose}`, fix);
}

function byRank({ rank: one }: { rank: readonly number[] }, { rank: other }: { rank: readonly number[] }): number {
  return other.map((value, at) => value - (one[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function twinNote({ serialNumber, validToDate }: X509Certificate): string {
  return phrase`left out: another certificate for the same key, serial ${serialNumber}, valid until ${day(validToDate)}`;
}

function orderNote(given: readonly X509Certificate[], sent: readonly X509Certificate[]): readonly string[] {
  const places = sent.map((each) => given.findIndex(({ fingerprint256 }) => fingerprint256 === each.fingerprint256));
  const found = places.filter((place) => place >= 0);
  const inOrder = found.every((place, at) => at === 0 || place > (found[at - 1] ?? 0));
  return inOrder ? [] : [phrase`the certificates were put in order: ${sent.map(nameOf).join(phrase`, then `)}`];
}
