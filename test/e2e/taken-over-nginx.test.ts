import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { maxOutputBytes } from "../../src/model/companion.ts";
import { settingsFilesOf, withCompanion } from "../support/companion-fixture.ts";
import type { Stack } from "../support/stack.ts";

const test = withCompanion({ kind: "dify" });

describe("a companion beside an nginx that somebody took over", () => {
  test("does not touch a folder made beforehand for the program that it puts into PATH", async ({ stack, fixture }) => {
    await inside(
      stack,
      `for base in /tmp /var/tmp /run; do
        folder=$base/httpsidecar.AAAAAA
        mkdir $folder && printf '#!/bin/sh\\necho taken >>/tmp/owned\\n' >$folder/nginx && chmod -R 777 $folder
      done`,
    );
    const before = await inside(
      stack,
      "ls -lR --full-time /tmp/httpsidecar.* /var/tmp/httpsidecar.* /run/httpsidecar.*",
    );

    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
    expect(await fixture.ask("disable-https")).toMatchObject({ code: "done", https: false });

    expect(await inside(stack, "ls -lR --full-time /tmp/httpsidecar.* /var/tmp/httpsidecar.* /run/httpsidecar.*")).toBe(
      before,
    );
    expect(await inside(stack, "cat /tmp/owned 2>/dev/null; true")).toBe("");
  });

  test("follows no link that was planted in a mounted folder", async ({ stack, fixture }) => {
    const before = await settingsFilesOf(stack);
    const links = { "nginx/conf.d/zzz.conf": "../../../.env", "nginx/conf.d/proxy.inc": "/etc/letsencrypt/live" };
    for (const [path, target] of Object.entries(links)) {
      await symlink(target, join(stack.folder, path));
      const answer = await fixture.ask("enable-https");
      expect(answer.code).toMatch(/^(unknown-shape|config-test-failed)$/);
      await rm(join(stack.folder, path));
      expect(await settingsFilesOf(stack)).toEqual(before);
    }
    // The names that nginx writes, and what the sidecar reads of the certificates, through a link of the other side.
    await mkdir(join(stack.folder, "volumes/certbot/conf/live/planted"), { recursive: true });
    await symlink("../../../../.env", join(stack.folder, "volumes/certbot/conf/live/planted/fullchain.pem"));
    expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
    expect(await settingsFilesOf(stack)).toEqual(before);
    await rm(join(stack.folder, "volumes/certbot/conf/live/planted"), { recursive: true });
  });

  test("passes on at most 4 KiB of what a hostile file has nginx say, without control characters", async ({
    stack,
    fixture,
  }) => {
    const hostile = join(stack.folder, "nginx/conf.d/hostile.conf");
    await writeFile(hostile, `"\u001b]0;owned\u0007\u001b[2J${"x".repeat(3000)}\\"\u001e\u001d" 1;\n`);
    const answer = await fixture.ask("enable-https");
    expect(answer.code).toBe("config-test-failed");
    expect(Buffer.byteLength(answer.output)).toBeLessThanOrEqual(maxOutputBytes);
    expect([...answer.output].filter((character) => character !== "\n" && character < " ")).toEqual([]);
    await rm(hostile);
  });

  test("is not led astray by its own marks in a hostile file", async ({ stack, fixture }) => {
    const hostile = join(stack.folder, "nginx/conf.d/hostile.conf");
    await writeFile(
      hostile,
      "# \u001d/etc\u001d\u001escript\u001f/x\u001f\n# configuration file /etc/nginx/../../root/a:\n",
    );
    const before = await settingsFilesOf(stack);
    const { code } = await fixture.ask("enable-https");
    if (code === "done") await fixture.ask("disable-https");
    else expect(await settingsFilesOf(stack)).toEqual(before);
    expect(["done", "unknown-shape", "no-space"]).toContain(code);
    expect(await inside(stack, "ls -A /root /etc | grep httpsidecar; true")).toBe("");
    await rm(hostile);
  });

  test("refuses a folder with more than it can keep safe, and changes nothing", async ({ stack, fixture }) => {
    await inside(stack, "for n in $(seq 400); do echo '#' >/etc/nginx/conf.d/$n.conf; done");
    const before = await settingsFilesOf(stack);
    const answer = await fixture.ask("enable-https");
    expect(answer).toMatchObject({ code: "unknown-shape", https: false, notes: [] });
    expect(answer.output).toContain("cannot be backed up");
    expect(await settingsFilesOf(stack)).toEqual(before);
    await inside(stack, "cd /etc/nginx/conf.d && rm $(seq -f %.0f.conf 400)");
  });

  test("gives up on a shell that talks without end, and goes on", async ({ stack, fixture }) => {
    await stack.exec("nginx", "bash", "-c", "cp -a /bin/sh /bin/sh.kept && printf '#!/bin/bash\\nyes\\n' >/tmp/sh");
    await stack.exec("nginx", "bash", "-c", "chmod 755 /tmp/sh && mv /tmp/sh /bin/sh");
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "docker-failed", notes: [] });
    await stack.exec("nginx", "bash", "-c", "mv /bin/sh.kept /bin/sh");
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", nginx: true });
  });
});

const inside = (stack: Stack, script: string) => stack.exec("nginx", "sh", "-c", script);
