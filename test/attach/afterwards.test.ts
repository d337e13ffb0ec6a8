import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { afterAttach, afterDetach } from "../../src/attach/afterwards.ts";
import type { Neighbour } from "../../src/attach/host.ts";
import { temporaryFolder } from "../support/folders.ts";

/** A stack in a folder, whose nginx (if it has one) is called proxy and was made with HTTPS on. */
async function given(compose: string, env = "") {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), `services:\n${compose}`);
  await writeFile(join(folder, ".env"), env);
  const proxy: Neighbour = {
    id: "1",
    name: "docker-proxy-1",
    image: "nginx",
    project: "docker",
    workingFolder: folder,
    service: "proxy",
    running: true,
    labels: {},
    published: [{ address: "0.0.0.0", hostPort: 8443, containerPort: 443 }],
  };
  const said: string[] = [];
  const engine = {
    containers: async () => (compose.includes("proxy:") ? [proxy] : []),
    variables: async () => new Map([["NGINX_HTTPS_ENABLED", "true"]]),
    remove: async () => undefined,
    removeVolume: async () => undefined,
  };
  const tools = { engine, talk: { print: (line: string) => void said.push(line), agrees: async () => false } };
  return { choice: { folder, file: undefined, service: "proxy" }, tools, said };
}

const dify = "  proxy: { image: nginx, environment: { NGINX_HTTPS_ENABLED: 'x' } }\n";

test("detach says what an nginx of another name serves now, and made anew", async () => {
  const { choice, tools, said } = await given(dify);
  await afterDetach(choice, " Container docker-proxy-1  Recreate \n", tools);
  expect(said).toContain("nginx stays as it is; after its next start it serves HTTPS");
  expect(said).toContain("recreated by the next plain `docker compose up -d`, it serves plain HTTP");
  expect(said.at(-1)).toContain("because their settings changed: proxy");
});

test("detach says of an nginx with files of its own that they count, running or not", async () => {
  const { choice, tools, said } = await given("  proxy: { image: nginx }\n");
  const stopped = { ...tools, engine: { ...tools.engine, containers: async () => [] } };
  for (const now of [tools, stopped]) await afterDetach(choice, "", now);
  expect(said.filter((line) => line.startsWith("nginx stays as its own files say"))).toHaveLength(2);
  expect(said.join("\n")).not.toContain("plain HTTP");
});

test("detach says of an nginx that came with the sidecar that it is gone, and nothing of what it would serve", async () => {
  const { choice, tools, said } = await given("  chat: { image: open-webui }\n");
  await afterDetach(choice, "", tools);
  expect(said.join("\n")).toContain("nginx was removed with the sidecar");
  expect(said.join("\n")).not.toMatch(/it serves|NGINX_HTTPS_ENABLED/);
});

test("attach's addresses have the port that an nginx of another name publishes", async () => {
  const env = "CERTBOT_DOMAIN=dify.acme.org\nFILES_URL=http://dify.acme.org\n";
  const { choice, tools, said } = await given(`${dify}  api: { env_file: .env }\n`, env);
  const note = { kind: "dify", service: "proxy", set: {}, was: {}, open: false, made: [] };
  await writeFile(join(choice.folder, "httpsidecar.env"), `# for detach: ${JSON.stringify(note)}\n`);
  await afterAttach(choice, "", tools);
  expect(said).toContain("  FILES_URL=https://dify.acme.org:8443");
});
