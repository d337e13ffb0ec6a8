import type { ContainerInspectInfo } from "dockerode";
import { expect, test } from "vitest";
import { environmentNames } from "../../../src/companion/docker/own-stack.ts";

test("asks once for each container's environment, and gives the names alone", async () => {
  const { names, diary } = containers({ api: ["SECRET=a=b", "PATH=/bin"], web: ["PORT=80"] });
  expect(await names(["api"])).toEqual([new Set(["SECRET", "PATH"])]);
  expect(await names(["api", "web"])).toEqual([new Set(["SECRET", "PATH"]), new Set(["PORT"])]);
  expect(diary).toEqual(["api", "web"]);
});

test("forgets a container that is gone", async () => {
  const { names, diary } = containers({ api: ["PATH=/bin"], web: [] });
  await names(["api", "web"]);
  await names(["web"]);
  await names(["api", "web"]);
  expect(diary).toEqual(["api", "web", "api"]);
});

test("keeps nothing of a question that the Engine did not answer", async () => {
  const { names, diary } = containers({ api: ["PATH=/bin"] });
  await expect(names(["api", "gone"])).rejects.toThrow("no such container: gone");
  expect(await names(["api"])).toEqual([new Set(["PATH"])]);
  expect(diary).toEqual(["api", "gone", "api"]);
});

/** An Engine with these containers, and a diary of whom it was asked about. */
function containers(environments: Readonly<Record<string, readonly string[]>>) {
  const diary: string[] = [];
  const inspect = async (id: string) => {
    diary.push(id);
    const Env = environments[id];
    if (!Env) throw new Error(`no such container: ${id}`);
    return { Config: { Env } } as unknown as ContainerInspectInfo;
  };
  return { names: environmentNames({ inspect }), diary };
}
