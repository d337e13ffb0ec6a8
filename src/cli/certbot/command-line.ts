import { badWords } from "../../config/bad-settings.ts";
import { type FlagKey, ofRequest, ofRevoke } from "../../config/flags.ts";
import { firstNamed, hasFlag } from "../../config/given.ts";
import type { IniOption } from "../../config/ini-options.ts";
import { type Given, readOptions, type Stray } from "../../config/options.ts";
import { phrase } from "../../model/phrase.ts";
import type { Problem } from "../../model/problem.ts";
import { reasonOf } from "./reasons.ts";

/** certbot's verbs that work here, and what they stand for. */
export const verbs = {
  certonly: phrase`obtain or renew a certificate`,
  run: phrase`the same as certonly: nginx is switched and reloaded automatically`,
  auth: phrase`the same as certonly`,
  renew: phrase`check every certificate, renew those that are due`,
  reconfigure: phrase`change the options of the next renewals, after a dry run with them (--cert-name)`,
  certificates: phrase`list the certificates`,
  revoke: phrase`revoke a certificate (--cert-name or --cert-path, --reason)`,
  register: phrase`register an account at the CA before the first certificate`,
  update_account: phrase`change the account's email address (-m)`,
  unregister: phrase`close the account at the CA; its files are kept in a separate folder`,
  show_account: phrase`show the account at the CA`,
  plugins: phrase`list the ways to validate domains`,
  delete: phrase`remove a certificate from certbot's list; its files are kept in a separate folder`,
} as const;
export type Verb = keyof typeof verbs;

/** certbot's other verbs: why not, and what to do instead. */
const others: Readonly<Record<string, string>> = {
  install: "docker compose exec certbot httpsidecar enable-https",
  enhance: phrase`HSTS_MAX_AGE in .env, on Dify in httpsidecar.env; the rest of nginx's settings are the stack's own templates`,
  rollback: phrase`docker compose exec certbot httpsidecar disable-https switches HTTPS off`,
  config_changes: phrase`docker compose logs certbot-companion shows what was changed`,
  update_symlinks: phrase`docker compose exec certbot update-cert repairs the symlinks automatically`,
};

export interface CommandLine {
  verb: Verb;
  /** options as typed, and below them those of files */
  given: readonly Given[];
  typed: readonly Given[];
  ini: readonly IniOption[];
  /** the words without the verb, for readSettings */
  words: readonly string[];
}

/** certbot's own rule: options and one verb in any order; without a verb, `run`. Throws Problem `bad-words`. */
export function readCommandLine(typed: readonly string[]): CommandLine {
  const strays: Stray[] = [];
  const given = readOptions(typed, "certbot", { strays });
  const [first, second] = strays;
  const verb = first?.word ?? "run";
  const mayBeKey = hasFlag(given, "eabHmacKey");
  const known = Object.keys(verbs).find((name): name is Verb => name === verb);
  const instead = Object.hasOwn(others, verb) ? others[verb] : undefined;
  if (known === undefined) throw refused(verb, instead, mayBeKey);
  if (second !== undefined) throw refused(second.word, undefined, mayBeKey);
  checkVerb(known, given);
  return { verb: known, given, typed: given, ini: [], words: typed.filter((_, at) => at !== first?.at) };
}

/** As with certbot, names in a file are for certonly alone. */
export function withFiles(line: CommandLine, ini: readonly IniOption[]): CommandLine {
  const names: readonly FlagKey[] = ["domains", "certName"];
  const fits = ({ key }: IniOption) => isObtaining(line.verb) || !names.includes(key);
  return { ...line, ini, given: [...ini.filter((one) => fits(one) && !hasFlag(line.typed, one.key)), ...line.typed] };
}

function isObtaining(verb: Verb): boolean {
  return verb === "certonly" || verb === "run" || verb === "auth";
}

function checkVerb(verb: Verb, given: readonly Given[]): void {
  const bySelf = (verb === "certonly" || verb === "auth") && hasFlag(given, "csr");
  checkRequest(verb, given, bySelf);
  if (verb === "revoke") return void reasonOf(given);
  const stray = firstNamed(
    given,
    ofRevoke.filter((key) => !(bySelf && key === "certPath")),
  );
  if (stray === undefined) return;
  const fix = phrase`certbot revoke --cert-name NAME, with it; files are in /etc/letsencrypt/live/NAME/`;
  throw badWords(phrase`${stray} belongs to revoke, not to ${verb}`, fix);
}

/** As with certbot, a request stands for all its names, and no other verb has a use for it. */
function checkRequest(verb: Verb, given: readonly Given[], bySelf: boolean): void {
  const fix = "certbot certonly --csr FILE";
  const stray = firstNamed(given, ofRequest);
  if (stray !== undefined && !bySelf) throw badWords(phrase`${stray} belongs to certonly --csr, not to ${verb}`, fix);
  if (bySelf && hasFlag(given, "allowSubset"))
    throw badWords(phrase`--csr cannot go with --allow-subset-of-names: a request is for all of its names`, fix);
}

/** A word beside --eab-hmac-key may be a part of the key, and is not repeated. */
function refused(word: string, instead: string | undefined, mayBeKey: boolean): Problem {
  const which = mayBeKey ? phrase`an argument beside --eab-hmac-key` : phrase`the argument ${JSON.stringify(word)}`;
  const message = instead ? phrase`certbot ${word} does not work here` : phrase`certbot has no use for ${which}`;
  return badWords(message, instead ?? phrase`commands: ${Object.keys(verbs).join(", ")}`);
}
