import { setTimeout as sleep } from "node:timers/promises";
import { array, assert, asyncProperty, boolean, tuple } from "fast-check";
import { expect, test } from "vitest";
import type { Destination, NoticeEvent, NoticeFacts } from "../../src/model/notice.ts";
import type { Delivery } from "../../src/notices/delivery.ts";
import { noticeMemory } from "../../src/notices/memory.ts";
import { noticeOf } from "../../src/notices/message.ts";
import { openNotices } from "../../src/notices/notices.ts";

const slack: Destination = {
  kind: "slack",
  url: new URL("https://hooks.slack.com/services/s3cret"),
  label: "slack (hooks.slack.com)",
};
const ntfy: Destination = { kind: "ntfy", url: new URL("https://ntfy.sh/s3cret"), label: "ntfy (ntfy.sh)" };
const arrived: Delivery = { arrived: true };
const failed: Delivery = { arrived: false, why: "status 500", waitMs: undefined };

const failing: NoticeFacts = {
  now: new Date("2026-11-20T12:00:00Z"),
  lineage: "dify.test",
  problem: { code: "validation-connection", message: "nothing listens\non port 80", fix: "open it", retry: "other" },
  next: new Date("2026-11-20T13:40:00Z"),
  certificate: {
    due: new Date("2026-11-18T00:00:00Z"),
    notBefore: new Date("2026-09-01T00:00:00Z"),
    notAfter: new Date("2026-12-20T12:00:00Z"),
  },
  ...{ renewed: false, paused: false, wire: true, companion: undefined },
};

/** Notices over a disk, a clock and a timer of the test's own. */
async function world({ destinations = [slack], ends = [] as Delivery[] } = {}) {
  const disk = { text: "" };
  const file = {
    read: async () => (disk.text.startsWith('{"') ? noticeMemory.parse(JSON.parse(disk.text)) : undefined),
    async write(value: unknown) {
      disk.text = JSON.stringify(value);
    },
  };
  const sent: string[] = [];
  const said: string[] = [];
  const timers: { work: () => void; ms: number }[] = [];
  let now = failing.now;
  const open = (to = destinations) =>
    openNotices({
      destinations: to,
      renewed: false,
      file,
      async deliver({ label }, { title }) {
        sent.push(`${label}: ${title}`);
        return ends.shift() ?? arrived;
      },
      say: (line) => said.push(line),
      now: () => now,
      later: (work, ms) => timers.push({ work, ms }),
    });
  const goOn = async () => {
    const { work, ms } = timers.pop() ?? { work: () => {}, ms: 0 };
    now = new Date(now.getTime() + ms);
    work();
    return ms;
  };
  return { disk, sent, said, open, goOn, timers };
}

test("a watched server is told once a fault, by its URL, and when it is well again", async () => {
  const { open, sent } = await world();
  const url = "https://chat.test";
  const facts = { now: failing.now, lineage: url, next: failing.next, certificate: undefined };
  const found = (mark: string) => [{ mark, saw: `it is ${mark}`, fix: "renew it there" }];
  const notices = open();
  for (const each of [found("not-replaced"), found("not-replaced"), found("expired"), []])
    notices.watched({ ...facts, found: each });
  notices.look(failing);
  await expect.poll(() => sent).toHaveLength(4);
  expect(sent.map((line) => line.replace("slack (hooks.slack.com): ", ""))).toEqual([
    `${url}: the certificate of a watched server needs attention`,
    `${url}: the certificate of a watched server needs attention`,
    `${url}: all is well again`,
    expect.stringMatching(/^dify\.test: the certificate could not be obtained or renewed/),
  ]);
});

test("a stage is told once to each destination, across restarts too, and the file holds no secret", async () => {
  const { open, sent, disk } = await world({ destinations: [slack, ntfy] });
  const first = open();
  first.look(failing);
  first.look(failing);
  await expect.poll(() => sent).toHaveLength(2);
  const second = open();
  second.look(failing);
  second.look({ ...failing, problem: undefined, certificate: undefined });
  await expect.poll(() => sent).toHaveLength(4);
  expect(sent).toEqual([
    "slack (hooks.slack.com): dify.test: the certificate could not be obtained or renewed (HTTPS is up, 30 days left)",
    "ntfy (ntfy.sh): dify.test: the certificate could not be obtained or renewed (HTTPS is up, 30 days left)",
    "slack (hooks.slack.com): dify.test: all is well again",
    "ntfy (ntfy.sh): dify.test: all is well again",
  ]);
  expect(disk.text).not.toContain("s3cret");
});

test("one that does not arrive is said, and sent again after growing pauses, a restart in between or not", async () => {
  const { open, sent, said, goOn, timers } = await world({ ends: [failed, { ...failed, waitMs: 600_000 }] });
  open().look(failing);
  await expect.poll(() => timers).toHaveLength(1);
  expect(said).toEqual([
    'warning: the notice "dify.test: the certificate could not be obtained or renewed (HTTPS is up, 30 days left)" did not arrive at slack (hooks.slack.com): status 500; tried again at 2026-11-20 12:01 UTC',
  ]);
  expect(await goOn()).toBe(60_000);
  await expect.poll(() => timers).toHaveLength(1);
  // the service's own wish is longer than our pause
  timers.pop();
  open();
  await expect.poll(() => timers).toHaveLength(1);
  expect(await goOn()).toBe(600_000);
  await expect.poll(() => sent).toHaveLength(3);
});

const well: NoticeFacts = { ...failing, problem: undefined, certificate: undefined };

test("nobody hears that all is well before he has heard what was not", async () => {
  const { open, sent, goOn, timers } = await world({ ends: [failed, failed] });
  const notices = open();
  notices.look(failing);
  await expect.poll(() => timers).toHaveLength(1);
  notices.look(well);
  await expect.poll(() => timers).toHaveLength(2);
  await goOn();
  await expect.poll(() => sent).toHaveLength(4);
  expect(sent.map((line) => line.replace(/^.*dify.test: /, ""))).toEqual([
    ...Array(3).fill("the certificate could not be obtained or renewed (HTTPS is up, 30 days left)"),
    "all is well again",
  ]);
});

test("whatever arrives or not, each destination hears in order, once, and of each thing", async () => {
  const steps = array(tuple(boolean(), boolean()), { minLength: 1, maxLength: 8 });
  await assert(
    asyncProperty(steps, array(boolean(), { maxLength: 20 }), async (checks, ends) => {
      const heard: Record<string, string[]> = { slack: [], ntfy: [] };
      const timers: (() => void)[] = [];
      let now = failing.now.getTime();
      const notices = openNotices({
        destinations: [slack, ntfy],
        renewed: false,
        file: { read: async () => undefined, write: async () => {} },
        async deliver({ kind }, { event }) {
          if (ends.shift() === false) return failed;
          heard[kind]?.push(event);
          return arrived;
        },
        say() {},
        now: () => new Date(now),
        later: (work) => timers.push(work),
      });
      const pass = async () => {
        await sleep(0);
        now += 61 * 60_000;
        for (const work of timers.splice(0)) work();
      };
      for (const [isWell, goesOn] of checks) {
        notices.look({ ...(isWell ? well : failing), now: new Date(now) });
        if (goesOn) await pass();
      }
      ends.length = 0;
      for (let rounds = 0; rounds < 20; rounds++) await pass();
      const told = checks.map(([isWell]) => (isWell ? "recovered" : "failing"));
      const changes = told.filter((event, at) => event !== (told[at - 1] ?? "recovered"));
      expect(heard).toEqual({ slack: changes, ntfy: changes });
    }),
    { numRuns: 100 },
  );
});

test("a disk that is full keeps nobody from being told, and tells nobody twice", async () => {
  const sent: string[] = [];
  const said: string[] = [];
  const notices = openNotices({
    destinations: [slack],
    renewed: false,
    file: { read: async () => undefined, write: () => Promise.reject(new Error("ENOSPC")) },
    deliver: async (_, { event }) => {
      sent.push(event);
      return arrived;
    },
    say: (line) => said.push(line),
  });
  notices.look(failing);
  notices.look(failing);
  await expect.poll(() => [sent, said.length > 0]).toEqual([["failing"], true]);
  expect(said[0]).toBe("warning: notices: ENOSPC");
});

test("one that never arrives is given up after a day", async () => {
  const { open, said, goOn, timers } = await world({ ends: Array(9).fill(failed) });
  open().look(failing);
  for (let tries = 0; tries < 6; tries++) {
    await expect.poll(() => timers).toHaveLength(1);
    await goOn();
  }
  await expect.poll(() => said.at(-1)).toMatch(/; given up$/);
  expect(timers).toEqual([]);
});

test("a destination that was taken out hears no more, and a damaged file is a fresh start", async () => {
  const { open, sent, disk, timers } = await world({ ends: [failed] });
  open().look(failing);
  await expect.poll(() => timers).toHaveLength(1);
  open([ntfy]);
  await expect.poll(() => disk.text.includes('"waiting":[]')).toBe(true);
  expect(sent).toHaveLength(1);
  disk.text = "{ half";
  open([ntfy]).look(failing);
  await expect.poll(() => sent.at(-1)).toMatch(/^ntfy/);
});

test("a stage and a field of a later version are left out, and what is known beside them is not said again", async () => {
  const { open, sent, disk } = await world();
  open().look(failing);
  await expect.poll(() => sent).toHaveLength(1);
  const written = JSON.parse(disk.text);
  written.said["dify.test"].stages.push("moon-lost");
  written.said["other.test"] = { stages: "many" };
  written.waiting.push({ to: 7 });
  disk.text = JSON.stringify({ ...written, since: 2 });
  const again = open();
  again.look(failing);
  again.look({ ...failing, problem: undefined, certificate: undefined });
  await expect.poll(() => sent).toHaveLength(2);
  expect(sent[1]).toContain("all is well again");
});

test("a look returns at once, whatever the file or the services do", async () => {
  const said: string[] = [];
  const broken = openNotices({
    destinations: [slack],
    renewed: false,
    file: { read: () => Promise.reject(new Error("the disk is gone")), write: async () => {} },
    deliver: () => new Promise(() => {}),
    say: (line) => said.push(line),
  });
  expect(broken.look(failing)).toBeUndefined();
  await expect.poll(() => said).toContain("warning: notices: the disk is gone");
});

test("the weekly look's findings are told once, across restarts too, and said to be left when all else is well", async () => {
  const { open, sent } = await world();
  const weekly = { ...failing, found: [{ mark: "dns", saw: "dns: no address", fix: "add a record" }] };
  open().weekly(weekly);
  await expect.poll(() => sent).toHaveLength(1);
  const again = open();
  again.weekly(weekly);
  again.look(failing);
  again.look(well);
  again.weekly(weekly);
  again.weekly({ ...weekly, found: [] });
  await expect.poll(() => sent).toHaveLength(4);
  expect(sent.map((line) => line.replace(/^.*dify.test: /, ""))).toEqual([
    "the weekly check found a problem (HTTPS is up, 30 days left)",
    "the certificate could not be obtained or renewed (HTTPS is up, 30 days left)",
    "it works again; what the weekly check found still has to be fixed",
    "all is well again (HTTPS is up, 30 days left)",
  ]);
});

const { certificate } = failing;
const later = (iso: string) => ({ now: new Date(iso) });

test.each<[NoticeEvent, Partial<NoticeFacts>, string]>([
  ["failing", {}, "(HTTPS is up, 30 days left)"],
  ["failing", { certificate: undefined, wire: undefined }, "(there is no usable certificate)"],
  ["72-hours", later("2026-12-19T18:00:00Z"), "(HTTPS is up, 18 hours left)"],
  ["expired", later("2026-12-20T15:00:00Z"), "(HTTPS is down for browsers, expired 3 hours ago)"],
  ["wire-lost", { wire: false }, "(HTTPS may be down, 30 days left)"],
  ["companion-gone", { wire: undefined }, "(30 days left)"],
  ["renewed", { certificate, problem: undefined }, "the certificate was renewed (HTTPS is up, 30 days left)"],
  ["test", { certificate: undefined, problem: undefined }, "dify.test: this is a test"],
])("the title of %s says whether the site is up and for how long", (event, facts, says) => {
  const { title } = noticeOf(event, { ...failing, ...facts });
  expect(title.endsWith(says)).toBe(true);
});
