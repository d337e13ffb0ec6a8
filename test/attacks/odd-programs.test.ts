import { expect } from "vitest";
import { withCompanion } from "../support/companion-fixture.ts";
import { cases } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";

// Root in nginx's container can put another program in nginx's place, and do what it likes with nginx's processes.
const test = withCompanion({ kind: "official" });

type Odd = readonly [how: string, script: string, code: string];

/** What `nginx -T` is then; `real` is nginx itself. */
const everyday: readonly Odd[] = [
  ["prints a gigabyte", "yes | head -c 1000000000", "docker-failed"],
  ["leaves a child that keeps its outputs open, and talks", `(${talk()}) & exec real "$@"`, "unchanged"],
  ["prints our own marks", "printf '# configuration file /x:\\n\\035\\036\\037\\n'", "unchanged"],
];
const others: readonly Odd[] = [
  ["complains a gigabyte", "yes | head -c 1000000000 >&2; exit 1", "docker-failed"],
  ["prints one line without end", "yes | tr -d '\\n'", "docker-failed"],
  ["says nothing, and is content", "exit 0", "unchanged"],
  ["is ended by a signal", "kill -SEGV $$", "config-test-failed"],
];

function talk(): string {
  return "for count in $(seq 100); do sleep 0.05; echo more; echo more >&2; done";
}

test("first of all: HTTPS is switched on", async ({ fixture }) => {
  expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
});

for (const [how, script, code] of cases(everyday, others))
  test(`an nginx that ${how} leaves the companion small and answering, and no program that runs on`, async ({
    stack,
    fixture,
  }) => {
    const before = process.memoryUsage().rss;
    await replaced(stack, script);
    expect(await fixture.ask("look")).toMatchObject({ code });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    await putBack(stack);
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
    // what a left child still says may spoil one answer, and no more
    await eventually(
      async () => expect(await fixture.ask("reload")).toMatchObject({ code: "done", https: true }),
      5000,
    );
    await eventually(async () =>
      expect(await inside(stack, "cat /proc/[0-9]*/comm 2>/dev/null; true")).not.toMatch(/^yes$/m),
    );
  });

// The wait for new workers takes a minute and a half.
for (const signal of cases<string>([], ["STOP"]))
  test("a master that is stopped is told, and reloads when it goes on", async ({ stack, fixture }) => {
    const container = await stack.container("nginx");
    await stack.types(`docker kill --signal ${signal} ${container}`);
    expect(await fixture.ask("look")).toMatchObject({ code: "unchanged" });
    expect(await fixture.ask("reload")).toMatchObject({ code: "reload-refused" });
    await stack.types(`docker kill --signal CONT ${container}`);
    await eventually(async () => expect(await fixture.ask("reload")).toMatchObject({ code: "done", https: true }));
  });

const inside = (stack: Stack, script: string) => stack.exec("nginx", "sh", "-c", script);

/** The master goes on with the file that it was started from. */
const replaced = (stack: Stack, script: string) =>
  inside(
    stack,
    `cp -p /usr/sbin/nginx /usr/sbin/real && printf '%s' '${`#!/bin/sh\n${script}\n`.replaceAll("'", `'\\''`)}' >/usr/sbin/odd && chmod 755 /usr/sbin/odd && mv /usr/sbin/odd /usr/sbin/nginx`,
  );

const putBack = (stack: Stack) => inside(stack, "mv /usr/sbin/real /usr/sbin/nginx");
