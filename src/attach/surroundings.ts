import type { AttachOptions, HostFacts } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import { serviceIn } from "./apps.ts";
import { describeOwner, managedElsewhere, proxyInStack, tlsElsewhere } from "./elsewhere.ts";
import { isSameFolder } from "./folder-spelling.ts";
import { isLoopback, type Neighbour, type Owner, ownerOf } from "./host.ts";
import type { FrontedApp, Recognised } from "./kinds.ts";
import { nginxPorts } from "./nginx-ports.ts";
import { httpsPortOf, publishedPort, runningService, type StackState } from "./read-stack.ts";
import { leftAlone } from "./refuse.ts";

/** What is around the stack: lines for the operator, and what stops attach unless it is forced. */
export interface Surroundings {
  lines: readonly string[];
  stops: readonly Problem[];
}

/** Who has the ports that visitors and the CA come to, and who else has a say in this folder. */
export function surroundingsOf(
  stack: StackState,
  { kind, service, app }: Recognised,
  host: HostFacts,
  { domain, dns }: Pick<AttachOptions, "domain" | "dns">,
): Surroundings {
  const nginx = runningService(stack, service);
  const isOnHost = stack.compose.services[service]?.networkMode === "host";
  const http = publishedPort(nginx, nginxPort(stack, service));
  const owners = (dns ? [httpsPortOf(stack, { kind, service }) ?? 443] : [80, 443]).map((port) => ({
    port,
    owner: ownerOf(port, stack.folder, stack.neighbours, host.listeners),
  }));
  const isKnown = ({ owner }: { owner: Owner }) => owner.by !== "nobody" || host.listeners !== undefined;
  const others = owners.filter(({ owner }) => isOther(owner, service) && !(isOnHost && isProgram(owner, "nginx")));
  const ofApp = app && portsOfApp(stack, app, owners);
  const isUnpublished = others.length === 0 && nginx !== undefined && !isOnHost;
  const isRunning = (one: string) => runningService(stack, one) !== undefined;
  const labels = stack.own.flatMap((one) => Object.keys(one.labels));
  const stops = [
    managedElsewhere(stack.folder, labels, kind),
    proxyInStack({ services: stack.compose.services, isRunning }, domain),
    severalOf(service, stack),
    ...(ofApp ? [ofApp] : others.slice(0, 1).map(({ port, owner }) => tlsElsewhere(port, owner, domain, http))),
    isUnpublished ? onLoopbackOnly(nginx, service, domain) : undefined,
  ];
  const lines = [
    ...owners.filter(isKnown).map(({ port, owner }) => phrase`port ${port} of this host: ${describeOwner(owner)}`),
    isOnHost ? phrase`${service} is on the host's network` : describeNginx(nginx, service),
    ...(isOnHost || dns || host.listeners === undefined ? [] : unreached(owners[0]?.owner, nginx, domain, http)),
  ];
  return { lines, stops: stops.filter((stop) => stop !== undefined) };
}

/** What no force helps against. Throws Problem. */
export function refuseConfusion({ folder, project, neighbours }: StackState): void {
  const other = neighbours.find(
    (one) => one.project === project && one.workingFolder && !isSameFolder(one.workingFolder, folder),
  );
  if (!other) return;
  throw leftAlone(
    "project-taken",
    phrase`the stack in ${other.workingFolder} is called ${project} too, so Compose mistakes its containers for this stack's`,
    phrase`give this stack its own name, COMPOSE_PROJECT_NAME=… in ${folder}/.env, before it is started`,
  );
}

function nginxPort({ compose }: StackState, service: string): number {
  const nginx = compose.services[service];
  return nginx ? nginxPorts(nginx).http : 80;
}

const isProgram = (owner: Owner, name: string) => owner.by === "process" && (owner.name ?? name).includes(name);

/** An app cannot keep host ports of the nginx that comes in front of it; some move away by variables of their own. */
function portsOfApp(
  { compose, env }: StackState,
  app: FrontedApp,
  owners: readonly { port: number; owner: Owner }[],
): Problem | undefined {
  const service = serviceIn(app.upstream);
  const isHolder = owners.some(({ owner }) => owner.by === "this-stack" && owner.service === service);
  const ours = { EXPOSE_NGINX_PORT: 80, EXPOSE_NGINX_SSL_PORT: 443 };
  const published = Object.entries(ours).map(([key, usual]) => Number(env.get(key)?.split(":").at(-1)) || usual);
  const wanted = [...owners.map(({ port: one }) => one), ...published];
  const port = compose.services[service]?.ports.find(({ hostPort = 0 }) => wanted.includes(hostPort))?.hostPort;
  if (!isHolder && port === undefined) return undefined;
  const [http, https] = app.known?.movesPorts ?? [];
  return leftAlone(
    "tls-elsewhere",
    phrase`service ${service} of this stack publishes the ports that nginx needs`,
    http === undefined
      ? phrase`publish it on another port, such as 8888 in the place of ${port ?? 80} (services.${service}.ports), run docker compose up -d, and run this again`
      : phrase`set ${http}=8081 and ${https}=8444 in .env, run docker compose up -d, and run this again`,
  );
}

const isOther = (owner: Owner, service: string) =>
  owner.by === "this-stack" ? owner.service !== service : owner.by !== "nobody";

function describeNginx(nginx: Neighbour | undefined, service: string): string {
  if (!nginx) return phrase`${service} does not run`;
  const ports = new Set(
    nginx.published.map(({ address, hostPort, containerPort }) => {
      return phrase`${isLoopback(address) ? "127.0.0.1:" : ""}${hostPort} to ${containerPort}`;
    }),
  );
  return phrase`${service} publishes ${[...ports].join(", ") || phrase`no port`}`;
}

function onLoopbackOnly({ published }: Neighbour, service: string, domain: string): Problem | undefined {
  if (published.length > 0 && !published.every(({ address }) => isLoopback(address))) return undefined;
  return leftAlone(
    "tls-elsewhere",
    phrase`${service} is published ${published.length > 0 ? phrase`on 127.0.0.1 only` : phrase`nowhere`}, so visitors reach ${domain} through something else, which terminates TLS`,
    phrase`obtain the certificate there; if the world reaches ${service} all the same, add --force`,
  );
}

/** By `--scale`, or by the compose file: HTTPS would be on in one of them, and the proof would meet any. */
function severalOf(service: string, { own, compose }: StackState): Problem | undefined {
  const running = own.filter((one) => one.service === service && one.running).length;
  const count = Math.max(running, compose.services[service]?.replicas ?? 1);
  if (count < 2) return undefined;
  return leftAlone(
    "several-nginx",
    phrase`service ${service} has ${count} containers, and the sidecar switches and reloads one nginx`,
    phrase`remove scale and deploy.replicas from ${service}, and run: docker compose up -d --scale ${service}=1 ${service}`,
  );
}

/** The CA comes to port 80 of the name, whatever the stack publishes. */
function unreached(
  http: Owner | undefined,
  nginx: Neighbour | undefined,
  domain: string,
  port: number | undefined,
): string[] {
  if (!nginx || http?.by !== "nobody") return [];
  return [
    phrase`note: the CA connects to port 80 of ${domain}, where nothing listens on this host: forward it to ${port ?? "nginx"}`,
  ];
}
