import { type FlagKey, flags } from "./flags.ts";
import type { Given } from "./options.ts";

/** undefined when the flag was not given. */
export function lastOf(given: readonly Given[], key: FlagKey): string | undefined {
  return given.findLast((one) => one.key === key)?.value;
}

export function allOf(given: readonly Given[], key: FlagKey): readonly string[] {
  return given.filter((one) => one.key === key).map(({ value }) => value);
}

export function hasFlag(given: readonly Given[], key: FlagKey): boolean {
  return given.some((one) => one.key === key);
}

/** The name of the first of these flags that was given. */
export function firstNamed(given: readonly Given[], keys: readonly FlagKey[]): string | undefined {
  const key = keys.find((each) => hasFlag(given, each));
  return flags.find((flag) => flag.key === key)?.names[0];
}
