import { setTimeout as pause } from "node:timers/promises";
import { readVersion, type StoredVersion } from "./certificate-files.ts";
import { isHeldUp } from "./parallelism.ts";
import { type Progress, progressOf, wantedOf } from "./progress.ts";
import {
  busy,
  changedByOthers,
  changedMeanwhile,
  late,
  noPlace,
  nothingStored,
  paused,
  rolledBack,
} from "./refusals.ts";
import { removeUnused, secretsFor } from "./secrets.ts";
import { lineagesOf, specWith } from "./service-spec.ts";
import type { SwarmEngine, SwarmSecret, SwarmService, SwarmTask } from "./swarm-engine.ts";

export interface RolloutOptions {
  engine: SwarmEngine;
  /** name of the swarm service */
  service: string;
  /** certbot's folder */
  certificates: string;
  /** Counts an update. Throws Problem `too-many`. */
  count(): void;
  /** ms that an update is waited for */
  limitMs: number;
  /** ms between two looks at it */
  pollMs: number;
}

/** The service and its tasks, beside what they are to serve. */
export interface Seen {
  service: SwarmService;
  tasks: readonly SwarmTask[];
  secrets: readonly SwarmSecret[];
  versions: readonly StoredVersion[];
  progress: Progress;
}

/** Reads, and changes nothing. Throws Problem. */
export async function see({ engine, service: name, certificates }: RolloutOptions): Promise<Seen> {
  const service = await engine.service();
  const lineages = lineagesOf(service.spec);
  if (lineages.length === 0) throw noPlace(name);
  const read = await Promise.all(lineages.map((lineage) => readVersion(certificates, lineage)));
  const versions = read.filter((version) => version !== undefined);
  const [tasks, secrets] = await Promise.all([engine.tasks(), engine.secrets()]);
  return { service, tasks, secrets, versions, progress: progressOf(service, tasks, wantedOf(versions), secrets) };
}

const mostTries = 5;

/**
 * Begins an update to the stored certificates, where none is at work. An update of somebody else's that comes between
 * reading and writing is read again. Throws Problem.
 */
export async function begin(options: RolloutOptions): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const seen = await see(options);
    if (seen.versions.length === 0) throw nothingStored(options.service, options.certificates);
    const unplaced = seen.tasks.filter(({ desired, node }) => desired === "running" && node === "").length;
    const { state } = seen.progress;
    if (state === "done" || (state === "replacing" && !isHeldUp(seen.service.spec, unplaced))) return;
    await refuse(options, seen);
    options.count();
    const spec = specWith(seen.service.spec, await secretsFor(options.engine, seen), unplaced);
    if (await options.engine.update(seen.service, spec)) return;
  }
  throw changedByOthers(options.service, mostTries);
}

/** Waits until every task serves the stored certificates, and removes the secrets that nothing uses any more. Throws Problem. */
export async function complete(options: RolloutOptions): Promise<void> {
  const until = performance.now() + options.limitMs;
  for (;;) {
    const seen = await see(options);
    if (seen.progress.state === "done") return await removeUnused(options.engine, seen);
    await refuse(options, seen);
    if (seen.progress.state === "other") throw changedMeanwhile(options.service);
    if (performance.now() >= until) throw await tooLate(options, seen);
    await pause(options.pollMs);
  }
}

/** Throws Problem where the Engine stopped, or the operator has to act. */
export async function refuse({ engine, service }: RolloutOptions, seen: Seen): Promise<void> {
  const { state } = seen.progress;
  if (state === "paused") throw paused(service, reasonOf(seen));
  if (state === "rolled-back") throw rolledBack(service, reasonOf(seen), await nodesOf(engine, seen, hasFailed));
  if (state === "busy") throw busy(service);
}

/** Where these tasks are, for the operator. */
export async function nodesOf(
  engine: SwarmEngine,
  { tasks }: Pick<Seen, "tasks">,
  isMeant: (task: SwarmTask) => boolean,
): Promise<string> {
  const nodes = await engine.nodes();
  return [...new Set(tasks.filter(isMeant).map(({ node }) => nodes.get(node) ?? node))].filter(Boolean).join(", ");
}

const hasFailed = ({ state }: SwarmTask) => state === "failed" || state === "rejected";

function reasonOf({ service: { update }, tasks }: Seen): string {
  const errors = tasks.filter(({ error }) => error !== "").map(({ error }) => error);
  return [update?.Message ?? "", ...new Set(errors)].filter(Boolean).slice(0, 4).join("; ");
}

async function tooLate({ engine, service, limitMs }: RolloutOptions, seen: Seen) {
  const isWaiting = ({ desired, state }: SwarmTask) => desired === "running" && state !== "running";
  const why = [await nodesOf(engine, seen, isWaiting), reasonOf(seen)].filter(Boolean).join(": ");
  return late(service, { tasks: 0, of: 0, ...seen.progress }, limitMs, why);
}
