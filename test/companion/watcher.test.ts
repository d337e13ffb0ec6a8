import { expect, test } from "vitest";
import { watch } from "../../src/companion/watcher.ts";

test("of a swarm no container of this engine is listened for: a round at once, and the end with the signal", async () => {
  const stop = new AbortController();
  const rounds: string[] = [];
  const watching = watch(undefined, async () => void rounds.push("round"), stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 50));
  stop.abort();
  await watching;
  expect(rounds).toEqual(["round"]);
});
