import type { FlagKey } from "./flags.ts";
import type { Given } from "./options.ts";

/** The value given last; undefined when the flag is not there. */
export function lastOf(given: readonly Given[], key: FlagKey): string | undefined {
  return given.findLast((one) => one.key === key)?.value;
}

/** Every value given, in order. */
export function allOf(given: readonly Given[], key: FlagKey): readonly string[] {
  return given.filter((one) => one.key === key).map(({ value }) => value);
}

/** Is the flag there at all? */
export function hasFlag(given: readonly Given[], key: FlagKey): boolean {
  return given.some((one) => one.key === key);
}
