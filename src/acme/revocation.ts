import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { later, ms } from "../base/dates.ts";
import { certificatesIn } from "../base/pem.ts";
import { runProgram } from "../base/program.ts";
import type { RenewalWindow } from "../model/lineage.ts";
import type { WireOptions } from "./wire.ts";

type Environment = WireOptions["environment"];

/**
 * A window that is over where the CA's OCSP responder says that the leaf is revoked, as a CA with ARI gives it (RFC 9773
 * section 4.2); undefined: it is not, or nobody knows. Never throws.
 */
export async function windowIfRevoked(
  fullchainPem: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<RenewalWindow | undefined> {
  return (await isRevoked(fullchainPem, environment, signal)) ? overAtOnce(fullchainPem) : undefined;
}

/** What the CA's OCSP responder says; undefined: there is none, or it says nothing that the CA has signed. Never throws. */
export async function isRevoked(
  fullchainPem: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const [leaf = "", ...issuers] = certificatesIn(fullchainPem);
  const responder = responderOf(leaf);
  if (responder === undefined || issuers.length === 0) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "ocsp-")).catch(() => undefined);
  if (folder === undefined) return undefined;
  try {
    await writeFile(join(folder, "leaf.pem"), leaf);
    await writeFile(join(folder, "issuers.pem"), issuers.join("\n"));
    return await askResponder(folder, responder, environment, signal);
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** RFC 5280 section 4.2.2.1; Let's Encrypt's certificates name none since 2025. */
function responderOf(leaf: string): string | undefined {
  if (leaf === "") return undefined;
  const named = /^OCSP - URI:(\S{1,400})$/m.exec(new X509Certificate(leaf).infoAccess ?? "")?.[1];
  const url = named === undefined ? null : URL.parse(named);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** By openssl, which checks who signed the answer: the CA, or whom it allows to (RFC 6960 section 4.2.2.2). */
async function askResponder(folder: string, url: string, environment: Environment, signal: AbortSignal) {
  const [leaf, issuers] = [join(folder, "leaf.pem"), join(folder, "issuers.pem")];
  const trusted = ["-CAfile", issuers, "-partial_chain", "-verify_other", issuers, "-trust_other"];
  const { output } = await runProgram({
    file: "openssl",
    words: ["ocsp", "-no_nonce", "-issuer", issuers, "-cert", leaf, "-url", url, "-timeout", "5", ...trusted],
    environment: surroundings(environment),
    ...{ limitMs: 10 * ms.second, signal },
  });
  if (!/^Response verify OK$/m.test(output)) return undefined;
  if (output.includes(`${leaf}: good\n`)) return false;
  return output.includes(`${leaf}: revoked\n`) || undefined;
}

/** openssl knows the lower-case names of proxies alone. */
function surroundings({ PATH, http_proxy, HTTP_PROXY, no_proxy, NO_PROXY }: Environment): Environment {
  return { PATH, http_proxy: http_proxy ?? HTTP_PROXY, no_proxy: no_proxy ?? NO_PROXY };
}

/** The same one at each question, from within the life of the leaf. */
function overAtOnce(fullchainPem: string): RenewalWindow {
  const start = new X509Certificate(fullchainPem).validFromDate;
  return { start, end: later(start, ms.second) };
}
