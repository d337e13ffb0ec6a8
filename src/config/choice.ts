import type { Settings } from "../model/settings.ts";
import type { AuthorityWish } from "./authority.ts";
import type { FlagKey } from "./flags.ts";
import { allOf, hasFlag, lastOf } from "./given.ts";
import { type Given, readOptions } from "./options.ts";
import { shellWords } from "./shell-words.ts";
import { namesInMap } from "./webroot-map.ts";

/** CERTBOT_OPTIONS and the flags after update-cert, weighed against each other. */
export interface Choice {
  /** in the order given, CERTBOT_OPTIONS first: the last one wins */
  all: readonly Given[];
  /** what CERTBOT_OPTIONS alone says: it stays there until a person takes it out */
  fromVariable: readonly Given[];
  has(key: FlagKey): boolean;
  authority: AuthorityWish;
  names: { added: readonly string[]; instead: readonly string[]; certName: string | undefined };
  loudness: Settings["loudness"];
}

/** Throws Problem `bad-settings` for a flag that is not taken, and for quotes without an end. */
export function choose(variable: string, words: readonly string[]): Choice {
  const fromVariable = readOptions(shellWords(variable, "CERTBOT_OPTIONS"), "CERTBOT_OPTIONS");
  const byHand = readOptions(words, "update-cert");
  const all = [...fromVariable, ...byHand];
  const has = (key: FlagKey) => hasFlag(all, key);
  return {
    all,
    fromVariable,
    has,
    authority: { ...chooseDirectory(fromVariable, byHand), dryRun: has("dryRun") },
    names: {
      added: [...allOf(fromVariable, "domains"), ...namesInMap(fromVariable)],
      instead: [...allOf(byHand, "domains"), ...namesInMap(byHand)],
      certName: lastOf(all, "certName"),
    },
    loudness: loudnessOf(all),
  };
}

/** --server and --staging answer one question: who names either by hand has answered it. */
function chooseDirectory(fromVariable: readonly Given[], byHand: readonly Given[]) {
  const answered = hasFlag(byHand, "server") || hasFlag(byHand, "staging");
  const given = answered ? byHand : fromVariable;
  return { server: lastOf(given, "server"), staging: hasFlag(given, "staging") };
}

const loudness = { quiet: "quiet", verbose: "verbose", debug: "verbose", verboseLevel: "verbose" } as const;

function loudnessOf(given: readonly Given[]): Settings["loudness"] {
  const last = given.findLast(({ key }) => key in loudness)?.key;
  return last === undefined ? "normal" : loudness[last as keyof typeof loudness];
}
