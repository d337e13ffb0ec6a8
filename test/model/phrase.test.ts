import { afterEach, expect, test } from "vitest";
import { phrase, speak } from "../../src/model/phrase.ts";

afterEach(() => speak(undefined));

const leads = (name: string, to: number) => phrase`${name} leads to ${to}\n\`there\``;

test("a text stands as it is written where no language was chosen", () => {
  expect(leads("a.example", 7)).toBe("a.example leads to 7\n`there`");
});

test("a translation may put the places in another order, and what fills them is never read as a place", () => {
  speak(new Map([["{1} leads to {2}\n`there`", "{2} <- {1}"]]));
  expect(leads("{2}", 7)).toBe("7 <- {2}");
});

test("what a catalogue does not have stays English", () => {
  speak(new Map());
  expect(leads("a.example", 7)).toBe("a.example leads to 7\n`there`");
});
