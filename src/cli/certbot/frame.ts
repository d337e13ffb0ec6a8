import type { Print } from "../../model/contracts.ts";

export const rule = "- ".repeat(40).slice(0, 79);

/** Prints lines between two rules of 79 characters, as certbot does. */
export function framed(print: Print, lines: readonly string[]): void {
  for (const line of ["", rule, ...lines, rule]) print(line);
}

/** certbot's way to name a list: one, two, or the first and how many more. */
export function inShort(names: readonly string[]): string {
  const [first = "", second = ""] = names;
  if (names.length <= 2) return names.length === 2 ? `${first} and ${second}` : first;
  return `${first} and ${names.length - 1} more`;
}
