import { expect, test } from "vitest";
import type { Engine } from "../../../src/companion/docker/engine.ts";
import { refusal } from "../../../src/companion/refusal.ts";
import { restartedServer } from "../../../src/companion/restart/restarted-server.ts";
import { handleVerb } from "../../../src/companion/verbs.ts";
import { companionContext, oneContainer } from "../../support/companion-context.ts";

type Exec = Engine["exec"];

const result = (exitCode: number, stderr = "") => ({ exitCode, stdout: Buffer.alloc(0), stderr: Buffer.from(stderr) });

/** A service whose test ends as `exec` says, under an Engine that keeps a diary. */
function service(exec: Exec = async () => result(0)) {
  const diary: string[] = [];
  const restart = async (id: string) => void diary.push(`restart ${id}`);
  let now = 0;
  const server = restartedServer(
    companionContext({ engine: { exec, restart, ...oneContainer("web-1") }, now: () => new Date(now) }),
  );
  return {
    diary,
    pass: (minutes: number) => {
      now += minutes * 60_000;
    },
    act: (verb: "look" | "reload" | "disable-https") => handleVerb(server, verb),
  };
}

test("to reload is to restart", async () => {
  const { diary, act } = service();
  expect(await act("look")).toMatchObject({ code: "unchanged", https: true });
  expect(await act("reload")).toMatchObject({ code: "done" });
  expect(diary).toEqual(["restart web-1"]);
});

test("an nginx with a mistake in its files is left running", async () => {
  const { diary, act } = service(async () => result(3, "nginx: [emerg] unknown directive"));
  expect(await act("reload")).toMatchObject({
    code: "config-test-failed",
    output: "nginx: [emerg] unknown directive",
  });
  expect(diary).toEqual([]);
});

test("a container without a shell is restarted untested", async () => {
  const { diary, act } = service(async () => {
    throw refusal("docker-failed", "no sh", "nothing");
  });
  await act("reload");
  expect(diary).toEqual(["restart web-1"]);
});

test("the fourth restart in ten minutes is refused, whoever asks", async () => {
  const { diary, act, pass } = service();
  for (let time = 0; time < 3; time++) await act("reload");
  expect(await act("reload")).toMatchObject({ code: "too-many" });
  expect(diary).toHaveLength(3);
  pass(11);
  expect(await act("reload")).toMatchObject({ code: "done" });
});

test("a test that does not end keeps it running as well", async () => {
  const { diary, act } = service(async () => result(137));
  expect(await act("reload")).toMatchObject({ code: "config-test-failed" });
  expect(diary).toEqual([]);
});

test("HTTPS is not switched there", async () => {
  expect(await service().act("disable-https")).toMatchObject({ code: "unknown-shape" });
});
