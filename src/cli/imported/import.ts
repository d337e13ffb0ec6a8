import { badSettings, thenStart } from "../../config/bad-settings.ts";
import { readSettings } from "../../config/settings.ts";
import type { CopyForNginx, ImportedCertificate } from "../../model/imported.ts";
import type { Outcome } from "../../model/outcome.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import { installImported } from "../../renewal/imported.ts";
import type { Parts } from "../../renewal/parts.ts";
import { updateLineage } from "../../renewal/update.ts";
import type { Context, Word } from "../context.ts";
import { describeOutcome } from "../describe.ts";
import { waitForTurn } from "../in-turn.ts";
import { postStatus } from "../post-status.ts";
import { withSteps } from "../steps/with-steps.ts";
import { examineFiles, readImportFlags } from "./examining.ts";

/** Installs the operator's own certificate in place of the CA's, gives it to nginx and proves it. */
export const importOwn: Word = async (context) => {
  const { words, environment, assembly, print, complain } = context;
  const flags = readImportFlags("import", words);
  const settings = readSettings({ environment, words: [], word: "import", folders: assembly.folders });
  if (settings.imported === false) throw renewedByAuthority();
  const examined = await examineFiles(context, settings, flags);
  if (!examined) return 1;

  const { certificate } = examined;
  const folder = flags["nginx-ssl"];
  const copy = folder === undefined ? undefined : await assembly.copyForNginx(folder, certificate);
  // of a refused certificate no private key stays in nginx's folder
  const outcome = await install(context, settings, certificate, copy).finally(copy?.discard);
  await assembly.postHooks(print);
  const isDone = ["deployed", "kept", "off"].includes(outcome.result);
  for (const line of describeOutcome(settings.lineage.name, outcome)) (isDone ? print : complain)(line);
  await postStatus(context, settings, outcome);
  return isDone ? 0 : 1;
};

/** Stores it once, after waiting for the lock; then checks it as every other certificate. */
async function install(
  context: Context,
  settings: Settings,
  certificate: ImportedCertificate,
  copy: CopyForNginx | undefined,
): Promise<Outcome> {
  const { assembly, print, signal } = context;
  const { lineage, directory } = settings;
  const parts = withSteps(await assembly.parts(settings, print), context.step);
  const csrOptions = { directory, force: false, byHand: true, imported: true };
  let installed = false;
  return await waitForTurn(context, async () => {
    const refused = installed ? undefined : await tryInstall(settings, certificate, parts);
    if (refused) return refused;
    if (!installed) await copy?.putInPlace();
    installed = true;
    return await updateLineage(lineage, csrOptions, parts, signal);
  });
}

/** undefined: it is in the store. */
async function tryInstall(
  { lineage }: Settings,
  certificate: ImportedCertificate,
  parts: Parts,
): Promise<Outcome | undefined> {
  try {
    const { serial } = await installImported(lineage, certificate, parts);
    parts.say(phrase`${lineage.name}: your own certificate is installed, serial ${serial}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { result: "failed", problem: error, next: parts.clock.now() };
  }
}

function renewedByAuthority(): Problem {
  const message = phrase`OWN_CERTIFICATE=false says that a CA renews the certificate, and it would replace this one`;
  return badSettings(message, phrase`put OWN_CERTIFICATE=true into httpsidecar.env, ${thenStart}`);
}
