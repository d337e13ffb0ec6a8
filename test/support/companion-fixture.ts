import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CompanionOptions, runCompanion } from "../../src/companion/companion.ts";

import { companionClient } from "../../src/deploy/companion-client.ts";
import type { CompanionAnswer, CompanionVerb } from "../../src/model/companion.ts";
import type { CompanionSettings } from "../../src/model/settings.ts";
import { makeCertificate } from "./certificates.ts";
import type { Kind, Stack, StackOptions } from "./stack.ts";
import { eventually } from "./wire.ts";
import { withStack } from "./with-stack.ts";

/** The companion's room in the test's own process, beside a real stack and the real Engine. */
export interface CompanionFixture {
  ask(verb: CompanionVerb): Promise<CompanionAnswer>;
  /** all that it printed */
  readonly lines: readonly string[];
  readonly settings: CompanionSettings;
  stop(): Promise<void>;
}

export interface CompanionFixtureOptions extends Pick<CompanionOptions, "at" | "mostReloads"> {
  /** settings that differ from an ordinary stack's */
  settings?: Partial<CompanionSettings>;
}

/** Starts it as a member of the stack; state and socket lie in a folder of their own, which `settings` of an earlier room can name. */
export async function startCompanion(
  stack: Stack,
  { settings = {}, ...rest }: CompanionFixtureOptions = {},
): Promise<CompanionFixture> {
  const stopping = new AbortController();
  const lines: string[] = [];
  const full = await settingsOf(stack, settings);
  const self = await stack.container("pebble");
  const running = runCompanion({
    mostReloads: 1000,
    ...rest,
    settings: full,
    self,
    print: (line) => lines.push(line),
    signal: stopping.signal,
  });
  const client = companionClient(full.listen);
  await eventually(() => client.ask("look"));
  return {
    ask: (verb) => client.ask(verb),
    lines,
    settings: full,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** A certificate for the stack's domain where nginx looks for it; gives its root, PEM. */
export async function putCertificate(stack: Stack): Promise<string> {
  const { fullchainPem, privateKeyPem, rootPem } = await makeCertificate({ domains: [stack.domain] });
  const folder = join(stack.folder, "volumes/certbot/conf/live", stack.domain);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "fullchain.pem"), fullchainPem);
  await writeFile(join(folder, "privkey.pem"), privateKeyPem);
  return rootPem;
}

async function settingsOf(stack: Stack, more: Partial<CompanionSettings>): Promise<CompanionSettings> {
  const folder = more.stateFolder ?? (await mkdtemp(join(tmpdir(), "httpsidecar-room-")));
  return {
    listen: join(folder, "companion.sock"),
    dockerSocket: "/var/run/docker.sock",
    dockerHost: undefined,
    stackFolder: stack.folder,
    stateFolder: folder,
    service: "nginx",
    writeEnv: "auto",
    proxy: "nginx",
    deploy: "reload",
    adminSocket: "/nowhere/admin.sock",
    certificates: "/nowhere/letsencrypt",
    domain: stack.domain,
    extras: { redirect: "auto", http2: false, hstsMaxAge: undefined, publicHttpsPort: 443 },
    ...more,
  };
}

const parts: Record<Kind, readonly string[]> = {
  dify: ["nginx", "pebble", "api"],
  official: ["nginx", "pebble", "app"],
};

/** As much of a stack as nginx needs; it serves over HTTP when this returns. */
export async function bringNginxUp(stack: Stack, kind: Kind): Promise<void> {
  await stack.compose("up", "-d", ...parts[kind]);
  await waitForHttp(stack);
}

/** Resolves when nginx answers over HTTP. */
export async function waitForHttp(stack: Stack): Promise<void> {
  await eventually(async () => {
    const { status } = await fetch(`http://127.0.0.1:${stack.httpPort}/`, { redirect: "manual" });
    if (status >= 500) throw new Error(`HTTP answers with status ${status}`);
  });
}

/** Tests that share one stack whose nginx was made without CERTBOT_DOMAIN, and one companion room beside it; `root` is what visitors trust. */
export function withCompanion(options: StackOptions & { kind: Kind }) {
  return withStack(options)
    .extend("root", { scope: "file" }, async ({ stack }) => {
      await bringNginxUp(stack, options.kind === "dify" ? "dify" : "official");
      await stack.setEnv({ CERTBOT_DOMAIN: stack.domain });
      return await putCertificate(stack);
    })
    .extend("fixture", { scope: "file" }, async ({ stack, root }, { onCleanup }) => {
      if (!root) throw new Error("no certificate");
      const fixture = await startCompanion(stack);
      onCleanup(async () => {
        await fixture.stop();
        await removeState(fixture);
      });
      return fixture;
    });
}

/** The files that Compose reads, by name: what a switch may write. */
export async function settingsFilesOf(stack: Stack): Promise<Record<string, string>> {
  const entries = await readdir(stack.folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const contents = await Promise.all(names.map(async (name) => [name, await stack.read(name)] as const));
  return Object.fromEntries(contents);
}

/** Removes what a room kept. */
export const removeState = ({ settings }: CompanionFixture) =>
  rm(settings.stateFolder, { recursive: true, force: true });
