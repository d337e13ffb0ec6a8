import { randomBytes } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { statfs } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { checkCaa } from "../challenge/caa.ts";
import { fetchProbe } from "../challenge/fetch-probe.ts";
import { isPublicAddress } from "../config/address.ts";
import { isPublicAuthority } from "../config/authority.ts";
import { lookAtFolder } from "../config/found.ts";
import { askFor } from "../deploy/https-switch.ts";
import { serviceProof } from "../deploy/proof.ts";
import type { DeployStrategy } from "../deploy/strategies/strategy.ts";
import { addressesOf } from "../doctor/names.ts";
import type { DoctorParts, FolderState, NameAnswer, NameResolver, ProbeFile } from "../doctor/parts.ts";
import type { LineageStore } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { authorityOptionsOf, type Run } from "./authority-parts.ts";
import { openAccounts } from "./certbot-parts.ts";
import { openPreflight, openResponder } from "./challenge-parts.ts";
import { readReport } from "./memory-parts.ts";

export interface DoctorOptions {
  run: Run;
  signal: AbortSignal;
  store: LineageStore;
  strategy: DeployStrategy;
  publicPorts?: DoctorParts["publicPorts"];
  publicAuthority?: boolean;
  /** ms that the lock is waited for: the loop may have a look this very moment, which takes a second or two */
  patienceMs?: number;
}

/** What doctor looks with: the parts of a renewal, without those that order, deploy or save. */
export async function openDoctor(settings: Settings, options: DoctorOptions): Promise<DoctorParts> {
  const { run, signal, store, strategy } = options;
  const { lineage, nginx, directory, doctorResolvers } = settings;
  const resolvers = resolversOf(doctorResolvers);
  const look = once(() => askFor(strategy.transport, "look"));
  const publicPorts = options.publicPorts ?? { http: 80, https: 443 };
  return {
    ...{ settings, environment: run.environment, publicPorts, isPublicAddress, serverSeen: strategy.seen },
    clock: { now: () => new Date() },
    imported: settings.imported ?? (await isImported(store, lineage.name)),
    publicAuthority: options.publicAuthority ?? isPublicAuthority(directory, settings.caBundle),
    checkWritable: () => inTurn(() => store.exclusively(() => store.checkWritable(lineage)), options.patienceMs),
    certificate: () => store.read(lineage.name),
    report: () => readReport(settings, store),
    look,
    inside: (domain) => checkInside(domain, settings, strategy, look, signal),
    ...(await probing(settings)),
    get: (target) => fetchProbe(target, 5000, signal),
    resolvers,
    authority: once(() => askAuthority(settings, run, signal)),
    checkCaa: (domain, identities, { name }) =>
      checkCaa(domain, identities, (each) => resolverAt(name).resolveCaa(each)),
    proof: serviceProof({
      nginx,
      publicPort: publicPorts.https,
      findAddresses: (name) => addressesOf(name, resolvers),
    }),
  };
}

/** One file for all checks: where each had its own, one would take away the folders that another has just made. */
async function inTurn(work: () => Promise<void>, patienceMs = 5000): Promise<void> {
  for (const until = Date.now() + patienceMs; ; ) {
    try {
      return await work();
    } catch (error) {
      const isHeld = error instanceof Problem && error.code === "locked";
      if (!isHeld || Date.now() > until) throw error;
      await sleep(250);
    }
  }
}

/** One that cannot be read is a finding of its own check. */
async function isImported(store: LineageStore, name: string): Promise<boolean> {
  return (await store.read(name).catch(() => undefined))?.imported ?? false;
}

async function probing(settings: Settings): Promise<Pick<DoctorParts, "probe" | "close">> {
  const responder = await openResponder(settings);
  const token = random();
  const probe: ProbeFile = { path: `/.well-known/acme-challenge/${token}`, body: random() };
  return {
    probe: once(async () => {
      await responder.present(token, probe.body);
      return probe;
    }),
    close: () => responder.cleanUp(token).catch(known),
  };
}

/** A webroot that cannot be cleaned could not be written either, which the challenge's check has told. */
function known(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}

/** What a folder is, and how much room it has, bytes. */
export async function lookAtPlace(path: string): Promise<FolderState> {
  const facts = await lookAtFolder(path);
  const room = await statfs(path).catch(() => undefined);
  return { ...facts, freeBytes: room && room.bavail * room.bsize };
}

/** The first part of what is asked before an order; nothing is turned on, the authority and DNS are left out. */
async function checkInside(
  domain: string,
  settings: Settings,
  strategy: DeployStrategy,
  look: DoctorParts["look"],
  signal: AbortSignal,
): Promise<void> {
  const lineage = { ...settings.lineage, domains: [domain] as const };
  const nobody = { caaIdentities: async () => [] };
  const httpsSwitch = { enableChallenge: async () => void ((await look()).challenge || leftOff()) };
  const { check } = await openPreflight(settings, nobody, strategy, { findAddresses: async () => [], httpsSwitch });
  await check(lineage, { mend: true, signal });
}

/** As the companion answers where it cannot turn the location on: here it may not. */
function leftOff(): never {
  const message = phrase`nginx's configuration has no location for /.well-known/acme-challenge/`;
  const fix = phrase`set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx`;
  throw new Problem({ code: "unknown-shape", message, fix });
}

async function askAuthority(settings: Settings, run: Run, signal: AbortSignal) {
  const { examineAuthority } = await import("../acme/examine.ts");
  const { directory } = settings;
  const account = await (await openAccounts(settings, settings.lineage.name)).find(directory);
  const facts = await examineAuthority({ ...authorityOptionsOf(settings, run), directory, account, signal });
  return { host: new URL(directory).host, at: new Date(), hasAccount: account !== undefined, ...facts };
}

const containers = phrase`the container's resolver`;

function resolversOf(servers: readonly string[]): readonly NameResolver[] {
  const names = servers.length > 0 ? servers : [containers];
  return names.map((name) => ({ name, ask: (domain, type) => ask(resolverAt(name), domain, type) }));
}

function resolverAt(name: string): Resolver {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (name !== containers) resolver.setServers([name]);
  return resolver;
}

async function ask(resolver: Resolver, domain: string, type: "A" | "AAAA" | "CNAME"): Promise<NameAnswer> {
  const questions = {
    A: () => resolver.resolve4(domain),
    AAAA: () => resolver.resolve6(domain),
    CNAME: () => resolver.resolveCname(domain),
  };
  try {
    return { kind: "records", values: await questions[type]() };
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    return code === "ENODATA" || code === "ENOTFOUND"
      ? { kind: "none" }
      : { kind: "failure", why: code.replace(/^E/, "") };
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

function random(): string {
  return randomBytes(24).toString("base64url");
}
