import { expect, it } from "vitest";
import type { Finding } from "../../src/doctor/finding.ts";
import { triage } from "../../src/doctor/triage.ts";
import { emptyTriage, type Triage } from "../../src/model/weekly.ts";

const fine = (check: string): Finding => ({ check, verdict: "fine", saw: "all is well" });
const warns = (check: string, saw = "nobody answers"): Finding => ({
  check,
  verdict: "warning",
  saw,
  means: "m",
  fix: "f",
});
const blocks = (check: string, saw = "no address"): Finding => ({
  check,
  verdict: "blocks",
  saw,
  means: "m",
  fix: "f",
});

/** What wants a person after each of these looks; "again" where it is not sure yet. */
function after(...looks: readonly (readonly Finding[])[]): readonly string[] {
  let before: Triage = emptyTriage;
  return looks.map((findings) => {
    const { now, found } = triage(findings, before);
    before = now;
    return [...found.map(({ saw }) => saw), ...(now.unconfirmed.length > 0 ? ["again"] : [])].join(" and ");
  });
}

it("what blocks wants a person once two looks in a row have seen it, for as long as it is seen", () => {
  expect(after([blocks("dns")], [blocks("dns")], [blocks("dns")], [fine("dns")])).toEqual([
    ...["again", "DNS: no address", "DNS: no address", ""],
  ]);
});

it("what one look alone has seen is forgotten", () => {
  expect(after([blocks("dns")], [fine("dns")], [blocks("dns")])).toEqual(["again", "", "again"]);
});

it("a warning that was always there wants nobody", () => {
  expect(after([warns("port 80")], [warns("port 80")])).toEqual(["", ""]);
});

it("a warning of a check that was well wants a person like what blocks", () => {
  const [well, ill] = [[fine("port 80")], [warns("port 80")]];
  expect(after(well, ill, ill, ill, well, ill)).toEqual([
    "",
    "again",
    "port 80: nobody answers",
    "port 80: nobody answers",
    "",
    "again",
  ]);
});

it("a warning whose words change from one look to the next is still one", () => {
  const other = [warns("port 80", "it is answered by a router")];
  expect(after([fine("port 80")], [warns("port 80")], other, other)).toEqual([
    "",
    "again",
    "again",
    "port 80: it is answered by a router",
  ]);
});

it("numbers in the words make no new finding", () => {
  const full = (left: number) => [fine("folders"), blocks("folders", `it has ${left} MiB of room`)];
  expect(after(full(9), full(8), full(7))).toEqual([
    ...["again", "folders: it has 8 MiB of room", "folders: it has 7 MiB of room"],
  ]);
  const marks = [9, 7].map(
    (left) =>
      triage(full(left), { ...emptyTriage, unconfirmed: ["folders, blocks: it has # MiB of room"] }).found[0]?.mark,
  );
  expect(marks[0]).toBe(marks[1]);
});
