import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AttachTools, attach } from "../../src/attach/attach.ts";
import { makeChanges } from "../../src/attach/changes.ts";
import { detach } from "../../src/attach/detach.ts";
import { planAttach, planDetach } from "../../src/attach/plan.ts";
import { look } from "../../src/attach/read-stack.ts";
import { recognise } from "../../src/attach/recognise.ts";
import { bundleFor, type TemplateBundles } from "../../src/attach/template-bundle.ts";
import type { AttachOptions } from "../../src/model/attach.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

const files = {
  "docker-compose.yaml":
    "services:\n  nginx: { environment: { NGINX_HTTPS_ENABLED: x } }\n  certbot: { volumes: ['a:/etc/letsencrypt', 'b:/var/www/html'] }\n",
  "docker-compose.override.yaml":
    "services:\n  api: { image: mine } # a fork\n  nginx:\n    environment:\n      A: b\n",
  ".env": "A=1\nCERTBOT_DOMAIN=your_domain.com",
};
const shipped = (stack: string) => readFile(repository(`docker/${stack}/docker-compose.override.yaml`), "utf8");
const extra = { name: "httpsidecar/16-https.envsh", bytes: Buffer.from("#!/bin/sh\n"), mode: 0o755 };
const bundles: TemplateBundles = {
  dify: { template: await shipped("dify"), files: [] },
  "open-webui": { template: await shipped("open-webui"), files: [extra] },
  "renew-only": { template: await shipped("renew-only"), files: [] },
};
const host = { listeners: "", dockerSocket: "/run/user/1000/docker.sock", image: "httpsidecar:9" };

async function given(stack: Record<string, string> = files) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(stack)) await writeFile(join(folder, name), text, { mode: 0o640 });
  const diary: string[] = [];
  const answers: boolean[] = [];
  const tools: AttachTools = {
    engine: {
      containers: async () => [],
      variables: async () => new Map(),
      remove: async (id) => void diary.push(`remove ${id}`),
      removeVolume: async (name) => void diary.push(`remove volume ${name}`),
    },
    host,
    bundles,
    talk: { print: (line) => void diary.push(line), agrees: async () => answers.shift() ?? false },
  };
  const options: AttachOptions = {
    folder,
    domain: "dify.acme.org",
    email: "a@acme.org",
    file: undefined,
    service: undefined,
    dryRun: false,
    yes: true,
    force: false,
  };
  return { folder, diary, answers, tools, options };
}

async function textsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")])),
  );
}

describe("attach", () => {
  test("asks, and a no changes nothing", async () => {
    const { folder, answers, tools, options } = await given();
    expect(await attach({ ...options, yes: false }, tools)).toBe("declined");
    expect(await textsOf(folder)).toEqual(files);
    answers.push(true);
    expect(await attach({ ...options, yes: false }, tools)).toBe("written");
  });

  test("keeps the modes of the files, and names the host's own socket and image", async () => {
    const { folder, tools, options } = await given();
    await attach(options, tools);
    expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o640);
    const override = await readFile(join(folder, "docker-compose.override.yaml"), "utf8");
    expect(override).toContain("${DOCKER_SOCKET:-/run/user/1000/docker.sock}");
    expect(override).toContain("${HTTPSIDECAR_IMAGE:-httpsidecar:9}");
  });

  test.each([0, 1, 2])(
    "that was cut off after %i of its files ends the same when it is run again, and can be taken out",
    async (count) => {
      const whole = await given();
      await attach(whole.options, whole.tools);
      const { folder, tools, options } = await given();
      const stack = await look(folder, undefined, tools.engine);
      const found = recognise(stack.compose.services, undefined);
      const plan = await planAttach(stack, found, options, bundleFor(found, bundles, host));
      expect(plan.map(({ file }) => file.name)).toEqual(["httpsidecar.env", "docker-compose.override.yaml", ".env"]);
      await makeChanges(folder, plan.slice(0, count));
      await writeFile(join(folder, ".env.httpsidecar-new"), "half");

      expect(await attach(options, tools)).toBe("written");
      expect(await textsOf(folder)).toEqual(await textsOf(whole.folder));
      await detach(options, tools);
      expect(await textsOf(folder)).toEqual(files);
    },
  );

  test("a second time changes nothing, and another domain is still gone after detach", async () => {
    const { folder, tools, options } = await given();
    await attach(options, tools);
    expect(await attach(options, tools)).toBe("unchanged");
    expect(await attach({ ...options, domain: "chat.acme.org" }, tools)).toBe("written");
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(files);
  });
});

describe("attach to Open WebUI", () => {
  const openWebUi = { "docker-compose.yaml": "services:\n  chat: { image: 'ghcr.io/open-webui/open-webui:main' }\n" };

  test("brings an nginx that leads to it, with its files, and detach takes all of it out", async () => {
    const { folder, tools, options } = await given(openWebUi);
    expect(await attach(options, tools)).toBe("written");
    const override = await readFile(join(folder, "docker-compose.override.yaml"), "utf8");
    expect(override).toContain("UPSTREAM: chat:8080");
    expect((await stat(join(folder, extra.name))).mode & 0o777).toBe(0o755);
    expect(await readFile(join(folder, "httpsidecar.env"), "utf8")).toContain("\nWRITE_ENV=override\n");
    expect(await attach(options, tools)).toBe("unchanged");
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(openWebUi);
  });
});

describe("attach to a stack that brings the sidecar in its own compose file", () => {
  const own = {
    ".env": "COMPOSE_PROFILES=${STORE:-weaviate}\nCERTBOT_DOMAIN=\n",
    "compose.yaml":
      "services:\n  nginx: { environment: [NGINX_HTTPS_ENABLED=x] }\n  certbot: {}\n  certbot-companion: {}\n",
  };

  test("has it started with every plain up -d, by its profile, and writes no override", async () => {
    const { folder, tools, options } = await given(own);
    await attach(options, tools);
    expect(Object.keys(await textsOf(folder))).toEqual([".env", "compose.yaml", "httpsidecar.env"]);
    expect((await textsOf(folder))[".env"]).toBe(
      "COMPOSE_PROFILES=${STORE:-weaviate},certbot\nCERTBOT_DOMAIN=dify.acme.org\nCERTBOT_EMAIL=a@acme.org\n",
    );
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(own);
  });
});

describe("attach to a stack whose compose file has another name", () => {
  const named = { ".env": "A=1\n", "stack.yml": files["docker-compose.yaml"] };

  test("writes httpsidecar.yaml, which is named beside it from then on", async () => {
    const { folder, tools, options } = await given(named);
    await attach({ ...options, file: "stack.yml" }, tools);
    expect((await textsOf(folder))["httpsidecar.yaml"]).toContain("certbot-companion:");
    expect(await attach({ ...options, file: "stack.yml" }, tools)).toBe("unchanged");
    await detach({ ...options, file: "stack.yml" }, tools);
    expect(await textsOf(folder)).toEqual(named);
  });

  test("is where COMPOSE_FILE says; without an override among them it says how", async () => {
    const { tools, options } = await given({ ...named, ".env": "COMPOSE_FILE=stack.yml\n" });
    await expect(attach(options, tools)).rejects.toThrow("none of them is an override");
    const listed = { ...named, ".env": "COMPOSE_FILE=stack.yml:httpsidecar.yaml\n", "httpsidecar.yaml": "" };
    const again = await given(listed);
    expect(await attach(again.options, again.tools)).toBe("written");
    await detach(again.options, again.tools);
    expect(await textsOf(again.folder)).toEqual(listed);
  });
});

describe("detach", () => {
  test.each([1, 2])("that was cut off after %i of its files goes on when it is run again", async (count) => {
    const { folder, tools, options } = await given();
    await attach(options, tools);
    const plan = await planDetach(await look(folder, undefined, tools.engine));
    await makeChanges(folder, plan.slice(0, count));
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(files);
  });

  test("removes the two containers of this folder's stack and their volumes, and nothing else", async () => {
    const neighbour = { name: "x", image: "x", project: "docker", running: true, labels: {}, published: [] };
    const { folder, diary, tools, options } = await given();
    const own = ["certbot", "certbot-companion", "nginx"].map((service) => ({
      ...neighbour,
      id: service,
      service,
      workingFolder: folder,
    }));
    const other = { ...neighbour, id: "other", project: "else", service: "certbot", workingFolder: "/srv/other" };
    await attach(options, tools);
    diary.length = 0;
    await detach(options, { ...tools, engine: { ...tools.engine, containers: async () => [...own, other] } });
    expect(diary.filter((line) => line.startsWith("remove "))).toEqual([
      "remove certbot",
      "remove certbot-companion",
      "remove volume docker_httpsidecar-socket",
      "remove volume docker_httpsidecar-companion",
    ]);
  });
});
