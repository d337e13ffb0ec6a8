import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isServed } from "../../src/assemble/only-one.ts";
import { Problem } from "../../src/model/problem.ts";
import { type } from "../support/command-line.ts";
import { temporaryFolder } from "../support/folders.ts";
import { leftOverSocket } from "../support/left-over-socket.ts";
import { eventually } from "../support/wire.ts";

async function stateFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "httpsidecar"));
  return folder;
}

function life(): AbortController {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  return stop;
}

test("a second `serve` of the stack says that one runs, ends with 0 and changes nothing", async () => {
  const [state, first] = [await stateFolder(), life()];
  const assembly = { isServed: (signal: AbortSignal) => isServed(state, signal) };
  expect(await isServed(state, first.signal)).toBe(false);
  for (const time of ["first", "second"]) {
    const { screen, code, diary, posted } = await type("serve", { assembly });
    expect([time, screen.split("\n")[0], code]).toEqual([
      time,
      "the certbot service of this stack runs already and keeps the certificates: nothing to do here",
      0,
    ]);
    expect([...diary, ...posted]).toEqual([]);
  }
});

test("the next one serves once the first has ended, however it ended", async () => {
  const [state, first] = [await stateFolder(), life()];
  await leftOverSocket(join(state, "httpsidecar", "serve.sock"));
  expect(await isServed(state, first.signal)).toBe(false);
  expect(await isServed(state, life().signal)).toBe(true);
  first.abort();
  await eventually(async () => expect(await isServed(state, life().signal)).toBe(false));
});

test("one that was restarted beside it says once that it waits, and serves when the other has ended", async () => {
  const [state, first, said] = [await stateFolder(), life(), [] as string[]];
  const standBy = async () => void said.push("waits");
  const replica = { container: "a".repeat(64), pauseMs: 10, standBy };
  const oneOff = { ...replica, container: "b".repeat(64) };
  expect(await isServed(state, first.signal, replica)).toBe(false);
  for (const one of [oneOff, replica]) expect(await isServed(state, life().signal, one)).toBe(true);
  expect(said).toEqual([]);
  const waiting = isServed(state, life().signal, replica);
  await eventually(async () => expect(said).toEqual(["waits"]));
  first.abort();
  expect(await waiting).toBe(false);
  expect(said).toEqual(["waits"]);
});

test("one that waits posts that all is well", async () => {
  const isOne = async (_: AbortSignal, standBy: () => Promise<void>) => {
    await standBy();
    return true;
  };
  const { screen, posted } = await type("serve", { assembly: { isServed: isOne } });
  expect(screen).toMatch(/^another certbot container of this stack keeps the certificates/);
  expect(posted).toMatchObject([{ healthy: true }]);
});

test("without the volume each one serves, as it cannot be told", async () => {
  const nowhere = join(await temporaryFolder(), "no", "volume");
  expect(await isServed(nowhere, life().signal)).toBe(false);
  expect(await isServed(nowhere, life().signal)).toBe(false);
});

test("a second companion says that one runs, and ends with 0", async () => {
  const runCompanion = async () => {
    throw new Problem({ code: "runs-already", message: "one runs already", fix: "look" });
  };
  expect(await type("companion", { assembly: { runCompanion } })).toMatchObject({
    screen: "one runs already",
    code: 0,
  });
});
