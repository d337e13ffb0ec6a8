import { phrase } from "../model/phrase.ts";
import type { Settings } from "../model/settings.ts";
import type { AuthorityRequest } from "./authority.ts";
import { badSettings } from "./bad-settings.ts";
import { type FlagKey, ofRequest, ofRevoke } from "./flags.ts";
import { allOf, firstNamed, hasFlag, lastOf } from "./given.ts";
import { fromFiles, type IniOption, type Trust } from "./ini-choice.ts";
import { type Given, readOptions } from "./options.ts";
import { shellWords } from "./shell-words.ts";
import { namesInMap } from "./webroot-map.ts";

/** cli.ini, CERTBOT_OPTIONS and the flags after update-cert, merged. */
export interface Choice {
  /** files first, then CERTBOT_OPTIONS, then what was typed: the last one wins */
  all: readonly Given[];
  /** CERTBOT_OPTIONS and what was typed */
  said: readonly Given[];
  /** what files say and nobody else does */
  fromFile: readonly IniOption[];
  /** what CERTBOT_OPTIONS alone says: it stays there until the operator removes it */
  fromVariable: readonly Given[];
  has(key: FlagKey): boolean;
  authority: AuthorityRequest;
  names: { added: readonly string[]; instead: readonly string[]; certName: string | undefined };
  loudness: Settings["loudness"];
}

export interface Typed {
  /** CERTBOT_OPTIONS */
  variable: string;
  words: readonly string[];
  /** revoke has flags of its own */
  word: string;
  ini: readonly IniOption[];
  trust: Trust;
}

/** Throws Problem `bad-settings` for an unknown flag, and for quotes without an end. */
export function choose({ variable, words, word, ini, trust }: Typed): Choice {
  const fromVariable = readOptions(shellWords(variable, "CERTBOT_OPTIONS"), "CERTBOT_OPTIONS");
  const byHand = readOptions(words, "update-cert");
  const said = [...fromVariable, ...byHand];
  const fromFile = fromFiles(ini, said, trust);
  const all = [...fromFile, ...said];
  if (!ownVerbs.includes(word)) checkVerb(all);
  const has = (key: FlagKey) => hasFlag(all, key);
  return {
    ...{ all, said, fromFile, fromVariable, has },
    authority: { ...chooseDirectory([byHand, fromVariable, fromFile]), dryRun: has("dryRun") },
    names: {
      added: [...allOf(fromVariable, "domains"), ...namesInMap(fromVariable)],
      instead: [...allOf(byHand, "domains"), ...namesInMap(byHand)],
      certName: lastOf(all, "certName"),
    },
    loudness: loudnessOf(all),
  };
}

/** --server and --staging answer one question: the first source with either decides. */
function chooseDirectory(sources: readonly (readonly Given[])[]) {
  const given = sources.find((each) => hasFlag(each, "server") || hasFlag(each, "staging")) ?? [];
  return { server: lastOf(given, "server"), staging: hasFlag(given, "staging") };
}

/** Those that check it themselves. */
const ownVerbs: readonly string[] = ["revoke", "certonly --csr"];

function checkVerb(all: readonly Given[]): void {
  const [request, revoke] = [firstNamed(all, ofRequest), firstNamed(all, ofRevoke)];
  if (request !== undefined)
    throw badSettings(
      phrase`${request} belongs to certonly`,
      "docker compose exec certbot certbot certonly --csr FILE",
    );
  if (revoke !== undefined)
    throw badSettings(
      phrase`${revoke} belongs to revoke`,
      "docker compose exec certbot certbot revoke --cert-name NAME",
    );
}

const loudness = { quiet: "quiet", verbose: "verbose", debug: "verbose", verboseLevel: "verbose" } as const;

function loudnessOf(given: readonly Given[]): Settings["loudness"] {
  const last = given.findLast(({ key }) => key in loudness)?.key;
  return last === undefined ? "normal" : loudness[last as keyof typeof loudness];
}
