import type { AttachOptions, HostFacts } from "../model/attach.ts";
import { composeLabels } from "../model/compose-labels.ts";
import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import { describeOwner, managedElsewhere, tlsElsewhere } from "./elsewhere.ts";
import { isLoopback, type Neighbour, type Owner, ownerOf } from "./host.ts";
import { publishedPort, runningService, type StackState } from "./read-stack.ts";
import { leftAlone } from "./refuse.ts";

/** What is around the stack: lines for people, and what stops attach unless it is forced. */
export interface Surroundings {
  lines: readonly string[];
  stops: readonly Problem[];
}

/** Who has the ports that visitors and the authority come to, and who else has a say in this folder. */
export function surroundingsOf(
  stack: StackState,
  service: string,
  host: HostFacts,
  { domain }: AttachOptions,
): Surroundings {
  const nginx = runningService(stack, service);
  const http = publishedPort(nginx, inside(stack, "NGINX_PORT", 80));
  const owners = [80, 443].map((port) => ({ port, owner: ownerOf(port, stack, stack.neighbours, host.listeners) }));
  const others = owners.filter(({ owner }) => isOther(owner, service));
  const stops = [
    managedElsewhere(
      stack.folder,
      stack.own.flatMap(({ labels }) => Object.keys(labels)),
    ),
    ...others.slice(0, 1).map(({ port, owner }) => tlsElsewhere(port, owner, domain, http)),
    others.length === 0 && nginx ? onLoopbackOnly(nginx, service, domain) : undefined,
  ];
  return {
    lines: [
      ...owners.map(({ port, owner }) => phrase`port ${port} of this host: ${describeOwner(owner)}`),
      describeNginx(nginx, service),
      ...unreached(
        owners.map(({ owner }) => owner),
        nginx,
        domain,
        http,
      ),
    ],
    stops: stops.filter((stop) => stop !== undefined),
  };
}

/** What no force helps against. Throws Problem. */
export function refuseConfusion({ folder, project, neighbours, own }: StackState): void {
  const other = neighbours.find((one) => one.project === project && one.workingFolder && one.workingFolder !== folder);
  if (other) {
    const fix = phrase`give this stack its own name, COMPOSE_PROJECT_NAME=… in ${folder}/.env, before it is started`;
    throw leftAlone(
      "project-taken",
      phrase`the stack in ${other.workingFolder} is called ${project} too, so Compose mistakes its containers for this stack's`,
      fix,
    );
  }
  const file = own
    .map(({ labels }) => labels[composeLabels.environmentFile])
    .find((path) => path && path !== `${folder}/.env`);
  if (file === undefined) return;
  throw leftAlone(
    "not-understood",
    phrase`the stack was started with --env-file ${file}, and attach writes .env only`,
    phrase`rename ${file} to .env, and start the stack without --env-file`,
  );
}

const isOther = (owner: Owner, service: string) =>
  owner.by === "this-stack" ? owner.service !== service : owner.by !== "nobody";

const inside = ({ env }: StackState, name: string, otherwise: number) => Number(env.get(name) || otherwise);

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

/** The authority comes to port 80 of the name, whatever the stack publishes. */
function unreached(
  [http]: readonly Owner[],
  nginx: Neighbour | undefined,
  domain: string,
  port: number | undefined,
): string[] {
  if (!nginx || http?.by !== "nobody") return [];
  return [
    phrase`note: the CA connects to port 80 of ${domain}, where nothing listens on this host: forward it to ${port ?? "nginx"}`,
  ];
}
