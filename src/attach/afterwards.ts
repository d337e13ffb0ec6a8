import type { StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { mixedContent } from "./addresses.ts";
import type { AttachTools } from "./attach.ts";
import type { Engine } from "./engine.ts";
import { isOfStack } from "./host.ts";
import { look, publishedPort, runningService, type StackState } from "./read-stack.ts";
import { variablesOf } from "./recognise.ts";

type Given = Pick<StackChoice, "folder" | "file" | "service">;
type Tools = Pick<AttachTools, "engine" | "talk">;

/**
 * What the operator has to know when the sidecar is in and HTTPS was tried: what the next `docker compose up -d` makes
 * anew (`rehearsal`: what `docker compose --dry-run up -d` said), and which of Dify's addresses still say http.
 */
export async function afterAttach({ folder, file }: Given, rehearsal: string, { engine, talk }: Tools): Promise<void> {
  const stack = await look(folder, file, engine);
  const domain = (stack.env.get("CERTBOT_DOMAIN") ?? "").split(",")[0] ?? "";
  const all = ["", ...recreated(stack, rehearsal), ...addresses(stack, domain)];
  for (const line of [...all, ...wayBack(folder, stack.note?.kind)]) talk.print(line);
}

const wayBack = (folder: string, kind: string | undefined) => [
  "",
  ...(kind === "renew-only"
    ? []
    : [phrase`to go back to HTTP immediately: docker compose exec certbot httpsidecar disable-https`]),
  phrase`remove the sidecar: docker/detach ${folder}`,
];

/** What nginx serves now and after its next start, and what the next `docker compose up -d` makes anew. */
export async function afterDetach(
  { folder, file, service = "nginx" }: Given,
  rehearsal: string,
  { engine, talk }: Tools,
): Promise<void> {
  const stack = await look(folder, file, engine);
  const lines = [
    "",
    phrase`the sidecar is removed; certificates and account stay where they are, and official certbot can continue with them`,
    ...(await whatIsServed(stack, service, engine)),
    ...recreated(stack, rehearsal),
  ];
  for (const line of lines) talk.print(line);
}

async function whatIsServed(stack: StackState, service: string, engine: Engine): Promise<readonly string[]> {
  const definition = stack.compose.services[service];
  if (definition === undefined) return withoutNginx;
  if (!variablesOf(definition).includes(httpsSwitch)) return unswitched;
  const running = runningService(stack, service);
  const now =
    running &&
    phrase`nginx stays as it is; after its next start it serves ${served((await engine.variables(running.id)).get(httpsSwitch))}`;
  return [...(now ? [now] : []), ...servedNext(stack)];
}

/** It came with the sidecar. */
const withoutNginx = [
  phrase`nginx was removed with the sidecar: the app answers on its own port, over plain HTTP, now and after its next start`,
];

/** HTTPS stands in nginx's own files. */
const unswitched = [
  phrase`nginx stays as its own files say, now and after its next start`,
  phrase`  the certificate is not renewed from now on: renew it with certbot before it expires`,
];

const servedNext = ({ env }: StackState) => [
  phrase`recreated by the next plain \`docker compose up -d\`, it serves ${served(env.get(httpsSwitch))}`,
  ...(env.get(httpsSwitch) === "true" ? renewing : keeping),
  phrase`addresses in .env that were changed to https:// or wss:// for HTTPS: change them back, or signing in over HTTP fails`,
];

const httpsSwitch = "NGINX_HTTPS_ENABLED";

const served = (value: string | undefined) => (value === "true" ? "HTTPS" : phrase`plain HTTP`);

const renewing = [phrase`  the certificate is not renewed from now on: renew it with certbot before it expires`];

const keeping = [
  phrase`  HTTPS without the sidecar: set NGINX_HTTPS_ENABLED=true, NGINX_SSL_CERT_FILENAME=fullchain.pem and`,
  phrase`  NGINX_SSL_CERT_KEY_FILENAME=privkey.pem in .env, and renew with certbot before the certificate runs out`,
];

/** Compose names the containers that it would make anew. */
function recreated({ neighbours, folder, project }: StackState, rehearsal: string): string[] {
  const names = new Set([...rehearsal.matchAll(/Container (\S+)\s+Recreate\s*$/gm)].map(([, name]) => name));
  const services = neighbours
    .filter((one) => isOfStack(one, { folder, project }) && names.has(one.name))
    .map(({ service }) => service);
  if (services.length === 0) return [phrase`the next plain \`docker compose up -d\` will not recreate any container`];
  const all = [...new Set(services)].sort().join(", ");
  const pause = services.includes("nginx") ? phrase`; nginx is away for some seconds then, once` : "";
  return [
    "",
    phrase`the next plain \`docker compose up -d\` recreates these, because their settings changed: ${all}${pause}`,
  ];
}

function addresses(stack: StackState, domain: string): string[] {
  const port = publishedPort(
    runningService(stack, stack.note?.service ?? "nginx"),
    Number(stack.env.get("NGINX_SSL_PORT") || 443),
  );
  const origin = port === undefined || port === 443 ? domain : `${domain}:${port}`;
  const { lines, services } = mixedContent(stack.env, stack.compose.services, origin);
  if (lines.length === 0) return [];
  return [
    phrase`these addresses still point browsers to http:// on an https:// page; put into .env:`,
    ...lines.map((line) => `  ${line}`),
    phrase`then recreate what reads them (${services.join(", ")}): docker compose up -d`,
  ];
}
