import { expect, test } from "vitest";
import { problemTypes } from "../../src/acme/problems.ts";
import { type Row, spoken } from "../support/authority-words.ts";
import { languages, speaking } from "../support/speaking.ts";

/** Each type of problem alone, then the details that authorities give behind a type. */
const rows: readonly Row[] = [
  ...[...problemTypes.keys()].map((key): Row => {
    const type = key.replace("validation ", "");
    return [type === key ? "acme" : "validation", type, ""];
  }),
  ...spoken,
];

test("every type of problem and every known detail is told in three languages", async () => {
  const columns: (readonly string[])[] = [];
  for (const language of languages) columns.push(await column(language));
  const table = rows.map(([, type, detail], at) =>
    [`${type}: ${detail}`, ...columns.map((texts, nth) => `  ${languages[nth]}  ${texts[at]}`)].join("\n"),
  );
  expect(table.join("\n")).toMatchSnapshot();
  for (const [english = "", ...others] of rows.map((_, at) => columns.map((texts) => texts[at])))
    expect(others).not.toContain(english);
});

/** What is said without the authority's own words, and the fix. */
async function column(language: (typeof languages)[number]): Promise<readonly string[]> {
  const { problemFor } = await speaking(language, () => import("../../src/acme/refusal.ts"));
  return rows.map(([stage, type, detail]) => {
    const { message, fix } = problemFor([{ type, detail, name: "a.example" }], stage);
    const words = detail.includes("a.example") ? detail : `a.example: ${detail || type}`;
    return `${message.replace(`: ${words}`, "")} → ${fix}`;
  });
}
