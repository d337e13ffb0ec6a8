import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";
import type { View } from "./wire.ts";

/** A visitor at a real browser, and all that it complained about. */
export interface Visitor {
  page: Page;
  /** certificate errors, mixed content, requests that failed: in the browser's own words */
  complaints: readonly string[];
}

/**
 * Chromium that trusts the stack's authority in its own store and finds its names on loopback; no certificate error is
 * ignored. It has a made-up microphone, and ends with the test.
 */
export async function openBrowser(
  { domain, roots }: Pick<View, "domain" | "roots">,
  ...others: readonly string[]
): Promise<Visitor> {
  const home = await mkdtemp(join(tmpdir(), "httpsidecar-browser-"));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  await trust(home, roots);
  const rules = [domain, ...others].map((name) => `MAP ${name} 127.0.0.1`).join(", ");
  const context = await chromium.launchPersistentContext(join(home, "profile"), {
    executablePath: "/usr/bin/chromium",
    headless: true,
    env: { PATH: process.env["PATH"] ?? "", HOME: home },
    args: [...quiet, `--host-resolver-rules=${rules}`],
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  const hear = (complaint: string) => complaint.includes(elsewhere) || complaints.push(complaint);
  page.on("console", (message) => {
    // An app without an icon is none of our business.
    const isIcon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isIcon) hear(message.text());
  });
  page.on("requestfailed", (request) => hear(`${request.url()}: ${request.failure()?.errorText}`));
  return { page, complaints };
}

/** Another network of the host came or went, as those of containers do: Chromium asks again by itself. */
const elsewhere = "net::ERR_NETWORK_CHANGED";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** NSS, where Chromium looks on Linux. */
async function trust(home: string, roots: readonly string[]): Promise<void> {
  const store = join(home, ".pki/nssdb");
  await mkdir(store, { recursive: true });
  await execa("certutil", ["-d", `sql:${store}`, "-N", "--empty-password"]);
  for (const [index, root] of roots.entries()) {
    const file = join(home, `root-${index}.pem`);
    await writeFile(file, root);
    await execa("certutil", ["-d", `sql:${store}`, "-A", "-t", "C,,", "-n", `root ${index}`, "-i", file]);
  }
}
