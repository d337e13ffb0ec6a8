import { resolve } from "node:path";
import { spokenVersion } from "../../config/certbot-flags.ts";
import { readCertbotOptions } from "../../config/certbot-options.ts";
import type { FlagKey } from "../../config/flags.ts";
import { lastOf } from "../../config/given.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Assembly, Context, Word } from "../context.ts";
import { describeProblem } from "../describe.ts";
import { startLog } from "../start-log.ts";
import { register, unregister, updateAccount } from "./account.ts";
import { certbotCertificates } from "./certificates.ts";
import { certonly } from "./certonly.ts";
import { type CommandLine, readCommandLine, type Verb, verbs, withFiles } from "./command-line.ts";
import { deleteLineage } from "./delete.ts";
import { plugins } from "./plugins.ts";
import { reconfigure } from "./reconfigure.ts";
import { renew } from "./renew.ts";
import { revoke } from "./revoke.ts";
import { showAccount } from "./show-account.ts";
import type { CertbotVerb } from "./verb.ts";

const doers: Readonly<Record<Verb, CertbotVerb>> = {
  certonly,
  run: certonly,
  auth: certonly,
  renew,
  reconfigure,
  certificates: certbotCertificates,
  revoke,
  register,
  update_account: updateAccount,
  unregister,
  show_account: showAccount,
  plugins,
  delete: deleteLineage,
};

/** A value outside these flags' choices is certbot's exit code 2, and leaves nothing on disk; others fail later, with 1. */
const checkedFirst: readonly FlagKey[] = ["keyType", "ellipticCurve", "verboseLevel", "maxLogBackups"];

/** The command `certbot`, for scripts. Exit codes are certbot's: 2 for words it cannot read, 1 for failures. */
export const certbot: Word = async (outer) => {
  const { words, print, complain, version } = outer;
  if (words.some((word) => word === "--help" || word === "-h")) return help(outer);
  if (words.includes("--version")) {
    print(`certbot ${spokenVersion} (httpsidecar ${version})`);
    return 0;
  }
  const typed = readCommandLine(words);
  const context = { ...outer, assembly: inItsFolders(outer.assembly, typed) };
  const line = withFiles(typed, await context.assembly.ini(lastOf(typed.given, "config")));
  const { maxLogBackups } = readCertbotOptions(line.given.filter(({ key }) => checkedFirst.includes(key)));
  await startLog(context, "certbot", maxLogBackups);
  try {
    return await doers[line.verb](context, line);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const said of describeProblem(error)) complain(said);
    return 1;
  }
};

/** Each --config-dir has its own accounts, certificates and ledger: the one of the stack knows nothing of them. */
function inItsFolders(assembly: Assembly, { given }: CommandLine): Assembly {
  const { folders } = assembly;
  const [config, logs] = (["configDir", "logsDir"] as const).map((key) => lastOf(given, key));
  if (!config && !logs) return assembly;
  const here = config ? resolve(config) : folders.config;
  const state = here === folders.config ? folders.state : here;
  return assembly.within({ ...folders, config: here, state, logs: logs ? resolve(logs) : folders.logs });
}

function help({ print }: Context): number {
  print(phrase`certbot-compatible commands, implemented by httpsidecar\n`);
  print(phrase`  certbot [VERB] [FLAGS]      certbot's own flags, before or after the verb\n`);
  for (const [verb, summary] of Object.entries(verbs)) print(`  ${verb.padEnd(14)} ${summary}`);
  print(
    phrase`\nOnly the flags given here are used, not CERTBOT_OPTIONS. The stack's own certificate is renewed automatically;`,
  );
  print(phrase`to check it now: docker compose exec certbot update-cert`);
  return 0;
}
