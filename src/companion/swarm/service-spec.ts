import type { ContainerSpec, SecretReference, ServiceSpec } from "dockerode";
import { type Kind, kinds } from "./certificate-files.ts";
import { parallelismOf } from "./parallelism.ts";
import { secretNames } from "./swarm-engine.ts";

/** A secret of a service that is mounted as a file of certbot's layout: live/NAME/fullchain.pem or privkey.pem. */
export interface Place {
  lineage: string;
  kind: Kind;
}

const layout = new RegExp(`/live/([A-Za-z0-9][A-Za-z0-9._-]*)/(${kinds.join("|")})\\.pem$`);

/** undefined: a secret of the operator's, which is left alone. */
export function placeOf({ File }: SecretReference): Place | undefined {
  const [, lineage, kind] = layout.exec(File?.Name ?? "") ?? [];
  return lineage ? { lineage, kind: kind as Kind } : undefined;
}

export function secretsOf(spec: ServiceSpec | undefined): readonly SecretReference[] {
  return containerOf(spec)?.Secrets ?? [];
}

export const namesOf = (spec: ServiceSpec | undefined): readonly string[] => secretNames(secretsOf(spec));

/** The lineages whose certificates the service serves. */
export function lineagesOf(spec: ServiceSpec): readonly string[] {
  const places = secretsOf(spec).map(placeOf);
  const whole = places.filter((place) => place !== undefined && hasBoth(places, place.lineage));
  return [...new Set(whole.map((place) => place?.lineage ?? ""))];
}

const hasBoth = (places: readonly (Place | undefined)[], lineage: string) =>
  kinds.every((kind) => places.some((place) => place?.lineage === lineage && place.kind === kind));

/** The secret for a place; undefined: it keeps the one that it has. */
export type SecretFor = (place: Place) => { id: string; name: string } | undefined;

/**
 * The description with other secrets at the same places, and an update that is undone when new tasks fail. A new task
 * comes before the old one goes, but where the two might not find room: they need one port of a node, or nodes are full.
 * `unplaced`: tasks for which there is no node.
 */
export function specWith(spec: ServiceSpec, secretFor: SecretFor, unplaced: number): ServiceSpec {
  const given = secretsOf(spec).map((reference) => {
    const place = placeOf(reference);
    const secret = place && secretFor(place);
    return secret ? { ...reference, SecretID: secret.id, SecretName: secret.name } : reference;
  });
  // as `docker stack deploy` sorts them: in another order, its next run would replace every task
  const Secrets = given.toSorted((one, other) => ((one.SecretName ?? "") < (other.SecretName ?? "") ? -1 : 1));
  const order = { Order: isTight(spec) ? "stop-first" : "start-first" };
  const { Labels, Parallelism } = parallelismOf(spec, unplaced);
  return {
    ...{ ...spec, Labels },
    TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: { ...containerOf(spec), Secrets } },
    UpdateConfig: { Monitor: leastMonitor, ...spec.UpdateConfig, Parallelism, ...order, FailureAction: "rollback" },
    RollbackConfig: { Parallelism: 1, ...spec.RollbackConfig, ...order },
  };
}

/** nanoseconds: nginx that cannot read its certificate ends within one */
const leastMonitor = 5_000_000_000;

function isTight({ EndpointSpec, TaskTemplate }: ServiceSpec): boolean {
  const ports = EndpointSpec?.Ports ?? [];
  const hasHostPort = ports.some(({ PublishMode, PublishedPort = 0 }) => PublishMode === "host" && PublishedPort > 0);
  // max_replicas_per_node counts both, and a task without a node would be waited for without end
  return hasHostPort || (TaskTemplate?.Placement?.MaxReplicas ?? 0) > 0;
}

/** The stack's file switches HTTPS (docker/nginx/16-https.envsh). */
export const isSwitchedOff = (spec: ServiceSpec): boolean =>
  containerOf(spec)?.Env?.includes("NGINX_HTTPS_ENABLED=false") ?? false;

function containerOf(spec: ServiceSpec | undefined): ContainerSpec | undefined {
  const template = spec?.TaskTemplate;
  return template && "ContainerSpec" in template ? template.ContainerSpec : undefined;
}
