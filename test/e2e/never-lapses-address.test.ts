import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:tls";
import { describe, expect } from "vitest";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";

const profiles = { default: 7_776_000, shortlived: 576_000 };
/** Nobody else has this network (RFC 4193). */
const subnet = `fd${randomBytes(5)
  .toString("hex")
  .replace(/^(..)(....)(....)$/, "$1:$2:$3")}::/64`;
const network = { enable_ipv6: true, ipam: { config: [{ subnet }] } };

/** One kind a stack: Pebble 2.10 refuses a request with addresses of both. */
describe.each([
  { kind: "IPv4", of: "IPAddress", test: withFreshStack({ kind: "official", profiles }) },
  { kind: "IPv6", of: "GlobalIPv6Address", test: withFreshStack({ kind: "official", profiles, network }) },
])("CERTBOT_DOMAIN with an $kind address", ({ of, test }) => {
  test("is certified for 160 hours, served by nginx at that address, and said to be short", async ({ stack }) => {
    await stack.bringUp();
    const address = await addressOf(stack, of);
    await stack.setEnv({ ...certbotSettings(stack), CERTBOT_DOMAIN: address });
    await stack.types(start);

    const log = await stack.waitForLog("certbot", "is live");
    const shown = await eventually(async () => await shownAt(address, await stack.authority.roots()));
    expect(shown).toBe(160);
    expect(log).toMatch(/160 hours/);
    expect(await stack.authority.orders()).toBe(1);
  });
});

/** Of nginx in the stack's network. */
async function addressOf(stack: Stack, of: string): Promise<string> {
  const format = `{{range .NetworkSettings.Networks}}{{.${of}}}{{end}}`;
  const { output } = await stack.types(`docker inspect --format '${format}' ${await stack.container("nginx")}`);
  return output.trim();
}

/** The hours that the certificate lives which is shown there; rejects when chain or address do not hold. */
async function shownAt(host: string, ca: readonly string[]): Promise<number> {
  const socket = connect({ host, port: 443, ca: [...ca], timeout: 5000 });
  socket.on("error", () => {});
  try {
    await once(socket, "secureConnect");
    const { valid_from: from, valid_to: to } = socket.getPeerCertificate();
    return Math.round((Date.parse(to) - Date.parse(from)) / 3_600_000);
  } finally {
    socket.destroy();
  }
}
