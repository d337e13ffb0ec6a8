import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { readImages } from "./images.ts";
import { newProjectName, removeProject, testLabel } from "./leftovers.ts";
import type { View } from "./wire.ts";

/** A visitor at a real browser, and all that it complained about. */
export interface Visitor {
  page: Page;
  /** certificate errors, mixed content, requests that failed: in the browser's own words */
  complaints: readonly string[];
}

/**
 * Chromium that trusts the stack's authority in its own store and finds its names on this host; no certificate error is
 * ignored. It has a made-up microphone, and ends with the test.
 */
export async function openBrowser(
  { domain, roots }: Pick<View, "domain" | "roots">,
  ...others: readonly string[]
): Promise<Visitor> {
  const home = await mkdtemp(join(tmpdir(), "httpsidecar-browser-"));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  await trust(home, roots);
  const { host, executablePath } = await networkOfItsOwn(home);
  const rules = [domain, ...others].map((name) => `MAP ${name} ${host}`).join(", ");
  const context = await chromium.launchPersistentContext(join(home, "profile"), {
    executablePath,
    headless: true,
    env: { PATH: process.env["PATH"] ?? "", HOME: home },
    args: [...quiet, `--host-resolver-rules=${rules}`],
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    // An app without an icon is none of our business.
    const isIcon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isIcon) complaints.push(message.text());
  });
  page.on("requestfailed", (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  return { page, complaints };
}

/**
 * A container's, where nothing comes and goes: Chromium breaks off what it loads when a network of its machine changes,
 * as those of other stories do all the time. Gives the host's address there, and what starts Chromium in it.
 */
async function networkOfItsOwn(home: string): Promise<{ host: string; executablePath: string }> {
  const project = newProjectName();
  onTestFinished(() => removeProject(project));
  const labels = [testLabel, `com.docker.compose.project=${project}`].flatMap((label) => ["--label", label]);
  const { stdout: id } = await execa("docker", ["run", "-d", ...labels, readImages().node, "sleep", "infinity"]);
  const format = "{{.State.Pid}} {{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}";
  const { stdout } = await execa("docker", ["inspect", "--format", format, id]);
  const [pid = "", host = ""] = stdout.split(" ");
  const executablePath = join(home, "chromium");
  const script = `#!/bin/sh\nexec nsenter --target ${pid} --net /usr/bin/chromium "$@"\n`;
  await writeFile(executablePath, script, { mode: 0o755 });
  return { host, executablePath };
}

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
