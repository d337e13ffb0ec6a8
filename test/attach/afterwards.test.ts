import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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

test.each([
  ["an nginx of another name publishes", dify],
  [
    "nginx publishes, though containers reach it by the public name too",
    "  proxy: { image: nginx, hostname: dify.acme.org, networks: { default: { aliases: [dify.acme.org] } } }\n",
  ],
])("attach's addresses have the port that %s", async (_, nginx) => {
  const env = "CERTBOT_DOMAIN=dify.acme.org\nFILES_URL=http://dify.acme.org\n";
  const { choice, tools, said } = await given(
    `${nginx}  api: { environment: { FILES_URL: http://dify.acme.org } }\n`,
    env,
  );
  const note = { kind: "dify", service: "proxy", set: {}, was: {}, open: false, made: [] };
  await writeFile(join(choice.folder, "httpsidecar.env"), `# for detach: ${JSON.stringify(note)}\n`);
  await afterAttach(choice, "", tools);
  expect(said).toContain("  FILES_URL=https://dify.acme.org:8443");
});

test("where Compose does not tell what it would recreate, that is said, and not that it is nothing", async () => {
  const { choice, tools, said } = await given(dify);
  await afterDetach(choice, "", tools);
  expect(said.at(-1)).toContain("Compose does not tell");
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

describe("an address is to be set where it reaches the container", () => {
  const note = { kind: "app", service: "proxy", set: {}, was: {}, open: false, made: [] };

  async function said(flowise: string, files: Readonly<Record<string, string>> = {}, env = ".env") {
    const { choice, tools, said: lines } = await given(`  app: { image: flowiseai/flowise, ${flowise} }\n`);
    await writeFile(join(choice.folder, "httpsidecar.env"), `# for detach: ${JSON.stringify({ ...note, env })}\n`);
    await writeFile(join(choice.folder, env), `CERTBOT_DOMAIN=ai.acme.org\n${files[".env"] ?? ""}`);
    for (const [name, text] of Object.entries(files))
      if (name !== ".env") await writeFile(join(choice.folder, name), text);
    const environment = { APP_URL: "http://10.0.0.9:3000" };
    const config = JSON.stringify({ name: "x", services: { app: { image: "flowiseai/flowise", environment } } });
    await afterAttach(choice, config, tools);
    const at = lines.findIndex((line) => line.startsWith("put into"));
    return lines.slice(at, at + 2);
  }

  const url = "https://ai.acme.org";
  const inEnv = ["put into .env:", `  APP_URL=${url}`];
  const inMap = ["put into compose.yaml (services.app.environment):", `  APP_URL: ${url}`];
  const inList = ["put into compose.yaml (services.app.environment):", `  - APP_URL=${url}`];

  test.each([
    ["a variable of .env", "environment: { APP_URL: '${APP_URL}' }", inEnv],
    ["a variable with an answer of its own", "environment: { APP_URL: '${APP_URL:-http://10.0.0.9:3000}' }", inEnv],
    ["a name alone", "environment: [APP_URL]", inEnv],
    ["$NAME in a list", "environment: ['APP_URL=$APP_URL']", inEnv],
    ["its own value in a map", "environment: { APP_URL: 'http://10.0.0.9:3000' }", inMap],
    ["its own value in a list", "environment: ['APP_URL=http://10.0.0.9:3000']", inList],
    ["another variable's value", "environment: { APP_URL: 'http://${HOST}:3000' }", inMap],
    ["a name that only begins alike", "environment: { APP_URL: '${APP_URL_OLD}' }", inMap],
    ["a dollar sign that is no variable", "environment: { APP_URL: 'http://$${APP_URL}' }", inMap],
    ["nothing, so that the app's own answer holds", "environment: { OTHER: x }", inMap],
    ["a service that only Compose sees whole", "extends: { file: x.yaml, service: y }", inEnv],
  ])("the compose file has %s", async (_, flowise, expected) => {
    expect(await said(flowise)).toEqual(expected);
  });

  test("the file that Compose fills variables from is another than .env", async () => {
    const asked = said("environment: { APP_URL: '${APP_URL}' }", {}, "prod.env");
    expect(await asked).toEqual(["put into prod.env:", `  APP_URL=${url}`]);
  });

  test.each([
    ["one file", "env_file: app.env", { "app.env": "APP_URL=http://10.0.0.9\n" }, "app.env"],
    [
      "the last of several that has it",
      "env_file: [a.env, ./b.env, c.env]",
      { "a.env": "APP_URL=x\n", "b.env": "export APP_URL=y\n", "c.env": "X=1\n" },
      "b.env",
    ],
    ["one that need not be there", "env_file: [{ path: app.env, required: false }]", {}, "app.env"],
    [".env itself", "env_file: .env", { ".env": "APP_URL=http://10.0.0.9\n" }, ".env"],
  ])("an env_file has it: %s", async (_, flowise, files, where) => {
    expect(await said(flowise, files)).toEqual([`put into ${where}:`, `  APP_URL=${url}`]);
  });
});
