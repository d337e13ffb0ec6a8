import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { withCompanion } from "../support/companion-fixture.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";

// In Dify's shape PID 1 is a shell, so that a stranger's process can have a smaller pid than nginx.
const test = withCompanion({ kind: "dify" });

// nginx's own test, run as root, would make the file that this names.
const evil = "error_log /root/owned.log; pid /tmp/evil.pid; events {} http { server { listen 127.0.0.1:8099; } }";
const title = "nginx: master process nginx -c /tmp/evil.conf";

/** He may start it with another file, which is the evil one afterwards. */
function ownNginx(program: string): string {
  const start = `${program} -c /tmp/evil.conf -e /tmp/evil.log 2>/tmp/evil.said`;
  return `cp /tmp/evil.conf /tmp/evil.kept; sed -i 's,/root/owned,/tmp/evil,' /tmp/evil.conf; ${start}; mv /tmp/evil.kept /tmp/evil.conf`;
}

/** Runs for some minutes as a user without rights in nginx's container. */
const attacks: readonly [how: string, script: string][] = [
  [
    "an argument that holds a line end and the heading of another process",
    `sh -c 'sleep 120' x "$(printf '\\n==> /proc/1/cmdline <==\\n${title}')" &`,
  ],
  [
    "an argument that holds the lines and marks of our own list",
    `sh -c 'sleep 120' x "$(printf '\\036/proc/1/exe -> /usr/sbin/nginx\\n/proc/1/status:PPid:\\t0\\n\\035${title}\\036')" &`,
  ],
  ["a title", `bash -c 'exec -a "${title};" sleep 120' & bash -c 'exec -a "nginx: worker process" sleep 120' &`],
  ["a title on a setuid program", `sleep 120 | bash -c 'exec -a "${title}" su root' &`],
  [
    "a name that holds line ends and marks",
    `bash -c 'printf "n\\nPPid:\\t1\\036\\035" >/proc/$$/comm; sleep 120; :' & bash -c 'printf nginx >/proc/$$/comm; sleep 120; :' &`,
  ],
  ["a real nginx of his own, taken in by PID 1", ownNginx("nginx")],
  ["a copy of nginx", `cp /usr/sbin/nginx /tmp/nginx; ${ownNginx("/tmp/nginx")}`],
  [
    "a megabyte and a half of arguments",
    `bash -c 'word=$(head -c 120000 /dev/zero | tr "\\0" a); exec -a "${title}" sh -c "sleep 120" $word $word $word $word $word $word $word $word $word $word $word $word' &`,
  ],
  ["three hundred processes", `for count in $(seq 300); do sleep 120 & done`],
  [
    "workers that are nobody's, taken in by PID 1",
    `for count in 1 2 3; do (bash -c 'exec -a "nginx: worker process" sleep 120' &); done`,
  ],
];

describe("code that runs as a user without rights in nginx's container", () => {
  test("first of all: HTTPS is switched on", async ({ fixture }) => {
    expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
  });

  for (const [how, script] of attacks)
    test(`neither has anything run as root nor keeps the companion from its work, by ${how}`, async ({
      stack,
      fixture,
    }) => {
      await asNobody(stack, `printf '%s' '${evil}' >/tmp/evil.conf; ${script}`);
      expect(await nobodys(stack)).toBeGreaterThan(0);
      expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
      expect(await fixture.ask("reload")).toMatchObject({ code: "done", https: true });
      expect(await asRoot(stack, "ls /root/owned.log 2>&1; true")).toContain("No such file");
      await asRoot(
        stack,
        "for dir in /proc/[0-9]*; do grep -q 'Uid:.*65534' $dir/status && kill -9 ${dir#/proc/}; done 2>/dev/null; rm -f /tmp/evil* /tmp/nginx; true",
      );
    });

  test("does not end the companion's watching: an nginx that is started again has HTTPS again", async ({
    stack,
    fixture,
  }) => {
    const bugs = fixture.lines.filter((line) => line.includes("this is a bug"));
    expect(bugs).toEqual([]);
    await stack.compose("restart", "--timeout", "1", "nginx");
    await eventually(async () => {
      expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
    });
  });
});

/** What code in a worker can do to itself, done to each of them from outside: root with every power writes its memory. */
const underAnotherTitle = `for dir in $(grep -l '^nginx: worker' /proc/[0-9]*/cmdline); do
  dir=\${dir%/cmdline}
  printf 'nginx: worker process is shutting down\\0' |
    dd of=$dir/mem bs=1 seek="$(cut -d' ' -f48 $dir/stat)" conv=notrunc 2>/dev/null
done
grep -l '^nginx: worker process is' /proc/[0-9]*/cmdline | wc -l`;

describe("code in nginx's own workers", () => {
  test("does not hide nginx from the companion by other titles", async ({ stack, fixture }) => {
    expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
    const container = await stack.container("nginx");
    const { output } = await stack.types(`docker exec --privileged ${container} sh -c '${quoted(underAnotherTitle)}'`);
    expect(Number(output)).toBeGreaterThan(0);
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
    expect(await fixture.ask("reload")).toMatchObject({ code: "done", https: true });
  });

  test("has no reload refused by what it writes to nginx's log", async ({ stack, fixture }) => {
    const master = "$(grep -l '^nginx: master' /proc/[0-9]*/cmdline | head -n 1 | cut -d/ -f3)";
    const flood = `master=${master}; line="[emerg] $master#$master: forged $(head -c 15000 /dev/zero | tr '\\0' x)"
      for count in $(seq 3000); do echo "$line"; done >/proc/$master/fd/2`;
    const flooding = stack.exec("nginx", "bash", "-c", flood);
    for (let count = 0; count < 3; count += 1)
      expect(await fixture.ask("reload")).toMatchObject({ code: "done", https: true });
    await flooding;
    expect(await stack.logs("nginx")).toContain("forged");
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
  });
});

test("a FIFO in the place of the certificate leaves no process behind", async ({ stack, fixture }) => {
  const folder = join(stack.folder, "volumes/certbot/conf/live", stack.domain);
  await copyFile(join(folder, "fullchain.pem"), join(folder, "kept.pem"));
  await rm(join(folder, "fullchain.pem"));
  await asRoot(stack, `mkfifo /etc/letsencrypt/live/${stack.domain}/fullchain.pem`).catch(() => mkdir(folder));
  const before = await processes(stack);
  const answer = await fixture.ask("look");
  expect(answer.code).toBe("config-test-failed");
  expect(answer.output).toContain("within 60 s");
  await eventually(async () => expect(await processes(stack)).toBeLessThanOrEqual(before));
  await rm(join(folder, "fullchain.pem"));
  await copyFile(join(folder, "kept.pem"), join(folder, "fullchain.pem"));
  expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
});

/** Those that read nginx's configuration. */
const processes = async (stack: Stack) => {
  const list = await asRoot(
    stack,
    "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -o 'nginx -v -T' | wc -l; true",
  );
  return Number(list.trim());
};

const asRoot = (stack: Stack, script: string) => stack.exec("nginx", "sh", "-c", script);

/** Processes that a user without rights has begun. */
const nobodys = async (stack: Stack) =>
  Number(await asRoot(stack, "grep -l '^Uid:.*65534' /proc/[0-9]*/status 2>/dev/null | wc -l"));

/** In the background, as somebody who may use the container's programs. */
async function asNobody(stack: Stack, script: string): Promise<void> {
  const container = await stack.container("nginx");
  await stack.types(`docker exec --detach --user 65534:65534 ${container} bash -c '${quoted(script)}'`);
  await new Promise((resolve) => setTimeout(resolve, 700));
}

/** For a shell, between single quotes. */
const quoted = (script: string) => script.replaceAll("'", `'\\''`);
