import { hostAndPort } from "../model/address.ts";
import type { HostFacts, StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { shellWord } from "../model/plain-text.ts";
import { appAddresses, difyAddresses, type OldAddresses } from "./addresses.ts";
import { findKnownApp, secondOrigin } from "./apps.ts";
import type { AttachTools } from "./attach.ts";
import { commandLine } from "./compose-call.ts";
import type { Engine } from "./engine.ts";
import { isLoopback } from "./host.ts";
import { misplacedSettings } from "./misplaced-settings.ts";
import { nginxPorts } from "./nginx-ports.ts";
import { publishedPort, readStack, runningService, type StackState, textsOf } from "./read-stack.ts";
import { partsOf, recreated } from "./recreated.ts";
import { byPlace } from "./where-set.ts";

type Given = Pick<StackChoice, "folder" | "file" | "service">;
type Tools = Pick<AttachTools, "engine" | "talk"> & { host: HostFacts };

/**
 * What the operator has to know when the sidecar is in and HTTPS was tried: what the next `docker compose up -d`
 * recreates, and which addresses still say http. `said`: what Compose says, as docker/attach hands it over.
 */
export async function afterAttach({ folder, file }: Given, said: string, { engine, host, talk }: Tools): Promise<void> {
  const { hashes, config } = partsOf(said);
  const stack = await readStack({ folder, file }, config, { engine, host });
  const domain = (stack.env.get("CERTBOT_DOMAIN") ?? "").split(",")[0] ?? "";
  const all = [
    ...recreated(stack, hashes),
    ...(await addresses(stack, domain, engine)),
    ...(await misplacedSettings(folder)),
    ...wayBack(stack),
  ];
  for (const line of all) talk.print(line);
}

const wayBack = (stack: StackState) => [
  "",
  ...(stack.run.named === "by-hand"
    ? [phrase`from now on start it with httpsidecar's file too: ${commandLine(stack, [])}`]
    : []),
  ...(stack.note?.kind === "renew-only"
    ? []
    : [phrase`to go back to HTTP immediately: docker compose exec certbot httpsidecar disable-https`]),
  phrase`remove the sidecar: docker/detach ${shellWord(stack.folder)}`,
];

/** What nginx serves now and after its next start, and what the next `docker compose up -d` recreates. */
export async function afterDetach(
  { folder, file, service = "nginx" }: Given,
  said: string,
  tools: Tools,
): Promise<void> {
  const { engine, host, talk } = tools;
  const { hashes, config } = partsOf(said);
  const stack = await readStack({ folder, file }, config, { engine, host });
  const lines = [
    "",
    phrase`the sidecar is removed; certificates and account stay where they are, and official certbot can continue with them`,
    ...(await whatIsServed(stack, service, engine)),
    ...recreated(stack, hashes),
  ];
  for (const line of lines) talk.print(line);
}

async function whatIsServed(stack: StackState, service: string, engine: Engine): Promise<readonly string[]> {
  const nginx = stack.compose.services[service];
  if (nginx === undefined) return withoutNginx;
  if (!(httpsSwitch in nginx.environment)) return unswitched;
  const running = runningService(stack, service);
  const now =
    running &&
    phrase`nginx stays as it is; after its next start it serves ${served((await engine.variables(running.id)).get(httpsSwitch))}`;
  return [...(now ? [now] : []), ...servedNext(nginx.environment[httpsSwitch])];
}

/** It came with the sidecar. */
const withoutNginx = [
  phrase`nginx was removed with the sidecar: the app answers on its own port, over plain HTTP, now and after its next start`,
];

const unattended = phrase`  the certificate is not renewed from now on: renew it with certbot before it expires`;

/** HTTPS stands in nginx's own files. */
const unswitched = [phrase`nginx stays as its own files say, now and after its next start`, unattended];

const servedNext = (switched: string | undefined) => [
  phrase`recreated by the next plain \`docker compose up -d\`, it serves ${served(switched)}`,
  ...(switched === "true" ? [unattended] : keeping),
  phrase`addresses in .env that were changed to https:// or wss:// for HTTPS: change them back, or signing in over HTTP fails`,
];

const httpsSwitch = "NGINX_HTTPS_ENABLED";

const served = (value: string | undefined) => (value === "true" ? "HTTPS" : phrase`plain HTTP`);

const keeping = [
  phrase`  HTTPS without the sidecar: set NGINX_HTTPS_ENABLED=true, NGINX_SSL_CERT_FILENAME=fullchain.pem and`,
  phrase`  NGINX_SSL_CERT_KEY_FILENAME=privkey.pem in .env, and renew with certbot before the certificate expires`,
];

async function addresses(stack: StackState, domain: string, engine: Engine): Promise<string[]> {
  const found = await oldAddresses(stack, originOf(stack, domain), engine);
  const known = stack.note?.kind === "app" ? appOf(stack)?.known : undefined;
  const second = known && secondOrigin(known, stack.compose.services);
  const unnamed =
    second && !second.name
      ? [phrase`browsers come to ${second.upstream} too: attach again with --also NAME=${second.upstream}`]
      : [];
  if (found.lines.length === 0) return unnamed;
  const places = await byPlace(found.lines, {
    ...{ folder: stack.folder, env: stack.files.env.name },
    texts: await textsOf(stack),
  });
  return [
    ...unnamed,
    phrase`these addresses still point browsers to http:// on an https:// page`,
    ...[...places].flatMap(([where, lines]) => [phrase`put into ${where}:`, ...lines.map((line) => `  ${line}`)]),
    found.services.length > 0
      ? phrase`then recreate what reads them (${found.services.join(", ")}): docker compose up -d`
      : phrase`then recreate what reads them: docker compose up -d`,
  ];
}

const appOf = (stack: StackState) =>
  findKnownApp(stack.compose.services, (service) => runningService(stack, service) !== undefined);

async function oldAddresses(stack: StackState, origin: string, engine: Engine): Promise<OldAddresses> {
  const variablesOf = async (service: string) => {
    const running = runningService(stack, service);
    return running ? await engine.variables(running.id) : undefined;
  };
  const { services } = stack.compose;
  if (stack.note?.kind === "dify" || stack.note?.kind === "own")
    return await difyAddresses(stack.env, services, origin, variablesOf);
  const app = appOf(stack);
  if (!app) return { lines: [], services: [] };
  return await appAddresses(app, services, origin, variablesOf);
}

/** As visitors type it: by PUBLIC_HTTPS_PORT, or by the port that the host publishes, as doctor has it too. */
function originOf(stack: StackState, domain: string): string {
  const service = stack.note?.service ?? "nginx";
  const nginx = stack.compose.services[service];
  const told = Number(stack.compose.services["certbot"]?.environment["PUBLIC_HTTPS_PORT"]) || 443;
  const running = runningService(stack, service);
  // what the host alone can reach is behind a proxy of its own, which has 443
  const open = running?.published.filter(({ address }) => !isLoopback(address)) ?? [];
  const port = publishedPort({ published: open }, nginx ? nginxPorts(nginx).https : 443);
  return hostAndPort(domain, told === 443 ? (port ?? 443) : told);
}
