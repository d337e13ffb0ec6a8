import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openObserver } from "../../src/assemble/observer-parts.ts";
import { newMemory } from "../../src/cli/serve-memory.ts";
import { weeklyCheck } from "../../src/cli/weekly/weekly-check.ts";
import type { WeeklyNote } from "../../src/model/weekly.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { weeklyNotes } from "../../src/store/weekly-notes.ts";
import { type } from "../support/command-line.ts";
import { apis, startApi } from "../support/dns-apis.ts";
import { startDns } from "../support/dns-server.ts";
import {
  assemblyAt,
  domain,
  environmentOf,
  type Scene,
  scene,
  serve,
  serving,
  settingsAt,
  untouchedPebble,
} from "../support/doctor.ts";
import { certificate } from "../support/given.ts";
import { receiver } from "../support/receiver.ts";

const pebble = untouchedPebble();

const minute = 60 * 1000;
const hour = 60 * minute;
const week = 7 * 24 * hour;
const start = Date.parse("2026-11-20T12:00:00Z");

function shut({ server }: Scene): void {
  server.close();
  server.closeAllConnections();
}

const open = ({ webroot, port }: Scene) => serve(serving(webroot), "127.0.0.1", port);

/** A stack that is well, a clock to set, and what is said. */
async function stack(more: Record<string, string> = {}) {
  const place = await scene();
  let now = start;
  let said: string[] = [];
  const environment = environmentOf(pebble(), place, { environment: more });
  const look = weeklyCheck(
    {
      environment,
      signal: new AbortController().signal,
      clock: { now: () => new Date(now) },
      print: (line) => said.push(line),
      complain: (line) => said.push(`! ${line}`),
      assembly: assemblyAt(place, () => ({ environment })),
      notes: weeklyNotes(place.folder),
      memory: newMemory(new Date(now)),
      report: (found) => said.push(`told: ${found.map(({ saw }) => saw.split(":")[0]).join(", ") || "all well"}`),
      random: () => 0,
    },
    settingsAt(pebble(), place, environment),
  );
  return {
    place,
    /** so many ms later: what is said, and how long after it the next look is */
    async after(ms: number, loop = week) {
      now += ms;
      said = [];
      const next = (await look(new Date(now + loop))).getTime() - now;
      return { said, next };
    },
  };
}

const well = ["weekly check: nothing prevents the next renewal", "told: all well"];

test("the first look is within an hour of the start, then one a week", async () => {
  const { after } = await stack();
  expect(await after(0)).toEqual({ said: [], next: hour / 2 });
  expect(await after(hour / 2)).toEqual({ said: well, next: week });
  expect(await after(week - hour)).toEqual({ said: [], next: hour });
  expect(await after(hour)).toEqual({ said: well, next: week });
});

test("a look that is due waits for the loop's own, when that is near", async () => {
  const { after } = await stack();
  await after(0);
  expect(await after(hour / 2, 44_000)).toEqual({ said: [], next: 44_000 });
  expect(await after(44_000, minute)).toEqual({ said: well, next: week });
});

test("a clock that is put back by months costs a look, not the looks of those months", async () => {
  const { after } = await stack();
  await after(0);
  await after(hour / 2);
  expect(await after(-12 * week)).toEqual({ said: well, next: week });
});

test("a port that was closed is said at once, looked at again, and told weeks before it matters, once", async () => {
  const { after, place } = await stack();
  await after(hour / 2);
  shut(place);
  const first = await after(week);
  expect(first.said).toContainEqual(
    expect.stringMatching(/^! weekly check: challenge: nginx does not respond .*; fix: /),
  );
  expect(first.said).toContainEqual(expect.stringMatching(/^! weekly check: port 80: .*; fix: check from outside/));
  expect(first.said).not.toContainEqual(expect.stringMatching(/^told/));
  expect(first.next).toBe(hour);
  const told = { said: ["told: challenge, port 80"], next: week };
  expect(await after(hour)).toEqual(told);
  expect(await after(week)).toEqual(told);
  await open(place);
  expect(await after(week)).toEqual({ said: well, next: week });
});

/** Cloudflare's API, until its token expires, and the name server of example.com. */
async function overDns() {
  const names = { "example.com SOA": ["ns.test"], "example.com NS": ["ns.test"], [`${domain} A`]: ["127.0.0.1"] };
  const server = await startDns(names);
  let isExpired = false;
  const api = await startApi((asked, records) => {
    if (asked.query.get("name") === "example.com") asked.query.set("name", "a.test");
    return apis.cloudflare(isExpired ? { ...asked, headers: {} } : asked, records);
  });
  onTestFinished(async () => {
    await api.close();
    await server[Symbol.asyncDispose]();
  });
  const options = "--dns-cloudflare --dns-cloudflare-propagation-seconds 1";
  const environment = {
    ...{ CF_DNS_API_TOKEN: "secret-1", CLOUDFLARE_BASE_URL: api.url },
    CERTBOT_OPTIONS: `--server ${pebble().directory} ${options}`,
    DOCTOR_RESOLVERS: `${server.address}:${server.port}`,
  };
  const expire = () => {
    isExpired = true;
  };
  return { api, environment, expire };
}

test("over DNS a probe record is made and removed, and a key that has expired is told weeks before a renewal needs it", async () => {
  const { api, environment, expire } = await overDns();
  const { after } = await stack(environment);
  expect((await after(hour / 2)).said).toEqual(well);
  const changes = api.diary.map((line) => line.split(" ")[0]).filter((method) => method !== "GET");
  expect(changes).toEqual(["POST", "DELETE"]);
  expect(api.records).toEqual([]);
  expire();
  const first = await after(week);
  expect(first.said).toEqual([
    expect.stringMatching(/^! weekly check: challenge: Cloudflare refuses the key: .*; fix: /),
  ]);
  expect(await after(hour)).toEqual({ said: ["told: challenge"], next: week });
});

test("a folder that takes no note is said, and the look takes place", async () => {
  const { after, place } = await stack();
  await writeFile(join(place.folder, "httpsidecar"), "no folder");
  expect((await after(0)).said).toEqual([expect.stringMatching(/^! weekly check: its date could not be saved: /)]);
  expect((await after(hour / 2)).said).toContain("told: all well");
});

/** `serve` in such a stack, its clock set to each look that it plans, until it was told so many times what it found. */
async function serveFor(looks: number, place: Scene, host: string) {
  const environment = environmentOf(pebble(), place, { environment: { NOTIFY_URLS: `http://${host}/hook` } });
  const settings = settingsAt(pebble(), place, environment);
  let now = start;
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const kept = weeklyNotes(place.folder);
  const plans: number[] = [];
  const observer = await openObserver(settings, {
    environment,
    say: () => {},
    store: lineageStore({ folder: place.folder, webroot: place.webroot, version: "1.2.3" }),
  });
  const goOn = async (note: WeeklyNote) => {
    await kept.write(note);
    plans.push(note.due.getTime() - now);
    if (plans.length > looks) stop.abort();
    else now = note.due.getTime();
  };
  const { screen } = await type("serve", {
    environment,
    stop,
    stored: certificate(),
    entry: { deployed: "AA:BB" },
    clock: { now: () => new Date(now) },
    assembly: {
      ...assemblyAt(place, () => ({ environment })),
      observer: async () => ({ ...observer, leave: async () => {} }),
      weeklyNotes: async () => ({ read: kept.read, write: goOn }),
    },
  });
  return { screen, plans };
}

test("by `serve` a person is told once of what is new, restarts or not, and when it is gone", async () => {
  const place = await scene();
  const { received, host } = await receiver({ status: 200 });
  const events = () => received.map(({ body }) => JSON.parse(body).event);
  shut(place);
  const { plans, screen } = await serveFor(3, place, host);
  expect(plans.slice(1)).toEqual([hour, week, week]);
  expect(screen).toMatch(/^! weekly check: challenge: /m);
  await expect.poll(events).toEqual(["weekly-look"]);
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
    title: expect.stringMatching(/^shop.example.com: the weekly check found a problem \(.*\)$/),
    text: expect.stringMatching(
      /^what happened: challenge: nginx does not respond .*\nwhat to do: docker compose up -d nginx/,
    ),
  });

  // what was seen twice is known after a restart
  expect((await serveFor(1, place, host)).plans[1]).toBe(week);
  await open(place);
  await serveFor(1, place, host);
  await expect.poll(events).toEqual(["weekly-look", "recovered"]);
});

test("by `serve` a look that restarts have put off again and again takes place soon after a start", async () => {
  const place = await scene();
  const { host } = await receiver({ status: 200 });
  const missed = { due: new Date(start - week), passing: [], unconfirmed: [], confirmed: [] };
  await weeklyNotes(place.folder).write(missed);
  const { plans, screen } = await serveFor(1, place, host);
  expect(plans[0]).toBeGreaterThanOrEqual(10 * minute);
  expect(plans[0]).toBeLessThanOrEqual(20 * minute);
  expect(plans[1]).toBe(week);
  expect(screen).toContain("weekly check: nothing prevents the next renewal");
});
