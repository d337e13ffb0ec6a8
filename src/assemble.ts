import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assembly } from "./cli/context.ts";
import { runCommand } from "./cli/run.ts";
import type { CertificateAuthority, Deployer, Preflight, Print } from "./model/contracts.ts";
import type { Folders, Settings } from "./model/settings.ts";
import type { Parts } from "./renewal/parts.ts";

const folders: Folders = {
  config: "/etc/letsencrypt",
  webroot: "/var/www/html",
  logs: "/var/log/letsencrypt",
  run: "/run",
};
const companionSocket = "/run/httpsidecar/companion.sock";
const clock = { now: () => new Date() };

/** Runs a command line with the real parts; gives the exit code. */
export async function runHere(typed: readonly string[], signal: AbortSignal): Promise<number> {
  const print: Print = (line) => console.log(line);
  const complain: Print = (line) => console.error(line);
  const version = await readVersion();
  const environment = process.env;
  return await runCommand(typed, { environment, print, complain, signal, version, clock, assembly: assemble(version) });
}

function assemble(version: string): Assembly {
  return {
    folders,
    parts: (settings, say) => assembleParts(settings, version, say),
    store: () => openStore(version),
    async httpsSwitch() {
      const { httpsSwitch } = await import("./deploy/https-switch.ts");
      return httpsSwitch(await openCompanion());
    },
    async board() {
      const { statusBoard } = await import("./store/status-board.ts");
      return statusBoard(folders.run);
    },
    writeUpdateScript,
    async runCompanion(settings, print, stopSignal) {
      const { runCompanion } = await import("./companion/companion.ts");
      await runCompanion({ settings, print, signal: stopSignal });
    },
  };
}

/** The real parts of a renewal, in the folders and at the socket that the settings name. */
export async function assembleParts(settings: Settings, version: string, say: Print): Promise<Parts> {
  const { config } = settings.folders;
  return {
    ...(await openMemory(config, say)),
    store: await openStore(version, settings.folders),
    ...(await partsWhenDue(settings, version, say)),
    clock,
    random: Math.random,
    say,
  };
}

/** What outlives a restart beside the certificates themselves. */
async function openMemory(folder: string, say: Print): Promise<Pick<Parts, "accounts" | "ledger" | "shelf">> {
  const { ledger } = await import("./store/ledger.ts");
  const { orderShelf } = await import("./store/order-shelf.ts");
  const { accountStore } = await import("./store/accounts.ts");
  return { accounts: accountStore(folder), ledger: ledger(folder, say), shelf: orderShelf(folder) };
}

type PartsWhenDue = Pick<Parts, "authority" | "rehearsal" | "preflight" | "deployer">;

/** A look that finds nothing due does without these: each is loaded when it is asked, which spares a third of the time. */
async function partsWhenDue(settings: Settings, version: string, say: Print): Promise<PartsWhenDue> {
  const authority = await authorityWhenAsked(settings, settings.directory, version, say);
  const twin = twins[settings.directory];
  return {
    authority,
    rehearsal: twin
      ? { directory: twin, authority: await authorityWhenAsked(settings, twin, version, say) }
      : undefined,
    preflight: { check: async (...asked) => (await openPreflight(settings, authority)).check(...asked) },
    deployer: {
      deploy: async (...asked) => (await openDeployer(settings)).deploy(...asked),
      prove: async (...asked) => (await openDeployer(settings)).prove(...asked),
    },
  };
}

async function authorityWhenAsked(
  settings: Settings,
  directory: string,
  version: string,
  say: Print,
): Promise<CertificateAuthority> {
  const { certificateId } = await import("./acme/certificate-id.ts");
  const open = () => openAuthority(settings, directory, version, say);
  return {
    certificateId,
    issue: async (...asked) => (await open()).issue(...asked),
    renewalWindow: async (...asked) => (await open()).renewalWindow(...asked),
    caaIdentities: async (...asked) => (await open()).caaIdentities(...asked),
  };
}

async function openAuthority(
  { email, verifySsl, caBundle, profile, preferredChain, externalAccount, folders: given }: Settings,
  directory: string,
  version: string,
  say: Print,
): Promise<CertificateAuthority> {
  const { acmeAuthority } = await import("./acme/authority.ts");
  const { accountStore } = await import("./store/accounts.ts");
  const { webroot } = await import("./challenge/webroot.ts");
  const accounts = accountStore(given.config);
  const responder = webroot(given.webroot);
  const userAgent = `httpsidecar/${version}`;
  const wishes = { email, externalAccount, profile, preferredChain };
  const connection = { userAgent, verifySsl, caBundle, environment: process.env };
  return acmeAuthority({ directory, ...wishes, ...connection, accounts, responder, say });
}

async function openPreflight(
  { nginx, folders: given, companionSocket }: Settings,
  authority: CertificateAuthority,
): Promise<Preflight> {
  const { webroot } = await import("./challenge/webroot.ts");
  const { preflight } = await import("./challenge/preflight.ts");
  const { httpsSwitch } = await import("./deploy/https-switch.ts");
  const hand = httpsSwitch(await openCompanion(companionSocket));
  return preflight({
    responder: webroot(given.webroot),
    authority,
    httpsSwitch: hand,
    nginx,
    webroot: folders.webroot,
  });
}

async function openDeployer({ nginx, companionSocket }: Settings): Promise<Deployer> {
  const { nginxDeployer } = await import("./deploy/nginx-deployer.ts");
  const { serviceProof } = await import("./deploy/proof.ts");
  return nginxDeployer({ companion: await openCompanion(companionSocket), proof: serviceProof({ nginx }) });
}

/** Let's Encrypt's production authority has a staging twin where a failure costs nothing. */
const twins: Readonly<Record<string, string>> = {
  "https://acme-v02.api.letsencrypt.org/directory": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

async function openStore(version: string, { config: folder, webroot }: Folders = folders) {
  const { lineageStore } = await import("./store/lineages.ts");
  return lineageStore({ folder, webroot, version });
}

async function openCompanion(socket = companionSocket) {
  const { companionClient } = await import("./deploy/companion-client.ts");
  return companionClient(socket);
}

/** What /update-cert.sh leads to; fixed text, since old runbooks run it and no value may stand in a script. */
async function writeUpdateScript(): Promise<void> {
  await writeFile(join(folders.run, "update-cert.sh"), '#!/bin/sh\nexec update-cert "$@"\n', { mode: 0o755 });
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
