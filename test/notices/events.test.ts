import { expect, test } from "vitest";
import type { NoticeFacts } from "../../src/model/notice.ts";
import { type Announced, eventsOf, nothingSaid, weeklyEventsOf } from "../../src/notices/events.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const start = new Date("2026-09-01T00:00:00Z");
const at = (days: number) => new Date(start.getTime() + days * day);
const ninety = { notBefore: at(0), due: at(60), notAfter: at(90) };
const problem = { code: "validation-connection", message: "m", fix: "f", retry: "other" } as const;

function facts(given: Partial<NoticeFacts> = {}): NoticeFacts {
  const nothing = { problem: undefined, wire: true, companion: undefined, renewed: false, paused: false };
  return { ...nothing, lineage: "dify.test", now: at(1), next: at(2), certificate: ninety, ...given };
}

/** What is told over a row of looks. */
function told(looks: readonly Partial<NoticeFacts>[], wantsRenewed = false): readonly string[] {
  let said: Announced = nothingSaid;
  return looks.map((look) => {
    const step = eventsOf(said, facts(look), wantsRenewed);
    said = step.said;
    return step.events.join(" and ");
  });
}

test("a renewal that fails to the end tells each stage once, and its end", () => {
  const days = [60, 61, 70, 75, 76, 87, 89, 90, 91];
  const looks = days.map((each) => ({ now: at(each), problem }));
  expect(
    told([...looks, { now: at(92), certificate: { notBefore: at(92), due: at(152), notAfter: at(182) } }]),
  ).toEqual([...["failing", "", "", "half", "", "72-hours", "", "expired", "", "recovered"]]);
});

test("what is only held back by a pause is the same failure", () => {
  expect(
    told([
      { now: at(60), problem },
      { now: at(60.1), paused: true },
      { now: at(75), paused: true },
    ]),
  ).toEqual([...["failing", "", "half"]]);
});

test("what is looked at every minute is told when it lasts five minutes, not while a stack starts", () => {
  const look = { ...problem, code: "nginx-silent", retry: "look" } as const;
  const minutes = (count: number) => new Date(at(1).getTime() + count * 60_000);
  expect(told([{ now: minutes(0), problem: look }, { now: minutes(1), problem: look }, { now: minutes(2) }])).toEqual([
    "",
    "",
    "",
  ]);
  expect(told([0, 3, 5, 6].map((each) => ({ now: minutes(each), problem: look })))).toEqual(["", "", "failing", ""]);
});

test("an end that comes near is no news before the renewal is due, nor for a certificate of days", () => {
  expect(told([{ now: at(89), certificate: { ...ninety, due: at(89.5) } }])).toEqual([""]);
  const short = { notBefore: at(0), due: at(3.3), notAfter: at(6.6) };
  expect(told([3.4, 4, 5, 6.7].map((each) => ({ now: at(each), problem, certificate: short })))).toEqual([
    ...["failing", "", "half", "expired"],
  ]);
});

test("stages that are passed at once, by a machine that slept, are told as the worst of them", () => {
  expect(
    told([
      { now: at(91), problem },
      { now: at(92), problem },
    ]),
  ).toEqual(["expired", ""]);
});

test("a lost wire and a lost companion are told apart, each once", () => {
  const lost = { wire: false, problem: { ...problem, code: "not-served" } };
  const gone = {
    companion: { message: "m", fix: "f" },
    problem: { ...problem, code: "companion-absent", retry: "look" },
  } as const;
  expect(told([lost, lost, {}])).toEqual(["wire-lost", "", "recovered"]);
  expect(told([gone, { ...gone, ...lost }, {}])).toEqual(["companion-gone", "wire-lost", "recovered"]);
});

test("a renewal is told where that is wanted, and a recovery only once", () => {
  expect(told([{ renewed: true }])).toEqual([""]);
  expect(told([{ renewed: true }, {}, { renewed: true }], true)).toEqual(["renewed", "", "renewed"]);
  expect(told([{ problem }, { renewed: true }, {}], true)).toEqual(["failing", "recovered", ""]);
});

test("the weekly look tells what is new once, and its end", () => {
  const weeks = [["dns"], ["dns"], ["dns", "port 80"], ["port 80"], [], []];
  let said: Announced = nothingSaid;
  const toldEach = weeks.map((found) => {
    const step = weeklyEventsOf(said, found);
    said = step.said;
    return step.events.join(" and ");
  });
  expect(toldEach).toEqual(["weekly-look", "", "weekly-look", "", "recovered", ""]);
});

test("a look of the loop, good or bad, leaves what the weekly look has told as it is", () => {
  const { said } = weeklyEventsOf(nothingSaid, ["dns"]);
  const well = eventsOf(said, facts(), true);
  expect(well).toEqual({ events: [], said });
  const failing = eventsOf(said, facts({ problem }), true);
  const recovered = eventsOf(failing.said, facts(), true);
  expect([failing.events, recovered.events]).toEqual([["failing"], ["recovered"]]);
  expect(weeklyEventsOf(recovered.said, ["dns"]).events).toEqual([]);
});

test("while something else is told and not over, the weekly look waits with what is new", () => {
  const failing = eventsOf(weeklyEventsOf(nothingSaid, ["dns"]).said, facts({ problem }), true).said;
  const during = weeklyEventsOf(failing, ["port 80"]);
  expect(during).toEqual({ events: [], said: { ...failing, found: [] } });
  const { said } = eventsOf(during.said, facts(), true);
  expect(weeklyEventsOf(said, ["port 80"]).events).toEqual(["weekly-look"]);
});
