import { expect, test } from "vitest";
import { httpSolver } from "../../src/challenge/http-solver.ts";

test("http-01 writes the key authorization under its token, waits for nothing and removes the token", async () => {
  const diary: string[] = [];
  const solver = httpSolver({
    present: async (token, text) => void diary.push(`present ${token} ${text}`),
    cleanUp: async (token) => void diary.push(`remove ${token}`),
  });
  const challenge = {
    type: "http-01",
    domain: "a.test",
    wildcard: false,
    token: "t",
    keyAuthorization: "t.k",
  } as const;
  await solver.present(challenge);
  await solver.settle([challenge], new AbortController().signal);
  await solver.cleanUp(challenge);
  expect(diary).toEqual(["present t t.k", "remove t"]);
});
