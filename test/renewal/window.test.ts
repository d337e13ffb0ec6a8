import { describe, expect, it } from "vitest";
import { decide } from "../../src/renewal/decide.ts";
import { mayAskWindow, nextAsk, noteSilence, noteWindow, whyUnusable, windowFor } from "../../src/renewal/window.ts";
import { certificate, decisionFacts } from "../support/given.ts";

const now = new Date("2026-11-20T12:00:00Z");
const window = { start: new Date("2026-12-10T00:00:00Z"), end: new Date("2026-12-12T00:00:00Z") };
const note = {
  certificateId: "one",
  window,
  instant: new Date("2026-12-11T00:00:00Z"),
  askAt: new Date("2026-11-20T18:00:00Z"),
};
const noted = (answer: Parameters<typeof noteWindow>[0]["answer"], random: number, before: typeof note | undefined) =>
  noteWindow({ note: before, certificateId: "one", answer }, certificate(), now, () => random);

describe("the moment in a window", () => {
  it("is drawn once", () => {
    expect(noted({ window }, 0.25, undefined).instant).toEqual(new Date("2026-12-10T12:00:00Z"));
    expect(noted({ window }, 0.9, note).instant).toEqual(note.instant);
  });

  it("is drawn again when the window moves", () => {
    const moved = { start: window.start, end: new Date("2026-12-14T00:00:00Z") };
    expect(noted({ window: moved }, 0.5, note).instant).toEqual(new Date("2026-12-12T00:00:00Z"));
  });

  it("is forgotten when there is no window any more, and kept when the authority is silent", () => {
    expect(noted({ window: undefined }, 0, note)).toMatchObject({ window: undefined, instant: undefined });
    expect(noteSilence(note, "one", undefined, now)).toEqual(note);
  });

  it("belongs to one certificate", () => {
    expect(windowFor(note, "one")).toBe(note);
    expect(windowFor(note, "two")).toBeUndefined();
  });
});

it.each([
  [0, "2026-11-20T12:01:00Z"],
  [30 * 60_000, "2026-11-20T12:30:00Z"],
  [3650 * 24 * 3_600_000, "2026-11-20T18:00:00Z"],
  [undefined, "2026-11-20T18:00:00Z"],
])("asks again after a Retry-After of %s ms at %s", (retryAfter, at) => {
  expect(nextAsk(retryAfter, now)).toEqual(new Date(at));
});

it("asks when it is time, and when the time was written by a clock that was wrong", () => {
  expect(mayAskWindow(undefined, now)).toBe(true);
  expect(mayAskWindow(note, now)).toBe(false);
  expect(mayAskWindow(note, note.askAt)).toBe(true);
  expect(mayAskWindow({ ...note, askAt: new Date("2030-01-01T00:00:00Z") }, now)).toBe(true);
});

it.each([
  ["2026-12-12T00:00:00Z", "2026-12-10T00:00:00Z", "it ends before or as it begins"],
  ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "it ends before or as it begins"],
  ["2027-01-20T00:00:00Z", "2027-02-20T00:00:00Z", "it ends after the certificate"],
  ["2016-12-10T00:00:00Z", "2016-12-12T00:00:00Z", "it begins before the certificate"],
  ["nonsense", "2026-12-12T00:00:00Z", "it is not a time"],
  ["2026-12-10T00:00:00Z", "2026-12-12T00:00:00Z", undefined],
])("a window from %s to %s: %s", (start, end, why) => {
  expect(whyUnusable({ start: new Date(start), end: new Date(end) }, certificate())).toBe(why);
});

describe("a decision with a window", () => {
  const decideAt = (moment: string, instant: string) =>
    decide(decisionFacts({ window: { ...note, instant: new Date(instant) } }), new Date(moment));

  it("issues at the drawn moment and not before", () => {
    expect(decideAt("2026-12-10T23:59:59Z", "2026-12-11T00:00:00Z")).toMatchObject({
      act: "keep",
      until: note.instant,
    });
    expect(decideAt("2026-12-11T00:00:00Z", "2026-12-11T00:00:00Z").act).toBe("issue");
  });

  it("issues at once when the window is over: so an authority says that it revokes", () => {
    expect(decideAt("2026-12-12T00:00:00Z", "2026-12-11T00:00:00Z")).toEqual({
      act: "issue",
      because: "the CA wants it replaced at once",
    });
  });

  it("never waits longer than to two thirds of the life", () => {
    const late = { act: "keep", until: new Date("2026-12-31T00:00:00Z") };
    expect(decideAt("2026-12-01T00:00:00Z", "2027-01-15T00:00:00Z")).toEqual(late);
  });
});
