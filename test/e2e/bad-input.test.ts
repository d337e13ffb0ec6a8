import { describe, expect } from "vitest";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { start } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const server = `--server ${pebbleDirectory}`;

const test = withStack({
  kind: "official",
  domain,
  services: { certbot: { healthcheck: { interval: "1s", start_period: "1ms", retries: 1 } } },
  prepare: (stack) => stack.bringUp(),
});

interface Wrong {
  variable: "CERTBOT_DOMAIN" | "CERTBOT_OPTIONS";
  value: string;
  says: string;
  mend: string;
}

/** Seen on a stack; what else there is reaches the same reader, and is tried there (test/config). */
const everyday: readonly Wrong[] = [
  { variable: "CERTBOT_DOMAIN", value: "", says: "CERTBOT_DOMAIN is empty", mend: "put CERTBOT_DOMAIN=<the name" },
  {
    variable: "CERTBOT_DOMAIN",
    value: "`touch${IFS}pwned`.example.test",
    says: 'has a character that no domain has: "`"',
    mend: "put CERTBOT_DOMAIN=<the name",
  },
  {
    variable: "CERTBOT_OPTIONS",
    value: "| tee /tmp/pwned & %n",
    says: 'has "|", which is not a flag',
    mend: "remove it",
  },
  {
    variable: "CERTBOT_OPTIONS",
    value: '--installer "touch /tmp/pwned"',
    says: "--installer, a flag of certbot that httpsidecar does not support",
    mend: "remove it",
  },
];

const others: readonly Wrong[] = [
  {
    variable: "CERTBOT_DOMAIN",
    value: "your_domain.com",
    says: "is still a placeholder",
    mend: "put CERTBOT_DOMAIN=<the name",
  },
  {
    variable: "CERTBOT_DOMAIN",
    value: `${domain}, www.${domain}`,
    says: "contains white space",
    mend: `put CERTBOT_DOMAIN=${domain},www.${domain} into .env`,
  },
  {
    variable: "CERTBOT_DOMAIN",
    value: `*.${domain}`,
    says: "is a wildcard",
    mend: `put CERTBOT_DOMAIN=${domain} into .env`,
  },
  {
    variable: "CERTBOT_DOMAIN",
    value: "$(touch /tmp/pwned)",
    says: "contains white space",
    mend: "put CERTBOT_DOMAIN=<the name",
  },
  {
    variable: "CERTBOT_DOMAIN",
    value: 'a"|b&c;%s.example.test',
    says: "has a character",
    mend: "put CERTBOT_DOMAIN=<the name",
  },
  {
    variable: "CERTBOT_OPTIONS",
    value: "--cert-name $(touch /tmp/pwned)",
    says: "which is not a flag",
    mend: "remove it",
  },
  {
    variable: "CERTBOT_OPTIONS",
    value: "--cert-name=`touch${IFS}/tmp/pwned`",
    says: "--cert-name",
    mend: "in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify",
  },
  { variable: "CERTBOT_OPTIONS", value: '--force-renewal "open', says: "an unclosed quote", mend: "close it" },
];

describe("settings that cannot be used", () => {
  test.for(cases(everyday, others))(
    "$variable=$value is refused by update-cert, and serve stays up",
    async ({ variable, value, says, mend }, { stack }) => {
      const values = { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: "", [variable]: value };
      await stack.setEnv({
        CERTBOT_DOMAIN: literal(values.CERTBOT_DOMAIN),
        CERTBOT_OPTIONS: literal(`${server} ${values.CERTBOT_OPTIONS}`),
      });
      await stack.types(start);

      const { exitCode, output } = await stack.tries("docker compose exec -T certbot update-cert");
      const [error = "", fix = "", ...more] = output.split("\n");
      expect(exitCode).toBe(2);
      expect(error).toMatch(/^error: /);
      expect(error + fix).toContain(variable);
      expect(error).toContain(says);
      expect(fix).toMatch(/^ {2}fix: /);
      expect(fix).toContain(mend);
      expect(more).toEqual([]);

      await eventually(async () => expect(await stateOf(stack)).toBe("running unhealthy 0"));
      await eventually(async () => expect((await stack.logs("certbot")).match(/^error: .*/gm)).toEqual([error]));
      // Nothing stands above the mistake but what was typed meanwhile.
      const { output: log } = await stack.types(`docker logs ${await stack.container("certbot")} 2>/dev/null`);
      expect(log.replace(/^exec .*\n/, "")).toMatch(
        /^error: .*\n {2}fix: .*\nhttpsidecar \S+ waits for this; nothing was changed/,
      );
      await nothingWasExecuted(stack);
      expect(await stack.authority.orders()).toBe(0);
    },
  );
});

describe("a hostile CERTBOT_EMAIL", () => {
  test("is left out with one warning that names the mend, and HTTPS comes without it", async ({ stack }) => {
    const email = '"a|b&c%d`touch /tmp/pwned`"$(touch /tmp/pwned)@example.test';
    await stack.setEnv({
      CERTBOT_DOMAIN: domain,
      CERTBOT_OPTIONS: server,
      CERTBOT_EMAIL: literal(email),
    });

    await stack.types(start);
    await stack.waitForHttps();

    const log = await stack.logs("certbot");
    const [warning = "", ...more] = log.match(/^warning: CERTBOT_EMAIL.*/gm) ?? [];
    expect(warning).toContain("put CERTBOT_EMAIL=<your address> into .env");
    expect(more).toEqual([]);
    expect(log).not.toContain(email);
    await nothingWasExecuted(stack);
  });
});

describe("enable-https by hand under a hostile CERTBOT_DOMAIN", () => {
  test("runs none of it in nginx, and HTTPS is served as before", async ({ stack }) => {
    await stack.setEnv({ CERTBOT_DOMAIN: literal("$(touch${IFS}/tmp/pwned)`touch${IFS}/tmp/pwned`;|&%s") });
    await stack.types(start);
    const { serial } = await stack.served();

    const { exitCode } = await stack.tries("docker compose exec -T certbot httpsidecar enable-https");

    expect(exitCode).toBe(1);
    await nothingWasExecuted(stack);
    expect(await stack.served()).toMatchObject({ serial });
  });
});

/** A value in .env that Compose takes as it is. */
function literal(value: string): string {
  return `'${value}'`;
}

async function stateOf(stack: Stack): Promise<string> {
  const format = "{{.State.Status}} {{.State.Health.Status}} {{.RestartCount}}";
  return (await stack.types(`docker inspect --format '${format}' ${await stack.container("certbot")}`)).output;
}

async function nothingWasExecuted(stack: Stack): Promise<void> {
  for (const service of ["certbot", "certbot-companion", "nginx"]) {
    expect(await stack.exec(service, "find", "/tmp", "-name", "pwned")).toBe("");
  }
}
