import { expect, it } from "vitest";
import { withPlaceholder } from "../../src/challenge/placeholder-preflight.ts";
import type { WantedFiles } from "../../src/model/lineage.ts";
import { Problem } from "../../src/model/problem.ts";
import { lineage } from "../support/given.ts";

const silent = new Problem({ code: "nginx-silent", message: "nginx does not answer", fix: "start it" });
const files: WantedFiles = { certificate: "dify.crt", key: "dify.key" };
const { signal } = new AbortController();

/** nginx answers at the look of this number, if at all. */
function given({ upAt, wanted }: { upAt: number; wanted: WantedFiles | undefined }) {
  const diary: string[] = [];
  let looks = 0;
  const preflight = {
    async check() {
      looks += 1;
      diary.push("look");
      if (looks < upAt) throw silent;
      return ["a doubt"];
    },
  };
  const placeholder = {
    wanted: async () => wanted,
    put: async (_: unknown, { certificate, key }: WantedFiles) => void diary.push(`put ${certificate} ${key}`),
    say: (line: string) => void diary.push(line),
    wait: async () => undefined,
  };
  const check = (mend = true) => withPlaceholder(preflight, placeholder).check(lineage(), { mend, signal });
  return { check, diary };
}

it("nothing is put where nginx answers", async () => {
  const { check, diary } = given({ upAt: 1, wanted: files });
  expect(await check()).toEqual(["a doubt"]);
  expect(diary).toEqual(["look"]);
});

it("a placeholder is put for an nginx that wants one, and looked again until it is up", async () => {
  const { check, diary } = given({ upAt: 4, wanted: files });
  expect(await check()).toEqual(["a doubt"]);
  expect(diary).toEqual([
    "look",
    "put dify.crt dify.key",
    "dify.test: nginx needs a certificate to start: a temporary self-signed one is used until then",
    "look",
    "look",
    "look",
  ]);
});

it("an nginx that is silent for another reason is told as before", async () => {
  const { check, diary } = given({ upAt: 9, wanted: undefined });
  await expect(check()).rejects.toBe(silent);
  expect(diary).toEqual(["look"]);
});

it("a rehearsal puts nothing", async () => {
  const { check, diary } = given({ upAt: 9, wanted: files });
  await expect(check(false)).rejects.toBe(silent);
  expect(diary).toEqual(["look"]);
});

it("an nginx that stays silent is not waited for without end", async () => {
  const { check, diary } = given({ upAt: 1000, wanted: files });
  await expect(check()).rejects.toBe(silent);
  expect(diary.filter((entry) => entry === "look").length).toBeLessThan(60);
});
