import { kinds, type StoredVersion } from "./certificate-files.ts";
import { namesOf } from "./service-spec.ts";
import type { SwarmSecret, SwarmService, SwarmTask } from "./swarm-engine.ts";

/** Names of the secrets that these versions are. */
export const wantedOf = (versions: readonly StoredVersion[]): readonly string[] =>
  versions.flatMap(({ secrets }) => kinds.map((kind) => secrets[kind].name));

/** How far a service is with secrets of these names. */
export type Progress =
  | { state: "done" | "replacing"; tasks: number; of: number }
  /** the Engine stopped an update, of ours or of another, and waits for the operator */
  | { state: "paused" }
  /** the Engine is going back, or went back */
  | { state: "rolled-back" }
  /** it has others, and no update is at work */
  | { state: "other" }
  /** an update to others is at work */
  | { state: "busy" };

/** `secrets`: those that there are; an update that began after a version's were made has tried that version. */
export function progressOf(
  { spec, update }: Pick<SwarmService, "spec" | "update">,
  tasks: readonly SwarmTask[],
  wanted: readonly string[],
  secrets: readonly SwarmSecret[],
): Progress {
  const state = update?.State;
  if (state === "paused" || state === "rollback_paused") return { state: "paused" };
  if (!hasAll(namesOf(spec), wanted)) {
    const tried = secrets.filter(({ createdAt }) => createdAt <= Date.parse(update?.StartedAt ?? ""));
    if (state?.startsWith("rollback") && hasAll(namesIn(tried), wanted)) return { state: "rolled-back" };
    return { state: isAtWork(state) ? "busy" : "other" };
  }
  const live = tasks.filter(({ desired }) => desired === "running");
  const of = Math.max(spec.Mode?.Replicated?.Replicas ?? 0, live.length);
  const fresh = live.filter((task) => task.state === "running" && hasAll(task.secrets, wanted)).length;
  return { state: !isAtWork(state) && fresh === of ? "done" : "replacing", tasks: fresh, of };
}

/** Secrets that neither the service, nor its way back, nor a task that still runs has. */
export function unused(
  secrets: readonly SwarmSecret[],
  { spec, previous }: Pick<SwarmService, "spec" | "previous">,
  tasks: readonly SwarmTask[],
  wanted: readonly string[],
): readonly SwarmSecret[] {
  const live = tasks.filter(({ state }) => !ended.includes(state)).flatMap((task) => task.secrets);
  const used = new Set([...namesOf(spec), ...namesOf(previous), ...live, ...wanted]);
  return secrets.filter(({ name }) => !used.has(name));
}

/** States that a task does not leave (SwarmKit, "task model"). */
const ended = ["complete", "shutdown", "failed", "rejected", "remove", "orphaned"];

const isAtWork = (state: string | undefined) => state === "updating" || state === "rollback_started";

const namesIn = (secrets: readonly SwarmSecret[]) => secrets.map(({ name }) => name);

export const hasAll = (names: readonly string[], wanted: readonly string[]) =>
  wanted.every((name) => names.includes(name));
