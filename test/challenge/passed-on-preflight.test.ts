import { expect, test } from "vitest";
import { haproxyPreflight, tasksPreflight } from "../../src/challenge/passed-on-preflight.ts";
import { Problem } from "../../src/model/problem.ts";
import { lineage } from "../support/given.ts";

const how = { mend: true, signal: new AbortController().signal };

const failing = (code: string) => ({
  check: () => Promise.reject(new Problem({ code, message: "of nginx and its webroot", fix: "", retry: "look" })),
});

test.each([
  { server: "HAProxy", passedOn: haproxyPreflight(failing("challenge-not-served"), "haproxy"), file: "haproxy.cfg" },
  {
    server: "nginx",
    passedOn: tasksPreflight(failing("challenge-not-served")),
    file: "docker/swarm/17-challenge.envsh",
  },
])(
  "$server that does not hand the challenge on is said with the file that does",
  async ({ server, passedOn, file }) => {
    await expect(passedOn.check(lineage(), how)).rejects.toMatchObject({
      message: `${server} does not hand the challenge path to the sidecar's responder; the CA was not asked`,
      fix: expect.stringContaining(file),
    });
  },
);

test("tasks that do not respond are said as nginx is anywhere", async () => {
  const silent = tasksPreflight(failing("nginx-silent"));
  await expect(silent.check(lineage(), how)).rejects.toMatchObject({ code: "nginx-silent" });
});
