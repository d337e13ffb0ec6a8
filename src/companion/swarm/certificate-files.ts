import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { join } from "node:path";
import { firstCertificate } from "../../base/pem.ts";
import { readSmall } from "../../base/read-small.ts";
import { systemCode } from "../../base/system-error.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { refusal } from "../refusal.ts";

export const kinds = ["fullchain", "privkey"] as const;
export type Kind = (typeof kinds)[number];

/** A stored certificate, as secrets: their names differ with each version. */
export interface StoredVersion {
  name: string;
  notAfter: Date;
  /** name and content of each secret */
  secrets: Readonly<Record<Kind, { name: string; data: Buffer }>>;
}

/** what a Swarm secret holds at most (Engine API, "Create a secret") */
const maxBytes = 500 * 1024;

/**
 * The present version of a lineage of certbot's folder; undefined while there is none. Throws Problem `not-ready` when
 * chain and key are no pair, as while certbot replaces them, or cannot be read.
 */
export async function readVersion(folder: string, name: string): Promise<StoredVersion | undefined> {
  const read = (kind: Kind) => readFile(join(folder, "live", name, `${kind}.pem`));
  const [fullchain, privkey] = [await read("fullchain"), await read("privkey")];
  if (!fullchain || !privkey) return undefined;
  const { serialNumber, validToDate: notAfter } = certificateOf(name, fullchain, privkey);
  const version = `${shortened(name)}-${serialNumber.slice(0, serialLength)}-${digest(fullchain)}`;
  return {
    ...{ name, notAfter },
    secrets: {
      fullchain: { name: `${version}-fullchain`, data: fullchain },
      privkey: { name: `${version}-privkey`, data: privkey },
    },
  };
}

async function readFile(path: string): Promise<Buffer | undefined> {
  try {
    return await readSmall(path, { maxBytes });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw refusal(
      "not-ready",
      phrase`${path} cannot be read: ${systemCode(error)}`,
      "docker compose exec certbot httpsidecar repair",
      error,
    );
  }
}

/** The name of a secret has 64 characters at most; the digest tells two chains of one serial apart. */
const [nameLength, serialLength, digestLength] = [28, 16, 8];

const shortened = (name: string) => name.slice(0, nameLength).replace(/[^A-Za-z0-9]+$/, "");

const digest = (fullchain: Buffer) => createHash("sha256").update(fullchain).digest("hex").slice(0, digestLength);

function certificateOf(name: string, fullchain: Buffer, privkey: Buffer): X509Certificate {
  try {
    const certificate = new X509Certificate(firstCertificate(fullchain.toString()) ?? "");
    if (certificate.checkPrivateKey(createPrivateKey(privkey))) return certificate;
  } catch {
    // said below
  }
  throw refusal(
    "not-ready",
    phrase`fullchain.pem and privkey.pem of live/${name} are not a certificate and its key`,
    "docker compose exec certbot httpsidecar repair",
  );
}
