import { ms } from "../base/dates.ts";
import type { Ledger, StoredLineage } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import { isStaging } from "../model/lineage-identity.ts";
import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";
import { wantedBack } from "./wanted-back.ts";

export const certificates: Word = async (context) => {
  const { assembly, clock, print } = context;
  const { config } = assembly.folders;
  const lineages = await (await assembly.store()).list();
  if (lineages.length === 0) print(phrase`no certificates in ${config}`);
  const revoked = await revokedAmong(lineages, await assembly.ledger(print));
  const place = { folder: config, now: clock.now(), revoked, wanted: await wantedBack(context, lineages) };
  for (const line of lineages.flatMap((lineage) => describeLineage(lineage, place))) print(line);
  return 0;
};

/** Fingerprints of certificates that were revoked by hand. */
export async function revokedAmong(all: readonly StoredLineage[], ledger: Ledger): Promise<ReadonlySet<string>> {
  const pages = await Promise.all(all.map(({ name }) => ledger.read(name)));
  return new Set(pages.flatMap(({ revoked }) => revoked?.fingerprint ?? []));
}

export interface Place {
  folder: string;
  now: Date;
  revoked: ReadonlySet<string>;
  /** names of lineages whose CA wants them replaced at once */
  wanted: ReadonlySet<string>;
}

/** One lineage in the form of certbot's list. */
export function describeLineage(lineage: StoredLineage, { folder, now, revoked, wanted }: Place): readonly string[] {
  if ("problem" in lineage) {
    const { message, fix } = lineage.problem;
    return [`  Certificate Name: ${lineage.name}`, `    INVALID: ${message}`, `    fix: ${fix}`];
  }
  const { serial, keyType, domains, notAfter } = lineage.certificate;
  return [
    `  Certificate Name: ${lineage.name}`,
    `    Serial Number: ${serial.toLowerCase()}`,
    `    Key Type: ${keyType}`,
    `    Identifiers: ${domains.join(" ")}`,
    `    Expiry Date: ${notAfter.toISOString().slice(0, 19).replace("T", " ")}+00:00 (${validity(lineage.certificate, now, revoked)})`,
    `    Certificate Path: ${folder}/live/${lineage.name}/fullchain.pem`,
    `    Private Key Path: ${folder}/live/${lineage.name}/privkey.pem`,
    ...(wanted.has(lineage.name)
      ? [phrase`    The CA wants it replaced at once, as after a revocation: docker compose exec certbot certbot renew`]
      : []),
    ...(lineage.certificate.imported ? [phrase`    Your own: nothing renews it`] : []),
  ];
}

function validity({ notAfter, directory, fingerprint }: Certificate, now: Date, revoked: ReadonlySet<string>): string {
  const faults = [
    ...(isStaging(directory) ? ["TEST_CERT"] : []),
    ...(notAfter <= now ? ["EXPIRED"] : []),
    ...(notAfter > now && revoked.has(fingerprint) ? ["REVOKED"] : []),
  ];
  return faults.length > 0 ? `INVALID: ${faults.join(", ")}` : `VALID: ${timeLeft(notAfter, now)}`;
}

function timeLeft(notAfter: Date, now: Date): string {
  const hours = Math.floor((notAfter.getTime() - now.getTime()) / ms.hour);
  const days = Math.floor(hours / 24);
  if (days > 1) return `${days} days`;
  return days === 1 ? "1 day" : `${hours} hour(s)`;
}
