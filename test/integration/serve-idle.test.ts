import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { repository } from "../support/repository.ts";

const good = { CERTBOT_DOMAIN: "dify.test", CERTBOT_OPTIONS: "--server https://ca.test/dir" };

test.for([
  { with: "CERTBOT_AUTO=false", environment: { ...good, CERTBOT_AUTO: "false" } },
  { with: "settings that cannot be used", environment: { CERTBOT_DOMAIN: "" } },
])("with $with `serve` stays up until it is stopped, and then ends with exit code 0", async ({ environment }) => {
  const script = repository("test/support/idle-serve.ts");
  const serve = execa(process.execPath, [script, JSON.stringify(environment)], { reject: false, buffer: false });
  // each start posts that it is starting first, and then what it waits for
  for await (const line of createInterface({ input: serve.stdout })) if (/^posted: (?!starting$)/.test(line)) break;

  const ended = await Promise.race([serve.then(() => "ended"), sleep(500, "up")]);
  expect(ended).toBe("up");
  serve.kill("SIGTERM");
  expect((await serve).exitCode).toBe(0);
});
