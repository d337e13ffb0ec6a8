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
