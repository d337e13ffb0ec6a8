import type Docker from "dockerode";
import type { Secret, SecretReference, ServiceSpec, UpdateStatus } from "dockerode";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { type Address, engineClient } from "../docker/engine.ts";
import { refusal } from "../refusal.ts";

/** A swarm service as the Engine describes it. */
export interface SwarmService {
  id: string;
  /** of its description; an update names the one that it changes */
  version: number;
  spec: ServiceSpec;
  previous: ServiceSpec | undefined;
  update: UpdateStatus | undefined;
}

export interface SwarmTask {
  /** its number; undefined where each node has one */
  slot: number | undefined;
  node: string;
  desired: string;
  state: string;
  error: string;
  /** names of its secrets */
  secrets: readonly string[];
}

export interface SwarmSecret {
  id: string;
  name: string;
  /** ms since 1970, by the manager's clock */
  createdAt: number;
}

/** All that is asked of a swarm manager, about one service. Each call throws Problem `docker-failed`. */
export interface SwarmEngine {
  /** Throws Problem `no-nginx` when there is none of that name. */
  service(): Promise<SwarmService>;
  /** undefined: it has been changed since that version */
  update(service: SwarmService, spec: ServiceSpec): Promise<"taken" | undefined>;
  tasks(): Promise<readonly SwarmTask[]>;
  /** host names by id; a node that is not ready has its state behind the name */
  nodes(): Promise<ReadonlyMap<string, string>>;
  /** those with our label for this service */
  secrets(): Promise<readonly SwarmSecret[]>;
  /** its id; undefined: the name is taken. `stack`: whose `docker stack rm` removes it too */
  createSecret(name: string, data: Buffer, stack: string | undefined): Promise<string | undefined>;
  removeSecret(id: string): Promise<void>;
}

const label = "httpsidecar.service";
/** of each thing that `docker stack deploy` makes */
export const stackLabel = "com.docker.stack.namespace";

type Ask = <T>(work: (abortSignal: AbortSignal) => Promise<T>) => Promise<T>;

export function swarmEngine(address: Address, name: string): SwarmEngine {
  const { docker, ask: plainAsk } = engineClient(address);
  const ask: Ask = (work) => plainAsk(work).catch(atManager);
  return { ...serviceCalls(docker, ask, name), ...secretCalls(docker, ask, name) };
}

function serviceCalls(
  docker: Docker,
  ask: Ask,
  name: string,
): Pick<SwarmEngine, "service" | "update" | "tasks" | "nodes"> {
  const service = docker.getService(name);
  const filters = { service: [name] };
  return {
    async service() {
      const found = await ask((abortSignal) => service.inspect({ abortSignal }).catch(undefinedAt(404)));
      if (!found) throw noService(name);
      const { ID: id, Version, Spec: spec, PreviousSpec: previous, UpdateStatus: update } = found;
      return { id, version: Version.Index, spec, previous, update };
    },
    update: ({ version }, spec) =>
      ask(async (abortSignal) => {
        const change = { _query: { version }, _body: spec, abortSignal };
        return await service.update(change).then(() => "taken" as const, undefinedWhenOutOfSequence);
      }),
    tasks: async () => (await ask((abortSignal) => docker.listTasks({ filters, abortSignal }))).map(taskOf),
    async nodes() {
      const nodes = await ask((abortSignal) => docker.listNodes({ abortSignal }));
      return new Map(nodes.map((node) => [node.ID, nodeInWords(node)]));
    },
  };
}

type SecretCalls = Pick<SwarmEngine, "secrets" | "createSecret" | "removeSecret">;

function secretCalls(docker: Docker, ask: Ask, service: string): SecretCalls {
  const filters = { label: [`${label}=${service}`] };
  const askForOne: Ask = (work) => ask(work).catch(atFullStore);
  return {
    secrets: async () => (await ask((abortSignal) => docker.listSecrets({ filters, abortSignal }))).map(secretOf),
    createSecret: (Name, data, stack) =>
      askForOne(async (abortSignal) => {
        const Labels = { [label]: service, ...(stack ? { [stackLabel]: stack } : {}) };
        // an empty query: dockerode would put the key into the address otherwise
        const given = { _query: {}, _body: { Name, Labels, Data: data.toString("base64") }, abortSignal };
        const made: { id: string } | undefined = await docker.createSecret(given).catch(undefinedAt(409));
        return made?.id;
      }),
    removeSecret: (id) => ask(async (abortSignal) => void (await docker.getSecret(id).remove({ abortSignal }))),
  };
}

/** Of a task as the Engine describes it. */
const taskOf = ({ Slot, NodeID, DesiredState, Status, Spec }: DescribedTask): SwarmTask => ({
  slot: Slot,
  node: NodeID ?? "",
  desired: DesiredState,
  state: Status?.State ?? "",
  error: Status?.Err ?? "",
  secrets: secretNames(Spec?.ContainerSpec?.Secrets),
});

interface DescribedTask {
  Slot?: number;
  NodeID?: string;
  DesiredState: string;
  Status?: { State?: string; Err?: string };
  Spec?: { ContainerSpec?: { Secrets?: SecretReference[] } };
}

const secretOf = ({ ID, Spec, CreatedAt = "" }: Secret): SwarmSecret => ({
  id: ID,
  name: Spec?.Name ?? "",
  createdAt: Date.parse(CreatedAt),
});

export function secretNames(secrets: readonly SecretReference[] | undefined): readonly string[] {
  return (secrets ?? []).map(({ SecretName = "" }) => SecretName);
}

function nodeInWords(node: { Description?: { Hostname?: string }; ID: string; Status?: { State?: string } }): string {
  const { Description, ID, Status } = node;
  const name = Description?.Hostname ?? ID;
  return Status?.State === "ready" ? name : `${name} (${Status?.State})`;
}

const undefinedAt =
  (status: number) =>
  (error: unknown): undefined => {
    if (!(error instanceof Error && "statusCode" in error && error.statusCode === status)) throw error;
  };

/** Swarm's answer when the description has a newer version than the update names. */
function undefinedWhenOutOfSequence(error: unknown): undefined {
  if (!(error instanceof Error && /out of sequence/.test(error.message))) throw error;
}

/** An Engine that is no manager, and managers that elect one, answer with words that say so. */
function atManager(error: unknown): never {
  if (!(error instanceof Problem) || error.code !== "docker-failed") throw error;
  throw refusal("docker-failed", error.message, phrase`docker node ls; certbot-companion runs on a manager`, error);
}

/** A manager that does not make a secret, whatever its own words for that are. */
function atFullStore(error: unknown): never {
  const isMeant =
    error instanceof Problem && /HTTP code/.test(error.message) && !/leader|manager|Deadline/.test(error.message);
  if (!isMeant) throw error;
  const fix = phrase`docker secret ls; remove what no service uses: docker secret rm NAME`;
  throw refusal("docker-failed", error.message, fix, error);
}

const noService = (name: string) =>
  refusal(
    "no-nginx",
    phrase`the swarm has no service ${name}`,
    phrase`docker service ls; NGINX_SERVICE of certbot-companion is the service's whole name`,
  );
