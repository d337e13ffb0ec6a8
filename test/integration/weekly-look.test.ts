import { expect, test } from "vitest";
import { weeklyLook } from "../../src/cli/weekly-look.ts";
import { assemblyAt, environmentOf, scene, serve, serving, settingsAt, untouchedPebble } from "../support/doctor.ts";

const pebble = untouchedPebble();

const hour = 60 * 60 * 1000;
const week = 7 * 24 * hour;

/** A stack that is well, a clock to set, and what is said. */
async function stack() {
  const place = await scene();
  let now = Date.parse("2026-11-20T12:00:00Z");
  let said: string[] = [];
  const environment = environmentOf(pebble(), place);
  const look = weeklyLook(
    {
      environment,
      signal: new AbortController().signal,
      clock: { now: () => new Date(now) },
      print: (line) => said.push(line),
      complain: (line) => said.push(`! ${line}`),
      assembly: assemblyAt(place, () => ({ environment })),
    },
    settingsAt(pebble(), place),
  );
  return {
    place,
    /** so many ms later: what is said, and how long after it the next look is */
    async after(ms: number) {
      now += ms;
      said = [];
      const next = (await look()).getTime() - now;
      return { said, next };
    },
  };
}

test("the first look is an hour after the start, then one a week", async () => {
  const { after } = await stack();
  expect(await after(0)).toEqual({ said: [], next: hour });
  const fine = { said: ["weekly look: nothing stands in the way of the next renewal"], next: week };
  expect(await after(hour)).toEqual(fine);
  expect(await after(week - hour)).toEqual({ said: [], next: hour });
  expect(await after(hour)).toEqual(fine);
});

test("a port that was closed is told weeks before it matters, and once; so is that it is open again", async () => {
  const { after, place } = await stack();
  await after(hour);
  place.server.close();
  place.server.closeAllConnections();
  const { said } = await after(week);
  expect(said).toContainEqual(expect.stringMatching(/^! weekly look: challenge: nginx does not answer .*; fix: /));
  expect(said).toContainEqual(expect.stringMatching(/^! weekly look: port 80: .*; fix: look from outside/));
  expect((await after(week)).said).toEqual([]);
  await serve(serving(place.webroot), "127.0.0.1", place.port);
  expect((await after(week)).said).toEqual(["weekly look: nothing stands in the way of the next renewal"]);
});
