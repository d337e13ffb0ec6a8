import { randomBytes } from "node:crypto";
import { statfs } from "node:fs/promises";
import { checkCaa } from "../challenge/caa.ts";
import { fetchProbe } from "../challenge/fetch-probe.ts";
import { followRedirects } from "../challenge/redirects.ts";
import { inTurn } from "../cli/in-turn.ts";
import { isPublicAddress } from "../config/address.ts";
import { isPublicAuthority } from "../config/authority.ts";
import { lookAtFolder } from "../config/found.ts";
import { askFor } from "../deploy/https-switch.ts";
import { serviceProof } from "../deploy/proof.ts";
import type { DeployStrategy } from "../deploy/strategies/strategy.ts";
import { addressesOf, isInReach } from "../doctor/names.ts";
import type { DoctorParts, FolderState, NameResolver } from "../doctor/parts.ts";
import { challengeFix } from "../model/challenge.ts";
import type { LineageStore } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import type { ProbeFile } from "../model/probe.ts";
import { Problem, problemToUndefined } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { authorityOptionsOf, type Run } from "./authority-parts.ts";
import { openAccounts } from "./certbot-parts.ts";
import { issuerOf, openPreflight, openResponder } from "./challenge-parts.ts";
import { openStrategy } from "./deploy-parts.ts";
import { readReport } from "./memory-parts.ts";
import { resolverAt, resolversOf } from "./resolver-parts.ts";
import { openStore } from "./store-parts.ts";
import { checkSitesOf } from "./watch-parts.ts";

export interface DoctorOptions {
  run: Run;
  signal: AbortSignal;
  store?: LineageStore;
  strategy?: DeployStrategy;
  publicPorts?: DoctorParts["publicPorts"];
  publicAuthority?: boolean;
  /** to wait for the lock: a check of the loop takes a second or two */
  patienceSeconds?: number;
}

/** What doctor checks with: the parts of a renewal, without those that order, deploy or save. */
export async function openDoctor(settings: Settings, options: DoctorOptions): Promise<DoctorParts> {
  const { run, signal, patienceSeconds = 5 } = options;
  const { store = await openStore(run, settings.folders), strategy = await openStrategy(settings) } = options;
  const { lineage, doctorResolvers } = settings;
  const resolvers = resolversOf(doctorResolvers);
  const look = once(() => askFor(strategy.transport, "look"));
  const { publicPorts, publicAuthority } = outsideOf(settings, options);
  return {
    ...{ settings, environment: run.environment, publicPorts, isPublicAddress, serverSeen: strategy.seen },
    clock: { now: () => new Date() },
    imported: settings.imported ?? (await isImported(store, lineage.name)),
    publicAuthority,
    checkWritable: () =>
      inTurn({ signal, seconds: patienceSeconds }, () => store.exclusively(() => store.checkWritable(lineage))),
    certificate: () => store.read(lineage.name),
    report: () => readReport(settings, store),
    look,
    inside: (domain) => checkInside(domain, settings, { strategy, look, run }, signal),
    keyReach: async () => (await import("./dns-parts.ts")).keyReach(settings, { ...run, say: () => {} }, signal),
    ...(await probing(settings)),
    watched: () => checkSitesOf(settings, settings.watch),
    ...asking(settings, resolvers, { publicPorts, publicAuthority, signal }),
    authority: once(() => askAuthority(settings, run, signal)),
    checkCaa: async (domain, identities, { name }) =>
      checkCaa(domain, { identities, ...(await issuerOf(settings)) }, (each) => resolverAt(name).resolveCaa(each)),
  };
}

function outsideOf(
  { directory, caBundle, publicHttpsPort }: Settings,
  options: DoctorOptions,
): Omit<Outside, "signal"> {
  return {
    publicPorts: options.publicPorts ?? { http: 80, https: publicHttpsPort },
    publicAuthority: options.publicAuthority ?? isPublicAuthority(directory, caBundle),
  };
}

type Outside = Pick<DoctorParts, "publicPorts" | "publicAuthority"> & Pick<DoctorOptions, "signal">;

/** A stranger who responds for the name must not redirect us to an inner address. */
function asking(
  { nginx, lineage }: Settings,
  resolvers: readonly NameResolver[],
  { publicPorts: ports, publicAuthority, signal }: Outside,
): Pick<DoctorParts, "resolvers" | "get" | "follow" | "proof"> {
  const get: DoctorParts["get"] = (target) => fetchProbe(target, 5000, signal);
  const mayBeAsked = async (host: string) =>
    (await addressesOf(host, resolvers)).filter((each) => isInReach(each, { publicAuthority, isPublicAddress }));
  const proof = serviceProof({
    ...{ nginx, names: lineage.domains, publicPort: ports.https, ask: get },
    findAddresses: (name) => addressesOf(name, resolvers),
  });
  return { resolvers, get, proof, follow: (start) => followRedirects(start, { get, ports, addressesOf: mayBeAsked }) };
}

/** A lineage that cannot be read is a finding of its own check. */
async function isImported(store: LineageStore, name: string): Promise<boolean> {
  return (await store.read(name).catch(() => undefined))?.imported ?? false;
}

/** One file for all checks: with one each, a check would remove the folders that another has just made. */
async function probing(settings: Settings): Promise<Pick<DoctorParts, "probe" | "close">> {
  const responder = await openResponder(settings);
  const token = random();
  const probe: ProbeFile = { path: `/.well-known/acme-challenge/${token}`, body: random() };
  return {
    probe: once(async () => {
      await responder.present(token, probe.body);
      return probe;
    }),
    // a webroot that cannot be cleaned could not be written either: a finding of the challenge's check
    close: () => responder.cleanUp(token).catch(problemToUndefined),
  };
}

/** What a folder is, and its free space, bytes. */
export async function lookAtPlace(path: string): Promise<FolderState> {
  const facts = await lookAtFolder(path);
  const room = await statfs(path).catch(() => undefined);
  return { ...facts, freeBytes: room && room.bavail * room.bsize };
}

/** The first part of the preflight; changes nothing, and asks neither the CA nor DNS. */
async function checkInside(
  domain: string,
  settings: Settings,
  { strategy, look, run }: { strategy: DeployStrategy; run: Run } & Pick<DoctorParts, "look">,
  signal: AbortSignal,
): Promise<void> {
  const lineage = { ...settings.lineage, domains: [domain] as const };
  const nobody = { caaIdentities: async () => [] };
  const httpsSwitch = { enableChallenge: async () => void ((await look()).challenge || leftOff()) };
  const { check } = await openPreflight(settings, nobody, strategy, run, {
    findAddresses: async () => [],
    httpsSwitch,
  });
  await check(lineage, { mend: true, signal });
}

/** The companion's own words where it cannot enable the location: doctor may not. */
function leftOff(): never {
  const message = phrase`nginx's configuration has no location for /.well-known/acme-challenge/`;
  throw new Problem({ code: "unknown-shape", message, fix: challengeFix });
}

/** Less than a check may take, so that silence is told as an order would tell it. */
const patience = { idleMs: 20_000, totalMs: 25_000 };

async function askAuthority(settings: Settings, run: Run, signal: AbortSignal) {
  const { examineAuthority } = await import("../acme/examine.ts");
  const { directory } = settings;
  const account = await (await openAccounts(settings, settings.lineage.name)).find(directory);
  const asked = { ...authorityOptionsOf(settings, run), ...patience };
  const facts = await examineAuthority({ ...asked, directory, account, signal });
  return { host: new URL(directory).host, at: new Date(), hasAccount: account !== undefined, ...facts };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}

const random = () => randomBytes(24).toString("base64url");
