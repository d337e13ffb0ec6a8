import type { ContainerInspectInfo } from "dockerode";
import { expect, test } from "vitest";
import { environmentNames } from "../../../src/companion/docker/own-stack.ts";

test("asks once for each container's environment, and gives the names, with no value but an app's address over HTTP", async () => {
  const api = { SECRET: "http://a=b", FILES_URL: "http://files.test:81/x", APP_API_URL: "https://x.test" };
  const odd = { WEBUI_URL: "http://x; rm -rf", TRIGGER_URL: `http://${"x".repeat(300)}` };
  const lines = (given: object) => Object.entries(given).map(([name, value]) => `${name}=${value}`);
  const { names, diary } = containers({ api: lines(api), web: lines(odd) });
  const shown = new Map(Object.keys(api).map((name) => [name, name === "FILES_URL" ? api.FILES_URL : ""]));
  expect(await names(["api"])).toEqual([shown]);
  expect(await names(["api", "web"])).toEqual([shown, new Map(Object.keys(odd).map((name) => [name, ""]))]);
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
  expect(await names(["api"])).toEqual([new Map([["PATH", ""]])]);
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
