import { flags } from "../../config/flags.ts";
import { hasFlag, lastOf } from "../../config/given.ts";
import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Context } from "../context.ts";
import type { CommandLine } from "./command-line.ts";
import { lineageSettings } from "./lineage-settings.ts";
import { failureLines } from "./lines.ts";
import { lookAt } from "./result.ts";
import { isServed } from "./served-lineage.ts";
import type { CertbotVerb } from "./verb.ts";

/** What a dry run would not show, since it needs a new certificate. */
const ofCertificate = ["domains", "server", "staging", "account", "keyType", "rsaKeySize", "ellipticCurve"] as const;

/** Saves the options for the lineage's next renewals, if a dry run with them succeeds. */
export const reconfigure: CertbotVerb = async (context, line) => {
  const { assembly, print, complain } = context;
  const certificate = await chosen(context, line);
  const asDryRun = {
    ...line,
    words: [...line.words, "--dry-run"],
    given: [...line.given, { key: "dryRun", value: "" } as const],
  };
  const settings = await lineageSettings(context, asDryRun, certificate);
  for (const warning of settings.warnings) complain(`warning: ${warning}`);
  if (certificate.elsewhere !== undefined && settings.certbot.authenticator === undefined) throw noWay(certificate);
  print(`Simulating renewal of an existing certificate for ${certificate.domains.join(" and ")}`);
  const foreign = !isServed(certificate.name, context);
  const result = await lookAt(context, { settings, force: false, foreign });
  if (result.kind === "failed") {
    for (const text of failureLines(result.outcome)) complain(text);
    return 1;
  }
  await assembly.saveOptions(settings, certificate);
  print("Successfully updated configuration.");
  print("Changes will apply when the certificate renews.");
  return 0;
};

/** Throws Problem where there is none, or where another certificate would be needed. */
async function chosen({ assembly }: Context, { typed }: CommandLine): Promise<Certificate> {
  const name = lastOf(typed, "certName");
  const see = phrase`certbot reconfigure --cert-name NAME; see: certbot certificates`;
  if (name === undefined) throw refused(phrase`--cert-name is missing`, see);
  const certificate = await (await assembly.store()).read(name);
  if (certificate === undefined) throw refused(`No certificate found with name ${name}`, see);
  const sameServer = lastOf(typed, "server") === certificate.directory;
  const key = ofCertificate.find((one) => hasFlag(typed, one) && !(one === "server" && sameServer));
  if (key === undefined) return certificate;
  const flag = flags.find((one) => one.key === key)?.names[0];
  const message = phrase`${flag} would change the certificate, which reconfigure does not`;
  throw refused(message, "certbot certonly --cert-name NAME -d NAMES");
}

function noWay({ name, elsewhere }: Certificate): Problem {
  return refused(
    phrase`${name} is validated by ${elsewhere}, which is not here`,
    phrase`add the new way: --webroot -w FOLDER, --standalone, or a DNS plugin that is here`,
  );
}

function refused(message: string, fix: string): Problem {
  return new Problem({ code: "cannot-reconfigure", message, fix, retry: "after-a-fix" });
}
