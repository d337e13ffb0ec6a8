import { join } from "node:path";
import { describe, expect } from "vitest";
import { readImages } from "../support/images.ts";
import { certbotSettings, start } from "../support/secure.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const www = "www.dify.example.test";
const bücher = "xn--bcher-kva.example.test";

// Dify's nginx looks in live/$CERTBOT_DOMAIN/. Its PID 1 is a shell that sleeps through every stop signal.
const test = withStack({
  kind: "dify",
  domain,
  otherNames: [www, bücher],
  services: { nginx: { stop_grace_period: "1s" } },
  async prepare(stack) {
    await stack.bringUp();
    await stack.install();
  },
});

describe("an nginx made anew finds the certificate when CERTBOT_DOMAIN is typed", () => {
  test.for([
    { way: "in upper case", typed: "Dify.EXAMPLE.test", names: [domain] },
    { way: "with a trailing dot", typed: "dify.example.test.", names: [domain] },
    { way: "as a list", typed: "Dify.example.test,www.dify.example.test", names: [domain, www] },
    { way: "in Unicode", typed: "bücher.example.test", names: [bücher] },
  ])("$way: $typed", async ({ typed, names: [first = "", ...more] }, { stack }) => {
    const seen = async () => servedCertificate({ ...(await stack.view()), domain: first });
    await stack.setEnv({ ...certbotSettings(stack), CERTBOT_DOMAIN: typed });

    await stack.types(start);
    await stack.waitForLog("certbot", "next renewal");
    await stack.types("docker compose up -d --force-recreate nginx");

    const { names } = await eventually(seen);
    expect([...names].sort()).toEqual([first, ...more].sort());
    expect(await stack.exec("nginx", "printenv", "CERTBOT_DOMAIN")).toBe(typed);
  });

  test("real certbot does not mind the links", async ({ stack }) => {
    const conf = join(stack.folder, "volumes/certbot/conf");
    const { output } = await stack.types(
      `docker run --rm --network none --volume ${conf}:/etc/letsencrypt ${readImages().certbot} certificates`,
    );

    expect(output.match(/Certificate Name: .*/g)).toEqual([
      `Certificate Name: ${domain}`,
      `Certificate Name: ${bücher}`,
    ]);
    expect(output.match(/\(VALID: \d+ days\)/g)).toHaveLength(2);
    expect(output).not.toContain("invalid");
  });
});
