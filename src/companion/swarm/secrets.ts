import { kinds, type StoredVersion } from "./certificate-files.ts";
import { unused, wantedOf } from "./progress.ts";
import { taken } from "./refusals.ts";
import type { SecretFor } from "./service-spec.ts";
import { type SwarmEngine, type SwarmSecret, type SwarmService, type SwarmTask, stackLabel } from "./swarm-engine.ts";

interface Known {
  service: SwarmService;
  tasks: readonly SwarmTask[];
  secrets: readonly SwarmSecret[];
  versions: readonly StoredVersion[];
}

/** The secrets of all versions, made where they are missing: one never changes, a version has its own. Throws Problem. */
export async function secretsFor(engine: SwarmEngine, { service, secrets, versions }: Known): Promise<SecretFor> {
  const stack = service.spec.Labels?.[stackLabel];
  const ids = new Map(secrets.map(({ name, id }) => [name, id]));
  for (const { name, data } of versions.flatMap((version) => kinds.map((kind) => version.secrets[kind]))) {
    const id = ids.get(name) ?? (await engine.createSecret(name, data, stack));
    if (id === undefined) throw taken(name);
    ids.set(name, id);
  }
  return ({ lineage, kind }) => {
    const name = versions.find((version) => version.name === lineage)?.secrets[kind].name ?? "";
    const id = ids.get(name);
    return id === undefined ? undefined : { name, id };
  };
}

/** One that is gone already, or still in use by another service, is left to the next time. */
export async function removeUnused(engine: SwarmEngine, { service, tasks, secrets, versions }: Known): Promise<void> {
  const old = unused(secrets, service, tasks, wantedOf(versions));
  await Promise.allSettled(old.map(({ id }) => engine.removeSecret(id)));
}
