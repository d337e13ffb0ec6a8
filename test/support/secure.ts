import { pebbleDirectory } from "./pebble-service.ts";
import type { Stack } from "./stack.ts";

/** The README's start on a running stack. */
export const start = "docker compose up -d certbot certbot-companion";

/** What an operator sets before the start, here with the stack's own authority. */
export function certbotSettings({ domain }: Pick<Stack, "domain">): Record<string, string> {
  return { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: `--server ${pebbleDirectory}` };
}

/** Brings a stack up over HTTP, then to HTTPS as the README says, and waits until all is said. */
export async function goSecure(stack: Stack): Promise<void> {
  await stack.bringUp();
  await stack.install();
  await stack.setEnv(certbotSettings(stack));
  await stack.typesFromReadme(start);
  await stack.waitForHttps();
  await stack.waitForLog("certbot", "next renewal");
}
