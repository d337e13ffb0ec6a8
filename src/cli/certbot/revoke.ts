import { X509Certificate } from "node:crypto";
import { hasFlag, lastOf } from "../../config/given.ts";
import { readNameless } from "../../config/settings.ts";
import type { StoredLineage } from "../../model/contracts.ts";
import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import { plainName } from "../../model/plain-text.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import { revokeCertificate } from "../../renewal/revoking.ts";
import type { Context } from "../context.ts";
import type { CommandLine } from "./command-line.ts";
import { putAside } from "./delete.ts";
import { reasonOf } from "./reasons.ts";
import { isServed } from "./served-lineage.ts";
import type { CertbotVerb } from "./verb.ts";

/** The certificate to revoke, and the lineage whose present certificate it is, if any. */
interface Target {
  path: string;
  pem: string;
  current: Certificate | undefined;
}

/**
 * Revokes a certificate at its CA (RFC 8555 section 7.6). As with certbot the lineage then goes out of use, unless
 * nginx reads it: that one stays, is not renewed automatically, and health is red until the operator decides.
 */
export const revoke: CertbotVerb = async (context, line) => {
  const { assembly, print, complain, clock, signal, step } = context;
  const { given } = line;
  const { path, pem, current } = await targetOf(context, line);
  const imported = isServed(current?.name, context);
  if (imported && hasFlag(given, "deleteAfterRevoke")) throw neededByNginx(current?.name ?? "");
  if (current?.imported && !hasFlag(given, "server")) throw broughtByOperator(current.name);
  const settings = settingsOf(context, line, current);
  for (const warning of settings.warnings) complain(`warning: ${warning}`);

  const keyPath = lastOf(given, "keyPath");
  const privateKeyPem = keyPath === undefined ? undefined : (await pemIn(context, keyPath, "key")).text;
  const accountClient = await assembly.accountClient(settings, current?.name);
  const parts = { store: await assembly.store(), ledger: await assembly.ledger(complain), accountClient, clock };
  const revokeRequest = { certificatePem: pem, reason: reasonOf(given), privateKeyPem, current };
  await step(phrase`the CA revokes the certificate`, () => revokeCertificate(revokeRequest, parts, signal));
  print(`Congratulations! You have successfully revoked the certificate that was located at ${path}.`);

  if (current === undefined) return 0;
  if (imported) await reportNextStep(context, current.name);
  else if (hasFlag(given, "noDeleteAfterRevoke")) sayItIsHeld(context, current.name);
  else await putAsideOrHold(context, current.name);
  return 0;
};

/** As with certbot, what was revoked stays where another lineage uses its files. */
async function putAsideOrHold(context: Context, name: string): Promise<void> {
  try {
    await putAside(context, name);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "archive-shared") throw error;
    context.print("Not deleting revoked certificates due to overlapping archive dirs");
    context.print(error.message);
    sayItIsHeld(context, name);
  }
}

async function targetOf(context: Context, { given }: CommandLine): Promise<Target> {
  const name = lastOf(given, "certName");
  const path = lastOf(given, "certPath");
  if ((name === undefined) === (path === undefined)) {
    const fix = phrase`certbot revoke --cert-name NAME; see the names: certbot certificates`;
    throw problem("Exactly one of --cert-path or --cert-name must be specified", fix);
  }
  const all = await (await context.assembly.store()).list();
  return path === undefined ? byName(all, name ?? "", context) : await byPath(all, path, context);
}

function byName(all: readonly StoredLineage[], name: string, { assembly }: Context): Target {
  const found = all.find((lineage) => lineage.name === name);
  if (found === undefined)
    throw problem(`No certificate found with name ${name}`, phrase`see the names: certbot certificates`);
  if ("problem" in found) throw found.problem;
  const path = `${assembly.folders.config}/live/${name}/cert.pem`;
  return { path, pem: found.certificate.fullchainPem, current: found.certificate };
}

/** An older version, or a file from elsewhere, is revoked without touching a lineage. */
async function byPath(all: readonly StoredLineage[], path: string, context: Context): Promise<Target> {
  const { text: pem } = await pemIn(context, path, "certificate");
  const { fingerprint256 } = new X509Certificate(pem);
  const stored = all.flatMap((lineage) => ("certificate" in lineage ? [lineage.certificate] : []));
  return { path, pem, current: stored.find(({ fingerprint }) => fingerprint === fingerprint256) };
}

async function pemIn({ assembly }: Context, path: string, wanted: "certificate" | "key") {
  const found = await assembly.readPem(path);
  if (found.kind === wanted) return found;
  const message =
    wanted === "key"
      ? phrase`${path} contains a certificate, not a key`
      : phrase`${path} contains a key, not a certificate`;
  throw problem(message, phrase`see the paths: certbot certificates`);
}

/** The CA is the one that issued it, unless another is named. */
function settingsOf(
  { assembly: { folders }, environment }: Context,
  { words, given, ini }: CommandLine,
  current: Certificate | undefined,
): Omit<Settings, "lineage"> {
  const named = hasFlag(given, "server") || hasFlag(given, "staging");
  const from = named || current?.directory === undefined ? [] : ["--server", current.directory];
  const imported = { ...environment, CERTBOT_OPTIONS: "" };
  return readNameless({ environment: imported, words: [...words, ...from], word: "revoke", folders, ini });
}

/** nginx goes on serving it without a visible difference, so health says so. */
async function reportNextStep({ assembly, print }: Context, name: string): Promise<void> {
  const again = "docker compose exec certbot update-cert --force-renewal";
  const off = phrase`docker compose exec certbot httpsidecar disable-https, then: docker compose stop certbot`;
  print(phrase`nginx keeps serving ${name} with it, and no replacement is obtained until you ask for it:`);
  print(phrase`  a new certificate: ${again}`);
  print(phrase`  no HTTPS:          ${off}`);
  const line = phrase`the certificate of ${name} was revoked by hand; fix: ${again}, or ${off}`;
  await (await assembly.statusFile()).post({ healthy: false, line, next: undefined });
}

function sayItIsHeld({ print }: Context, name: string): void {
  print(phrase`The files of ${name} stay where they are. It is no longer renewed automatically:`);
  const again = `docker compose exec certbot certbot renew --cert-name ${plainName(name)} --force-renewal`;
  print(phrase`  a new certificate: ${again}`);
}

function broughtByOperator(name: string): Problem {
  return problem(
    phrase`${name} is a certificate that you brought, and no ACME CA is known for it`,
    phrase`ask who issued it to you; if that is an ACME CA, name it: --server URL --key-path KEY`,
  );
}

function neededByNginx(name: string): Problem {
  return problem(
    phrase`${name} is the certificate of CERTBOT_DOMAIN, which nginx reads: without its files nginx does not start`,
    phrase`leave --delete-after-revoke out; the files stay, and nothing is renewed until you say so`,
  );
}

function problem(message: string, fix: string): Problem {
  return new Problem({ code: "cannot-revoke", message, fix, retry: "after-a-fix" });
}
