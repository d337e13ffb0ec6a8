import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { attach } from "../../../src/attach/attach.ts";
import { detach } from "../../../src/attach/detach.ts";
import { filesOf } from "../../support/attaching.ts";
import { confName, ownConfStack } from "../../support/own-conf-stack.ts";
import { leftAlone, understood } from "../../support/own-confs.ts";

const plain = "server {\n  listen 80;\n}\n";
const override = async (folder: string) =>
  parse(await readFile(join(folder, "compose.override.yaml"), "utf8"), { logLevel: "silent" }).services;

describe("attach to an nginx with a person's own file", () => {
  test.each(understood)("puts lines into $name, and detach takes them out, byte for byte", async (given) => {
    const domain = given.below.length > 1 ? "chat.acme.org,www.acme.org" : "chat.acme.org";
    const { folder, tools, options, config, conf } = await ownConfStack(given.text, { domain });
    const before = await filesOf(folder);
    expect(await attach(options, config, tools)).toMatchObject({
      result: "written",
      services: ["client", "certbot", "certbot-companion"],
    });
    const lines = (await conf()).split("\n").filter((line) => line.includes("include /etc/nginx/httpsidecar/*.conf;"));
    expect(lines).toHaveLength(given.below.length);
    expect((await conf()).includes("\r\n")).toBe(given.text.includes("\r\n"));
    expect((await conf()).replaceAll("\r\n", "")).not.toContain("\r");
    expect((await stat(join(folder, confName))).mode & 0o777).toBe(0o640);
    expect(await attach(options, config, tools)).toMatchObject({ result: "unchanged" });
    await detach(options, tools);
    expect(await filesOf(folder)).toEqual(before);
  });

  test.each(leftAlone)("leaves $name alone, and prints what to write and where", async ({ text, why, line }) => {
    const { folder, tools, options, config, diary } = await ownConfStack(text);
    const before = await filesOf(folder);
    await expect(attach(options, config, tools)).rejects.toMatchObject({
      code: "not-understood",
      message: expect.stringMatching(why),
    });
    expect(diary.join("\n")).toMatch(new RegExp(`nginx\\.conf:${line}:\n    listen 443 ssl;\n    ssl_certificate `));
    expect(await filesOf(folder)).toEqual(before);
  });

  test.each([
    ["that does not run", { isRunning: false }, "does not run"],
    [
      "whose copy refuses it",
      { rehearsed: { exitCode: 1, stderr: "x\nnginx: [emerg] duplicate y\n" } },
      "[emerg] duplicate y",
    ],
    ["that starts otherwise than the official image", { rehearsed: undefined }, "does not start nginx as the official"],
  ])("leaves one alone %s", async (_, given, message) => {
    const { folder, tools, options, config } = await ownConfStack(plain, given);
    const before = await filesOf(folder);
    await expect(attach(options, config, tools)).rejects.toThrow(message);
    expect(await filesOf(folder)).toEqual(before);
  });

  test("leaves a file alone that lies elsewhere on the host, or in a volume", async () => {
    for (const [type, source] of [
      ["bind", "/srv/shared/nginx.conf"],
      ["volume", "confs"],
    ]) {
      const client = { volumes: [{ type, source, target: "/etc/nginx/conf.d/default.conf" }] };
      const { tools, options, config } = await ownConfStack(plain, { client });
      await expect(attach(options, config, tools)).rejects.toThrow("is not a file of the stack's folder");
    }
  });

  test("tries HTTPS on a copy with a certificate of its own, before anything is written", async () => {
    const { tools, options, config, rehearsals } = await ownConfStack(plain);
    await attach({ ...options, dryRun: true }, config, tools);
    expect(rehearsals).toMatchObject([
      {
        environment: { NGINX_HTTPS_ENABLED: "true", CERTBOT_DOMAIN: "chat.acme.org", NGINX_SSL_PORT: "443" },
        files: [
          { path: "/docker-entrypoint.d/40-https.sh", mode: 0o755 },
          { path: "/etc/letsencrypt/live/chat.acme.org/fullchain.pem" },
          { path: "/etc/letsencrypt/live/chat.acme.org/privkey.pem", mode: 0o600 },
          { path: "/etc/nginx/conf.d/default.conf" },
        ],
      },
    ]);
  });

  test("leaves nginx as it runs when it has all of that already, and starts it where it has not yet", async () => {
    const { tools, options, config } = await ownConfStack(plain);
    const has = async () => new Map([["CERTBOT_DOMAIN", options.domain]]);
    await attach(options, config, tools);
    const all = ["client", "certbot", "certbot-companion"];
    expect(await attach(options, config, tools)).toMatchObject({ result: "unchanged", services: all });
    const engine = { ...tools.engine, variables: has };
    expect(await attach(options, config, { ...tools, engine })).toMatchObject({ services: all.slice(1) });
  });

  test("publishes ports 80 and 443 where the stack does not, and mounts its own three", async () => {
    const client = { ports: [{ published: "8888", target: 80 }] };
    const { folder, tools, options, config } = await ownConfStack(plain, { client });
    await attach(options, config, tools);
    expect((await override(folder)).client).toEqual({
      environment: {
        CERTBOT_DOMAIN: "${CERTBOT_DOMAIN:-}",
        NGINX_SSL_PORT: "443",
        HTTPSIDECAR_CHALLENGE_ROOT: "/var/www/httpsidecar",
      },
      ports: ["${EXPOSE_NGINX_PORT:-80}:80", "${EXPOSE_NGINX_SSL_PORT:-443}:443"],
      volumes: [
        "./httpsidecar/40-https.sh:/docker-entrypoint.d/40-https.sh:ro",
        "./volumes/certbot/conf:/etc/letsencrypt:ro",
        "./volumes/certbot/www:/var/www/httpsidecar:ro",
      ],
    });
  });

  test("answers the challenge in a person's own location, in the folder that is mounted there or below it", async () => {
    const location = "location ^~ /.well-known/acme-challenge/ { root /var/www/acme; }";
    const text = `server {\n  listen 80;\n  ${location}\n}\n`;
    const bare = await ownConfStack(text);
    await attach(bare.options, bare.config, bare.tools);
    const { client } = await override(bare.folder);
    expect(client.environment).not.toHaveProperty("HTTPSIDECAR_CHALLENGE_ROOT");
    expect(client.volumes).toContain(
      "./volumes/certbot/www/.well-known/acme-challenge:/var/www/acme/.well-known/acme-challenge:ro",
    );

    const mounted = await ownConfStack(text);
    const { services, ...rest } = JSON.parse(mounted.config);
    services.client.volumes.push({ type: "bind", source: join(mounted.folder, "acme"), target: "/var/www/acme" });
    await attach(mounted.options, JSON.stringify({ services, ...rest }), mounted.tools);
    const { certbot } = await override(mounted.folder);
    expect(certbot.volumes).toContain("./acme:/var/www/acme");
    expect(certbot.environment.CERTBOT_OPTIONS).toBe("-w /var/www/acme ${CERTBOT_OPTIONS:-}");
  });

  test("puts its line into the template that nginx's image makes a file of, and chooses the block by its variables", async () => {
    const block = (name: string) => `server {\n  listen \${PORT};\n  server_name ${name};\n}\n`;
    const text = `${block("www.acme.org")}${block("${NAME}")}`;
    const target = "/etc/nginx/templates/default.conf.template";
    const { folder, tools, options, config, conf, rehearsals } = await ownConfStack(text, {
      client: { environment: { NAME: "chat.acme.org", PORT: "80" } },
      target,
    });
    const before = await filesOf(folder);
    await attach(options, config, tools);
    expect((await conf()).split("\n").findIndex((line) => line.includes("include /etc/nginx/httpsidecar/"))).toBe(6);
    expect(rehearsals[0]?.files.at(-1)?.path).toBe(target);
    await detach(options, tools);
    expect(await filesOf(folder)).toEqual(before);
  });

  test("moves to the block of another name when it is attached again", async () => {
    const text = "server {\n  server_name chat.acme.org;\n}\nserver {\n  server_name www.acme.org;\n}\n";
    const { folder, tools, options, config, conf } = await ownConfStack(text);
    const before = await filesOf(folder);
    await attach(options, config, tools);
    const first = await conf();
    await attach({ ...options, domain: "www.acme.org" }, config, tools);
    expect((await conf()).length).toBe(first.length);
    expect(await conf()).not.toBe(first);
    await detach(options, tools);
    expect(await filesOf(folder)).toEqual(before);
  });

  test("goes with a person's later changes left, and stays where a person wrote between the marks", async () => {
    const { folder, tools, options, config, conf } = await ownConfStack(plain);
    await attach(options, config, tools);
    const attached = await conf();
    await writeFile(join(folder, confName), attached.replace("httpsidecar/*.conf;\n", "$&  gzip on;\n"));
    await expect(detach(options, tools)).rejects.toMatchObject({ code: "not-ours" });
    await writeFile(join(folder, confName), `${attached}# later\n`);
    await detach(options, tools);
    expect(await conf()).toBe(`${plain}# later\n`);
  });
});
