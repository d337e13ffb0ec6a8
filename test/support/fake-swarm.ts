import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretReference, ServiceSpec, UpdateStatus } from "dockerode";
import { expect, onTestFinished } from "vitest";

interface Task {
  Slot: number;
  NodeID: string;
  DesiredState: string;
  Status: { State: string; Err?: string };
  Spec: ServiceSpec["TaskTemplate"];
}

interface Secret {
  ID: string;
  CreatedAt: string;
  Spec: { Name: string; Labels: Record<string, string>; Data?: string };
}

/** What a made-up swarm manager knows; a test changes it at will. */
export interface FakeSwarm {
  socket: string;
  service: {
    ID: string;
    Version: { Index: number };
    Spec: ServiceSpec;
    PreviousSpec?: ServiceSpec;
    UpdateStatus?: UpdateStatus;
  };
  tasks: Task[];
  secrets: Secret[];
  /** ids of nodes that do not answer the managers */
  down: string[];
  /** each request: method, path and query; of bodies nothing */
  diary: string[];
  /** what was asked that the page does not list: a test in which there is any fails */
  refused: string[];
  /** called before each answer; what it returns is answered instead */
  before: (line: string) => { status: number; message: string } | undefined;
  /** called after an update was taken: what the Engine makes of it. By default all tasks are replaced at once */
  updated: () => void;
  /** all tasks as the service's description has them */
  converge(): void;
  /** the secrets that a task with the service's description has */
  served(): readonly (string | undefined)[];
}

const minute = 60_000;

/** Serves the Engine's words about one service on a socket of its own, until the test ends. */
export async function fakeSwarm(secrets: readonly SecretReference[], ports: object[] = []): Promise<FakeSwarm> {
  const folder = await mkdtemp(join(tmpdir(), "swarm-"));
  const swarm = worldOf(join(folder, "docker.sock"), secrets, ports);
  const server = createServer(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    swarm.diary.push(line);
    const body = await bodyOf(request);
    const { status, ...answer } = swarm.before(line) ?? answerTo(swarm, line, body);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(Object.values(answer)[0]));
  }).listen(swarm.socket);
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
    expect(swarm.refused).toEqual([]);
  });
  return swarm;
}

function worldOf(socket: string, secrets: readonly SecretReference[], ports: object[]): FakeSwarm {
  const spec: ServiceSpec = {
    Name: "web_nginx",
    Labels: { "com.docker.stack.namespace": "web" },
    TaskTemplate: { ContainerSpec: { Image: "nginx:1.30", Secrets: [...secrets] } },
    Mode: { Replicated: { Replicas: 2 } },
    EndpointSpec: { Ports: ports },
  };
  const swarm: FakeSwarm = {
    socket,
    service: { ID: "svc1", Version: { Index: 10 }, Spec: spec },
    tasks: [],
    secrets: [],
    down: [],
    diary: [],
    refused: [],
    before: () => undefined,
    updated: () => swarm.converge(),
    converge() {
      swarm.service.UpdateStatus = { ...swarm.service.UpdateStatus, State: "completed" };
      const ended = swarm.tasks.map((task) => ({ ...task, DesiredState: "shutdown", Status: { State: "shutdown" } }));
      swarm.tasks = [...ended, ...freshTasks(swarm)];
    },
    served: () => secretsIn(swarm.service.Spec).map(({ SecretName }) => SecretName),
  };
  swarm.tasks = freshTasks(swarm);
  return swarm;
}

function freshTasks({ service }: FakeSwarm): Task[] {
  const made = { DesiredState: "running", Status: { State: "running" }, Spec: service.Spec.TaskTemplate };
  return ["node-a", "node-b"].map((NodeID, at) => ({ Slot: at + 1, NodeID, ...made }));
}

export function secretsIn({ TaskTemplate }: ServiceSpec): readonly SecretReference[] {
  return (TaskTemplate && "ContainerSpec" in TaskTemplate && TaskTemplate.ContainerSpec?.Secrets) || [];
}

type Answer = { status: number; message: string } | { status: number; json: unknown };

function answerTo(swarm: FakeSwarm, line: string, body: Buffer): Answer {
  const [method, address = ""] = line.split(" ");
  const { pathname, searchParams } = new URL(address, "http://engine");
  const asked = `${method} ${pathname}`;
  if (asked === "GET /services/web_nginx") return { status: 200, json: swarm.service };
  if (asked === "POST /services/web_nginx/update") return update(swarm, Number(searchParams.get("version")), body);
  const filters = searchParams.get("filters");
  if (asked === "GET /tasks" && filters === '{"service":["web_nginx"]}') return { status: 200, json: swarm.tasks };
  if (asked === "GET /nodes") return { status: 200, json: ["a", "b"].map((letter) => nodeOf(letter, swarm.down)) };
  if (asked === "GET /secrets" && filters === `{"label":["${ownLabel}=web_nginx"]}`)
    return { status: 200, json: swarm.secrets.filter(isOurs).map(withoutData) };
  if (asked === "POST /secrets/create" && isOurs({ Spec: JSON.parse(body.toString()) })) return create(swarm, body);
  const ofSecret = method === "DELETE" && swarm.secrets.find(({ ID }) => pathname === `/secrets/${ID}`);
  if (ofSecret && isOurs(ofSecret)) return remove(swarm, ofSecret.ID);
  swarm.refused.push(line);
  return { status: 403, json: { message: "not allowed" } };
}

function update(swarm: FakeSwarm, version: number, body: Buffer): Answer {
  const { service } = swarm;
  if (version !== service.Version.Index) {
    return { status: 500, json: { message: "rpc error: code = Unknown desc = update out of sequence" } };
  }
  const spec: ServiceSpec = JSON.parse(body.toString());
  if (JSON.stringify(withoutSecrets(spec)) !== JSON.stringify(withoutSecrets(service.Spec)))
    swarm.refused.push(`an update of more than secrets: ${body}`);
  service.PreviousSpec = service.Spec;
  service.Spec = spec;
  service.Version.Index += 1;
  service.UpdateStatus = { State: "updating", StartedAt: new Date().toISOString() };
  swarm.updated();
  return { status: 200, json: {} };
}

/** What of a service another certificate leaves as it is: image, mounts, environment, ports and all else. */
function withoutSecrets({ TaskTemplate, Labels, UpdateConfig: _, RollbackConfig: __, ...spec }: ServiceSpec): object {
  const { "httpsidecar.parallelism": ___, ...labels } = Labels ?? {};
  const container = TaskTemplate && "ContainerSpec" in TaskTemplate ? TaskTemplate.ContainerSpec : {};
  return { ...spec, labels, TaskTemplate: { ...TaskTemplate, ContainerSpec: { ...container, Secrets: [] } } };
}

const ownLabel = "httpsidecar.service";

const isOurs = ({ Spec }: Pick<Secret, "Spec">) => Spec.Labels[ownLabel] === "web_nginx";

function create(swarm: FakeSwarm, body: Buffer): Answer {
  const Spec = JSON.parse(body.toString());
  if (swarm.secrets.some((one) => one.Spec.Name === Spec.Name)) return { status: 409, json: { message: "exists" } };
  const ID = `secret${swarm.secrets.length + 1}`;
  // a manager's clock need not be ours
  swarm.secrets.push({ ID, CreatedAt: new Date(Date.now() - minute).toISOString(), Spec });
  return { status: 201, json: { ID } };
}

function remove(swarm: FakeSwarm, id: string): Answer {
  swarm.secrets = swarm.secrets.filter(({ ID }) => ID !== id);
  return { status: 204, json: {} };
}

const nodeOf = (letter: string, down: readonly string[]) => ({
  ID: `node-${letter}`,
  Description: { Hostname: `host-${letter}` },
  Status: { State: down.includes(`node-${letter}`) ? "down" : "ready" },
});

const withoutData = ({ Spec: { Data: _, ...Spec }, ...secret }: Secret) => ({ ...secret, Spec });

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray());
}
