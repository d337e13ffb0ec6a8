import { execa } from "execa";
import { describe, expect } from "vitest";
import type { SwitchStep } from "../../src/companion/replay/switching.ts";
import { companionClient } from "../../src/deploy/companion-client.ts";
import type { CompanionSettings } from "../../src/model/settings.ts";
import { settingsFilesOf, startCompanion, withCompanion } from "../support/companion-fixture.ts";
import { repository } from "../support/repository.ts";
import { cases } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, servedCertificate } from "../support/wire.ts";

// Slow enough to be hit while the entrypoint runs again.
const test = withCompanion({ kind: "dify", services: { nginx: { environment: { SLOW_START: "0.7" } } } });

const old = cases<SwitchStep>(["journalled", "rendered", "reloaded"], ["prepared", "tested", "written", "remembered"]);

describe("a companion that is killed in the middle of switching HTTPS on", () => {
  test("first of all: the one that starts the stack is stopped", async ({ fixture }) => {
    await fixture.stop();
  });

  test.for(old)("after the step %s: the next one leaves all as it was", async (step, { stack, fixture, root }) => {
    const before = await everything(stack);
    await killed(stack, fixture.settings, { step, afterMs: 0 });

    const next = await startCompanion(stack, { settings: fixture.settings });
    expect(await everything(stack)).toEqual(before);
    await expect(served(stack, root)).rejects.toThrow();
    expect(await next.ask("look")).toMatchObject({ code: "unchanged", https: false, off: false });
    await next.stop();
  });

  test.for([
    { run: "first", afterMs: 300 },
    { run: "second", afterMs: 1100 },
  ])(
    "while the entrypoint runs for the $run time: the next one waits for its end and leaves all as it was",
    async ({ afterMs }, { stack, fixture, root }) => {
      const before = await everything(stack);
      await killed(stack, fixture.settings, { step: "journalled", afterMs });

      const next = await startCompanion(stack, { settings: fixture.settings });
      expect(await everything(stack)).toEqual(before);
      await expect(served(stack, root)).rejects.toThrow();
      await next.stop();
    },
  );

  test("after the last step: the next one keeps all as it is now", async ({ stack, fixture, root }) => {
    await killed(stack, fixture.settings, { step: "dropped", afterMs: 0 });
    const after = await everything(stack);

    const next = await startCompanion(stack, { settings: fixture.settings });
    expect(await next.ask("look")).toMatchObject({ code: "unchanged", https: true, off: false });
    expect(await everything(stack)).toEqual(after);
    await served(stack, root);
    await next.stop();
  });
});

interface Kill {
  step: SwitchStep;
  afterMs: number;
}

/** A companion of its own process, asked to switch HTTPS on and killed on the way; resolves when it is gone. */
async function killed(stack: Stack, settings: CompanionSettings, kill: Kill) {
  const given = JSON.stringify({ settings, self: await stack.container("pebble"), kill });
  const companion = execa(process.execPath, [repository("test/support/companion-process.ts"), given], {
    reject: false,
  });
  const client = companionClient(settings.listen);
  await eventually(() => client.ask("look"));
  await expect(client.ask("enable-https")).rejects.toThrow();
  expect((await companion).signal).toBe("SIGKILL");
}

/** The files of nginx and of the stack that a switch touches. */
async function everything(stack: Stack) {
  const inside = await stack.exec(
    "nginx",
    "sh",
    "-c",
    "cd /etc/nginx && cat nginx.conf proxy.conf conf.d/* && ls -a . conf.d /tmp",
  );
  return { inside, settings: await settingsFilesOf(stack) };
}

const served = (stack: Stack, root: string) =>
  servedCertificate({ port: stack.httpsPort, domain: stack.domain, roots: [root] });
