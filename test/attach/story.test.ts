import { appendFile, cp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import { makeChanges } from "../../src/attach/changes.ts";
import { detach } from "../../src/attach/detach.ts";
import { planDetach } from "../../src/attach/plan.ts";
import { readStackFiles } from "../../src/attach/read-stack.ts";
import { attachOptions, attachTools, extra, fakeEngine, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

const files = {
  "docker-compose.yaml":
    "services:\n  nginx: { environment: { NGINX_HTTPS_ENABLED: x } }\n  certbot: { volumes: ['a:/etc/letsencrypt', 'b:/var/www/html'] }\n",
  "docker-compose.override.yaml":
    "services:\n  api: { image: mine } # a fork\n  nginx:\n    environment:\n      A: b\n",
  ".env": "A=1\nCERTBOT_DOMAIN=your_domain.com",
};

async function given(stack: Record<string, string> = files) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(stack)) await writeFile(join(folder, name), text, { mode: 0o640 });
  const diary: string[] = [];
  const answers: boolean[] = [];
  return { folder, diary, answers, tools: attachTools(diary, { answers }), options: attachOptions(folder) };
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
    expect(await attach({ ...options, yes: false }, undefined, tools)).toMatchObject({ result: "declined" });
    expect(await textsOf(folder)).toEqual(files);
    answers.push(true);
    expect(await attach({ ...options, yes: false }, undefined, tools)).toMatchObject({ result: "written" });
  });

  test.each([
    [true, "3 files are written, 2 containers started (certbot, certbot-companion), nothing else is recreated"],
    [false, "3 files are written, no container is started or recreated"],
  ])("sums up what a yes would do, above the question: the stack runs: %s", async (running, says) => {
    const { folder, diary, tools, options } = await given();
    const published = [{ address: "", hostPort: 80, containerPort: 80 }];
    const engine = fakeEngine(diary, { running: [neighbour(folder, "nginx", { running, published })] });
    await attach({ ...options, yes: false }, undefined, { ...tools, engine });
    expect(diary.find((line) => line.includes("Undo: "))).toContain(`\n${says}. Undo: docker/detach ${folder}`);
  });

  test("says which name no public CA signs, unless the stack has a CA or a certificate of its own", async () => {
    const doubts = ["x.corp is reserved"];
    for (const [text, says] of [
      ["", true],
      ["OWN_CERTIFICATE=true\n", false],
      ["CERTBOT_OPTIONS=--server https://ca.corp/dir\n", false],
    ] as const) {
      const { diary, tools, options } = await given({ ...files, "httpsidecar.env": text });
      await attach({ ...options, doubts }, undefined, tools);
      expect(diary.includes("warning: x.corp is reserved")).toBe(says);
    }
  });

  test("keeps the modes of the files, and names the host's own socket and image", async () => {
    const { folder, tools, options } = await given();
    await attach(options, undefined, tools);
    expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o640);
    const override = await readFile(join(folder, "docker-compose.override.yaml"), "utf8");
    expect(override).toContain("${DOCKER_SOCKET:-/run/user/1000/docker.sock}");
    expect(override).toContain("${HTTPSIDECAR_IMAGE:-httpsidecar:9}");
  });

  test.each([0, 1, 2])(
    "that was cut off after %i of its files ends the same when it is run again, and can be taken out",
    async (count) => {
      const whole = await given();
      await attach(whole.options, undefined, whole.tools);
      const { folder, tools, options } = await given();
      const order = ["httpsidecar.env", "docker-compose.override.yaml", ".env"];
      for (const name of order.slice(0, count)) await cp(join(whole.folder, name), join(folder, name));
      await writeFile(join(folder, ".env.httpsidecar-new"), "half");

      expect(await attach(options, undefined, tools)).toMatchObject({ result: "written" });
      expect(await textsOf(folder)).toEqual(await textsOf(whole.folder));
      await detach(options, tools);
      expect(await textsOf(folder)).toEqual(files);
    },
  );

  test("a second time changes nothing, and another domain is still gone after detach", async () => {
    const { folder, tools, options } = await given();
    await attach(options, undefined, tools);
    expect(await attach(options, undefined, tools)).toMatchObject({ result: "unchanged" });
    expect(await attach({ ...options, domain: "chat.acme.org" }, undefined, tools)).toMatchObject({
      result: "written",
    });
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(files);
  });
});

describe("attach to Open WebUI", () => {
  const openWebUi = { "docker-compose.yaml": "services:\n  chat: { image: 'ghcr.io/open-webui/open-webui:main' }\n" };

  test("brings an nginx that leads to it, with its files, and detach takes all of it out", async () => {
    const { folder, tools, options } = await given(openWebUi);
    expect(await attach(options, undefined, tools)).toMatchObject({ result: "written" });
    const override = await readFile(join(folder, "docker-compose.override.yaml"), "utf8");
    expect(override).toContain("UPSTREAM: chat:8080");
    expect((await stat(join(folder, extra.name))).mode & 0o777).toBe(0o755);
    expect(await readFile(join(folder, "httpsidecar.env"), "utf8")).toContain("\nWRITE_ENV=override\n");
    expect(await attach(options, undefined, tools)).toMatchObject({ result: "unchanged" });
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
    await attach(options, undefined, tools);
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
    await attach({ ...options, file: "stack.yml" }, undefined, tools);
    expect((await textsOf(folder))["httpsidecar.yaml"]).toContain("certbot-companion:");
    expect(await attach({ ...options, file: "stack.yml" }, undefined, tools)).toMatchObject({ result: "unchanged" });
    await detach({ ...options, file: "stack.yml" }, tools);
    expect(await textsOf(folder)).toEqual(named);
  });

  test("is listed in COMPOSE_FILE of .env, whatever separates its names, and goes from there too", async () => {
    for (const list of ["stack.yml:more.yml", "stack.yml;more.yml"]) {
      const listed = { ...named, "more.yml": "services: {}\n", ".env": `COMPOSE_FILE=${list}\n` };
      const { folder, tools, options } = await given(listed);
      expect(await attach(options, undefined, tools)).toMatchObject({ result: "written" });
      expect((await textsOf(folder))[".env"]).toContain(`COMPOSE_FILE=${list}${list[9]}httpsidecar.yaml\n`);
      expect(await attach(options, undefined, tools)).toMatchObject({ result: "unchanged" });
      await detach(options, tools);
      expect(await textsOf(folder)).toEqual(listed);
    }
  });
});

describe("detach", () => {
  test.each([1, 2])("that was cut off after %i of its files goes on when it is run again", async (count) => {
    const { folder, tools, options } = await given();
    await attach(options, undefined, tools);
    const plan = await planDetach(await readStackFiles(options, tools));
    await makeChanges(folder, plan.slice(0, count));
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(files);
  });

  const ours = { "org.opencontainers.image.title": "httpsidecar" };

  test("removes the two containers of this folder's stack and their volumes, and nothing else", async () => {
    const { folder, diary, tools, options } = await given();
    const running = [
      ...["certbot", "certbot-companion"].map((service) => neighbour(folder, service, { labels: ours })),
      neighbour(folder, "nginx"),
      neighbour("/srv/other", "certbot", { id: "other", project: "else", labels: ours }),
    ];
    await attach(options, undefined, tools);
    diary.length = 0;
    await detach(options, { ...tools, engine: fakeEngine(diary, { running }) });
    expect(diary.filter((line) => line.startsWith("remove "))).toEqual([
      "remove certbot",
      "remove certbot-companion",
      "remove volume docker_httpsidecar-socket",
      "remove volume docker_httpsidecar-state",
      "remove volume docker_httpsidecar-companion",
    ]);
  });

  test("leaves the person's own certbot alone, which ours did not replace yet", async () => {
    const { folder, diary, tools, options } = await given();
    await attach(options, undefined, tools);
    await detach(options, { ...tools, engine: fakeEngine(diary, { running: [neighbour(folder, "certbot")] }) });
    expect(diary).not.toContain("remove certbot");
  });

  test("leaves what a person typed into .env after us, where the companion wrote into the override", async () => {
    const { folder, tools, options } = await given();
    await attach(options, undefined, tools);
    const override = join(folder, "docker-compose.override.yaml");
    const switched = (await readFile(override, "utf8")).replace(
      /^( *)# httpsidecar: begin\n/m,
      '$1# httpsidecar: begin\n$1NGINX_HTTPS_ENABLED: "true"\n',
    );
    await writeFile(override, switched);
    await appendFile(join(folder, ".env"), "NGINX_HTTPS_ENABLED=true\n");
    await detach(options, tools);
    expect((await textsOf(folder))[".env"]).toContain("NGINX_HTTPS_ENABLED=true\n");
  });
});
