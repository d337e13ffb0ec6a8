import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";

// The test's CA is in the stack, and stands for the internet.
const narrowed = `services:
  nginx:
    networks:
      default:
      certificates: { aliases: [${domain}] }
  certbot:
    networks: !override [certificates]
  pebble:
    networks: [default, certificates]
networks:
  certificates:
    labels: { httpsidecar.test: e2e }
`;

const test = withStack({
  kind: "official",
  domain,
  env: {
    ...certbotSettings({ domain }),
    COMPOSE_FILE: "compose.yaml:compose.override.yaml:narrowed.yaml",
  },
  async prepare(stack) {
    await writeFile(join(stack.folder, "narrowed.yaml"), narrowed);
    await stack.bringUp();
    await stack.types(start);
  },
});

test("in a network that it shares with nginx alone, certbot brings HTTPS", async ({ stack }) => {
  await stack.waitForHttps();
  await stack.waitForLog("certbot", "next renewal");
});

test("and reaches the app neither by its name nor by its address", async ({ stack }) => {
  const found = await stack.types(`docker inspect ${await stack.container("app")}`);
  const networks = JSON.parse(found.output)[0].NetworkSettings.Networks;
  const addresses: string[] = Object.values(networks).map((network) => (network as { IPAddress: string }).IPAddress);
  expect(addresses.length).toBeGreaterThan(0);
  for (const host of ["app", ...addresses]) expect(await asks(stack, host)).toBe("not reached");
  expect(await asks(stack, "nginx", 80)).toMatch(/^\d+$/);
});

/** The status that certbot's container gets from there. */
async function asks(stack: Stack, host: string, port = 8080): Promise<string> {
  const script = `fetch("http://${host}:${port}/", { redirect: "manual", signal: AbortSignal.timeout(3000) })
    .then(({ status }) => console.log(status), () => console.log("not reached"))`;
  return await stack.exec("certbot", "node", "-e", script);
}
