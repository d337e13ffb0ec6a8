import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { afterAttach, afterDetach } from "../../src/attach/afterwards.ts";
import { attachTools, fakeEngine, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

/** A stack in a folder, whose nginx (if it has one) is called proxy and was made with HTTPS on. */
async function given(compose: string, env = "", isRunning = true, address = "0.0.0.0") {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "compose.yaml"), `services:\n${compose}`);
  await writeFile(join(folder, ".env"), env);
  const published = [{ address, hostPort: 8443, containerPort: 443 }];
  const labels = { "com.docker.compose.config-hash": "old" };
  const running = isRunning && compose.includes("proxy:") ? [neighbour(folder, "proxy", { published, labels })] : [];
  const said: string[] = [];
  const variables = async () => new Map([["NGINX_HTTPS_ENABLED", "true"]]);
  const tools = attachTools(said, { engine: fakeEngine([], { running, variables }) });
  return { choice: { folder, file: undefined, service: "proxy" }, tools, said };
}

const dify = "  proxy: { image: nginx, environment: { NGINX_HTTPS_ENABLED: 'x' } }\n";

test("detach says what an nginx of another name serves now, and made anew", async () => {
  const { choice, tools, said } = await given(dify);
  await afterDetach(choice, "api 1\nproxy new\n", tools);
  expect(said).toContain("nginx stays as it is; after its next start it serves HTTPS");
  expect(said).toContain("recreated by the next plain `docker compose up -d`, it serves plain HTTP");
  expect(said.at(-1)).toContain("because their settings changed: proxy");
});

test("detach says of an nginx with files of its own that they count, running or not", async () => {
  const now = await given("  proxy: { image: nginx }\n");
  const stopped = await given("  proxy: { image: nginx }\n", "", false);
  for (const { choice, tools, said } of [now, stopped]) {
    await afterDetach(choice, "", tools);
    expect(said.filter((line) => line.startsWith("nginx stays as its own files say"))).toHaveLength(1);
    expect(said.join("\n")).not.toContain("plain HTTP");
  }
});

test("detach says of an nginx that came with the sidecar that it is gone, and nothing of what it would serve", async () => {
  const { choice, tools, said } = await given("  chat: { image: open-webui }\n");
  await afterDetach(choice, "", tools);
  expect(said.join("\n")).toContain("nginx was removed with the sidecar");
  expect(said.join("\n")).not.toMatch(/it serves|NGINX_HTTPS_ENABLED/);
});

test("attach's addresses have the port that an nginx of another name publishes", async () => {
  const env = "CERTBOT_DOMAIN=dify.acme.org\nFILES_URL=http://dify.acme.org\n";
  const { choice, tools, said } = await given(
    `${dify}  api: { environment: { FILES_URL: http://dify.acme.org } }\n`,
    env,
  );
  const note = { kind: "dify", service: "proxy", set: {}, was: {}, open: false, made: [] };
  await writeFile(join(choice.folder, "httpsidecar.env"), `# for detach: ${JSON.stringify(note)}\n`);
  await afterAttach(choice, "", tools);
  expect(said).toContain("  FILES_URL=https://dify.acme.org:8443");
});

test.each([
  [
    "PUBLIC_HTTPS_PORT, which visitors use",
    "0.0.0.0",
    "  certbot: { environment: { PUBLIC_HTTPS_PORT: '9443' } }\n",
    ":9443",
  ],
  ["443, since a proxy of the host stands before a port of the host alone", "127.0.0.1", "", ""],
] as const)("attach's addresses have %s", async (_, address, sidecar, port) => {
  const env = "CERTBOT_DOMAIN=dify.acme.org\nFILES_URL=http://dify.acme.org\n";
  const api = "  api: { environment: { FILES_URL: http://dify.acme.org } }\n";
  const { choice, tools, said } = await given(`${dify}${api}${sidecar}`, env, true, address);
  const note = { kind: "dify", service: "proxy", set: {}, was: {}, open: false, made: [] };
  await writeFile(join(choice.folder, "httpsidecar.env"), `# for detach: ${JSON.stringify(note)}\n`);
  await afterAttach(choice, "", tools);
  expect(said).toContain(`  FILES_URL=https://dify.acme.org${port}`);
});

test("attach names what is typed into Dify's envs/ files and has no effect there", async () => {
  const { choice, tools, said } = await given(dify);
  await mkdir(join(choice.folder, "envs/infrastructure"), { recursive: true });
  const lines = "# CERTBOT_EMAIL=\nCERTBOT_DOMAIN=x.org\nLOG_LEVEL=INFO\nexport NGINX_PORT=81\nNGINX_SSL_PORT=\n";
  await writeFile(join(choice.folder, "envs/infrastructure/certbot.env"), lines);
  await afterAttach(choice, "", tools);
  expect(said.filter((line) => line.includes("has no effect there"))).toEqual([
    "envs/infrastructure/certbot.env line 2: CERTBOT_DOMAIN has no effect there; it belongs into .env",
    "envs/infrastructure/certbot.env line 4: NGINX_PORT has no effect there; it belongs into .env",
  ]);
});
