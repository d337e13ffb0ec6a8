import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assembly } from "./cli/context.ts";
import { runCommand } from "./cli/run.ts";
import type { CertificateAuthority, ChallengeResponder, Companion, Deployer, Print } from "./model/contracts.ts";
import type { Folders, NginxAddress, Settings } from "./model/settings.ts";
import type { Parts } from "./renewal/update.ts";
import type { LineageStoreOptions } from "./store/lineages.ts";

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
    parts: (settings, say, how) => assembleParts(settings, version, say, how?.reloadOnly ?? false),
    ...certbotVerbs(version),
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

/** What the certbot command and repair need besides. */
function certbotVerbs(version: string): Pick<Assembly, "postHooks" | "options" | "repair" | "setAside"> {
  return {
    async postHooks(say) {
      const { runHooksAtEnd } = await import("./assemble/certbot-parts.ts");
      await runHooksAtEnd(process.env, say);
    },
    async options(name) {
      const { readSavedOptions } = await import("./assemble/certbot-parts.ts");
      return await readSavedOptions(folders.config, name);
    },
    async repair(settings) {
      const { repairAll } = await import("./assemble/repair-parts.ts");
      const store = await openStore(version);
      return await store.exclusively(() => repairAll(settings, version, clock.now()));
    },
    async setAside(name) {
      const { setAside } = await import("./store/set-aside.ts");
      return await (await openStore(version)).exclusively(() => setAside(folders.config, name, clock.now()));
    },
  };
}

async function assembleParts(settings: Settings, version: string, say: Print, reloadOnly: boolean): Promise<Parts> {
  const { nginx, folders: given, certbot } = settings;
  const { ledger } = await import("./store/ledger.ts");
  const { withHooks } = await import("./renewal/with-hooks.ts");
  const { openPreflight, openResponder } = await import("./assemble/challenge-parts.ts");
  const { openHooks } = await import("./assemble/certbot-parts.ts");
  const responder = await openResponder(settings);
  const companion = await openCompanion();
  const authority = await openAuthority(settings, settings.directory, responder, version, say);
  const { paramsOfOptions } = await import("./config/saved-options.ts");
  const params = { params: paramsOfOptions(certbot), webrootMap: certbot.webrootMap ?? {} };
  const parts: Parts = {
    store: await openStore(version, given, params),
    ledger: ledger(given.config, say),
    preflight: await openPreflight(settings, responder, authority, companion),
    authority,
    rehearsal: await openRehearsal(settings, responder, version, say),
    deployer: await openDeployer(companion, nginx, reloadOnly),
    clock,
    random: Math.random,
    say,
  };
  return withHooks(parts, await openHooks(settings, process.env, say));
}

async function openDeployer(companion: Companion, nginx: NginxAddress, reloadOnly: boolean): Promise<Deployer> {
  if (reloadOnly) return (await import("./deploy/reload-deployer.ts")).reloadDeployer(companion);
  const { nginxDeployer } = await import("./deploy/nginx-deployer.ts");
  const { serviceProof } = await import("./deploy/proof.ts");
  return nginxDeployer({ companion, proof: serviceProof({ nginx }) });
}

async function openAuthority(
  { email, verifySsl, caBundle, certbot }: Settings,
  directory: string,
  responder: ChallengeResponder,
  version: string,
  say: Print,
): Promise<CertificateAuthority> {
  const { acmeAuthority } = await import("./acme/authority.ts");
  const { accountStore } = await import("./store/accounts.ts");
  const { nextKey } = await import("./assemble/certbot-parts.ts");
  const accounts = accountStore(folders.config);
  const { userAgentComment: comment, issuanceTimeout } = certbot;
  const userAgent = certbot.userAgent ?? `httpsidecar/${version}${comment === undefined ? "" : ` (${comment})`}`;
  const asked = { directory, email, verifySsl, caBundle, accounts, responder, userAgent, say };
  return acmeAuthority({
    ...asked,
    ...(issuanceTimeout === undefined ? {} : { orderMs: issuanceTimeout * 1000 }),
    environment: process.env,
    certificateKey: (lineage) => nextKey(folders.config, certbot, lineage),
  });
}

/** Let's Encrypt's production authority has a staging twin where a failure costs nothing. */
const twins: Readonly<Record<string, string>> = {
  "https://acme-v02.api.letsencrypt.org/directory": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

async function openRehearsal(settings: Settings, responder: ChallengeResponder, version: string, say: Print) {
  const twin = twins[settings.directory];
  return twin ? await openAuthority(settings, twin, responder, version, say) : undefined;
}

async function openStore(version: string, { config: folder, webroot }: Folders = folders, kept: KeptOptions = {}) {
  const { lineageStore } = await import("./store/lineages.ts");
  return lineageStore({ folder, webroot, version, ...kept });
}

async function openCompanion() {
  const { companionClient } = await import("./deploy/companion-client.ts");
  return companionClient(companionSocket);
}

type KeptOptions = Pick<LineageStoreOptions, "params" | "webrootMap">;

/** What /update-cert.sh leads to; fixed text, since old runbooks run it and no value may stand in a script. */
async function writeUpdateScript(): Promise<void> {
  await writeFile(join(folders.run, "update-cert.sh"), '#!/bin/sh\nexec update-cert "$@"\n', { mode: 0o755 });
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
