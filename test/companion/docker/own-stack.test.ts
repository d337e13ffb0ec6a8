import type { ContainerInfo, ContainerInspectInfo } from "dockerode";
import { expect, test } from "vitest";
import type { Engine } from "../../../src/companion/docker/engine.ts";
import { environmentNames, findNginx } from "../../../src/companion/docker/own-stack.ts";
import { checkSameStart } from "../../../src/companion/nginx/same-start.ts";
import { refusal } from "../../../src/companion/refusal.ts";

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

const gone = (id: string) => {
  throw refusal("docker-failed", `no such container: ${id}`, "look", Object.assign(new Error(id), { statusCode: 404 }));
};

test("a neighbour that goes between the list and the question has no environment, and keeps nothing from its work", async () => {
  const names = environmentNames({ inspect: async (id) => (id === "api" ? described({ Env: ["A=1"] }) : gone(id)) });
  expect(await names(["api", "gone"])).toEqual([new Map([["A", ""]]), new Map()]);
});

test("an nginx that goes between the list and the question does not run: the Engine is in order", async () => {
  const stack = { project: "dify", workingFolder: "/srv/dify", service: "certbot-companion" };
  const listed = [{ Id: "a", State: "running" }] as unknown as ContainerInfo[];
  const engine = { list: async () => listed, inspect: async (id: string) => gone(id) } as unknown as Engine;
  await expect(findNginx(engine, stack, "nginx")).rejects.toMatchObject({ code: "no-nginx" });
  const start = { id: "a", startedAt: "2026-11-20T12:00:00Z" };
  await expect(checkSameStart(engine, start)).rejects.toMatchObject({ code: "not-ready" });
});

const described = (config: object) => ({ Config: config }) as unknown as ContainerInspectInfo;

/** An Engine with these containers, and a diary of whom it was asked about. */
function containers(environments: Readonly<Record<string, readonly string[]>>) {
  const diary: string[] = [];
  const inspect = async (id: string) => {
    diary.push(id);
    const Env = environments[id];
    if (!Env) throw new Error(`no such container: ${id}`);
    return described({ Env });
  };
  return { names: environmentNames({ inspect }), diary };
}
