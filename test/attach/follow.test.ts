import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { follow } from "../../src/attach/follow.ts";
import { attachTools, fakeEngine, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";
import { virtualTime } from "../support/strategy.ts";

const status = (result: string | null, off = false) =>
  JSON.stringify({ schema: 1, result, lineage: { wire: result === null ? null : { same: true, off } } });

/** The sidecar answers these in turn, and then the last one. */
async function following(answers: (string | undefined)[], isThere = true) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  const diary: string[] = [];
  const asked: (readonly string[])[] = [];
  let from: Date | undefined;
  const engine = fakeEngine(diary, {
    running: isThere ? [neighbour(folder, "certbot")] : [],
    logs: async function* (_id, since, signal) {
      from = since;
      yield "下次续期：2027";
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
    async run(_id, command) {
      asked.push(command);
      return answers.length > 1 ? answers.shift() : answers[0];
    },
  });
  const time = virtualTime();
  const choice = { folder, file: undefined, service: undefined, dryRun: false, yes: false };
  const live = await follow(choice, attachTools(diary, { engine }), time);
  return { live, diary, asked, from, seconds: time.now() / 1000 };
}

test("ends as soon as nginx was seen to serve the certificate, whatever the language of the log", async () => {
  const { live, diary, asked } = await following([undefined, status(null), status("kept")]);
  expect({ live, asked: asked.length }).toEqual({ live: true, asked: 3 });
  expect(asked[0]).toEqual(["httpsidecar", "status", "--json"]);
  expect(diary).toEqual(["  下次续期：2027"]);
});

test.each([
  ["fails", status("failed")],
  ["is held back by a failure", status("paused")],
  ["only tried", status("rehearsed")],
  ["has not checked since this container came", status(null)],
  ["answers nothing that is understood", "hello"],
])("ends with no when it %s, and says that it goes on", async (_, answer) => {
  const { live, diary } = await following([answer]);
  expect(live).toBe(false);
  expect(diary.at(-1)).toContain("HTTPS is not live yet");
});

test("waits a little after the first failure, since nginx and the sidecar start together", async () => {
  const failed = status("failed");
  const { live } = await following([failed, failed, failed, status("kept")]);
  expect(live).toBe(true);
  const late = await following([failed]);
  expect({ live: late.live, seconds: Math.round(late.seconds) }).toEqual({ live: false, seconds: 21 });
});

test("waits two minutes at most while nothing is said", async () => {
  const { live, seconds } = await following([status(null)]);
  expect({ live, seconds }).toEqual({ live: false, seconds: 120 });
});

test.each(["off", "renewed"])(
  "ends with no, at once, where a person switched HTTPS off (%s), and says how it comes back",
  async (result) => {
    const { live, diary, asked } = await following([status(result, true)]);
    expect({ live, asked: asked.length, last: diary.at(-1) }).toEqual({
      ...{ live: false, asked: 3 },
      last: expect.stringContaining("Back on: docker compose exec certbot httpsidecar enable-https"),
    });
  },
);

test("has a sidecar that runs already check once more, since what was well may be hours ago", async () => {
  const { live, asked } = await following([status("kept"), "", status("failed")]);
  expect({ live, command: asked[1] }).toEqual({ live: false, command: ["httpsidecar", "update-cert"] });
});

test("shows the log of this container, but of one that serves already only what comes from now on", async () => {
  const created = new Date(1_700_000_000_000);
  expect((await following([status(null), status("kept")])).from).toEqual(created);
  expect((await following([status("failed")])).from).toEqual(created);
  expect((await following([status("kept")])).from?.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test("does not have it try again what failed, which would cost another of the CA's tries", async () => {
  const { asked } = await following([status("failed")]);
  expect(asked.flat()).not.toContain("update-cert");
});

test("says so when the sidecar does not run", async () => {
  const { live, diary } = await following([], false);
  expect({ live, diary }).toEqual({ live: false, diary: ["the sidecar does not run: docker compose logs certbot"] });
});
