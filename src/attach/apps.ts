import type { Service, Services } from "./compose-model.ts";

/** An app that ships without a proxy: how it is recognised, and which of its variables hold its public address. */
export interface KnownApp {
  name: string;
  image: RegExp;
  /** where it listens in its container; `variable` moves it */
  port: number;
  portVariable?: string;
  /** must name https:// and the public name once HTTPS is on */
  addresses: readonly string[];
  /** what the app takes an address for where nobody sets it, if that leads browsers astray */
  otherwise?: Readonly<Record<string, string>>;
  /** the bare public name, without a scheme */
  hosts?: readonly string[];
  /** must be exactly this once HTTPS is on */
  fixed?: Readonly<Record<string, string>>;
  /** of a second origin that browsers use: its service's image, its port, and the variables that lead there */
  second?: { image: RegExp; port: number; addresses: readonly string[] };
  /** variables of `.env` that move host ports which the app itself takes */
  movesPorts?: readonly string[];
}

const minio = { image: /minio|rustfs/, port: 9000 };

/** By their own compose files and their pages about settings; a row a stack. */
export const knownApps: readonly KnownApp[] = [
  {
    name: "Open WebUI",
    image: /open-webui(?::|@|$)/,
    port: 8080,
    portVariable: "PORT",
    addresses: ["WEBUI_URL", "CORS_ALLOW_ORIGIN"],
  },
  { name: "Flowise", image: /flowise(?!.*worker)/, port: 3000, portVariable: "PORT", addresses: ["APP_URL"] },
  {
    name: "Langfuse",
    image: /langfuse\/langfuse(?!-worker)/,
    port: 3000,
    portVariable: "PORT",
    addresses: ["NEXTAUTH_URL"],
    second: {
      ...minio,
      addresses: ["LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT", "LANGFUSE_S3_BATCH_EXPORT_EXTERNAL_ENDPOINT"],
    },
  },
  {
    name: "LobeHub",
    image: /lobe-?(?:hub|chat)/,
    port: 3210,
    portVariable: "PORT",
    addresses: ["APP_URL", "NEXTAUTH_URL", "AUTH_URL"],
    second: { ...minio, addresses: ["S3_ENDPOINT", "S3_PUBLIC_DOMAIN"] },
  },
  {
    name: "FastGPT",
    image: /\/fastgpt(?::|@|$)/,
    port: 3000,
    portVariable: "PORT",
    addresses: ["FE_DOMAIN"],
    second: { ...minio, addresses: ["STORAGE_EXTERNAL_ENDPOINT", "S3_EXTERNAL_BASE_URL"] },
  },
  {
    name: "n8n",
    image: /n8nio\/n8n/,
    port: 5678,
    portVariable: "N8N_PORT",
    addresses: ["WEBHOOK_URL", "N8N_EDITOR_BASE_URL"],
    otherwise: { WEBHOOK_URL: "http://localhost:5678/" },
    hosts: ["N8N_HOST"],
    fixed: { N8N_PROTOCOL: "https" },
  },
  {
    name: "LibreChat",
    image: /librechat(?!-(?:rag|admin))/,
    port: 3080,
    portVariable: "PORT",
    addresses: ["DOMAIN_CLIENT", "DOMAIN_SERVER"],
  },
  { name: "Coze", image: /coze-studio-server/, port: 8888, addresses: ["SERVER_HOST"] },
  {
    name: "RAGFlow",
    image: /ragflow(?::|@|$)/,
    port: 80,
    addresses: [],
    movesPorts: ["SVR_WEB_HTTP_PORT", "SVR_WEB_HTTPS_PORT"],
  },
];

export interface FoundApp {
  known: KnownApp;
  service: string;
  upstream: string;
}

/**
 * The app of a stack, and the service that is it: of several (a profile for each kind of machine, a worker of the same
 * image) one that runs and publishes its port. `rivals`: services that are it as much.
 */
export function findKnownApp(
  services: Services,
  isRunning: (service: string) => boolean = () => false,
): (FoundApp & { rivals: readonly string[] }) | undefined {
  for (const known of knownApps) {
    const all = Object.entries(services).filter(([, { image }]) => known.image.test(image));
    const rank = ([name, one]: [string, Service]) =>
      2 * Number(isRunning(name)) + Number(publishes(services, name, portOf(known, one)));
    const best = Math.max(...all.map(rank));
    const [first, ...others] = all.filter((one) => rank(one) === best);
    if (!first) continue;
    const [service, one] = first;
    const upstream = `${hostOf(services, service)}:${portOf(known, one)}`;
    return { known, service, upstream, rivals: best === 3 ? others.map(([name]) => name) : [] };
  }
  return undefined;
}

const publishes = (services: Services, name: string, port: number) =>
  (services[hostOf(services, name)]?.ports ?? []).some(({ containerPort }) => containerPort === port);

/** The service by whose name another one is reached: its own, unless it shares the network of that one. */
export function hostOf(services: Services, name: string, seen: readonly string[] = []): string {
  const [, owner] = /^service:(.+)$/.exec(services[name]?.networkMode ?? "") ?? [];
  return owner === undefined || seen.includes(owner) ? name : hostOf(services, owner, [...seen, name]);
}

function portOf({ port, portVariable }: KnownApp, { environment }: Service): number {
  return Number(portVariable && environment[portVariable]) || port;
}

/** SERVICE:PORT, or https://SERVICE:PORT of one that speaks TLS itself. */
const upstreamParts = /^(https:\/\/)?([^:]*)(.*)$/;

export const serviceIn = (upstream: string): string => upstreamParts.exec(upstream)?.[2] ?? "";

/** The same address by the name under which other containers reach it. */
export function reachedAs(services: Services, upstream: string): string {
  return upstream.replace(upstreamParts, (_, scheme = "", name: string, port: string) => {
    return scheme + hostOf(services, name) + port;
  });
}

/** The service behind an app's second origin, and its public name where attach was given one (--also). */
export function secondOrigin(
  { second }: KnownApp,
  services: Services,
): { upstream: string; name: string | undefined } | undefined {
  const service = second && Object.keys(services).find((name) => isSecond(second, services, name));
  if (!second || service === undefined) return undefined;
  const upstream = `${hostOf(services, service)}:${second.port}`;
  const given = Object.values(services).flatMap(({ environment }) => environment[byNameVariable]?.split(" ") ?? []);
  const [name] = given.map((pair) => pair.split("=")).find(([, to]) => to?.replace("https://", "") === upstream) ?? [];
  return { upstream, name };
}

/** How our nginx is told of further names: NAME=UPSTREAM, with spaces between them. */
export const byNameVariable = "UPSTREAMS_BY_NAME";

function isSecond({ image, port }: { image: RegExp; port: number }, services: Services, name: string): boolean {
  const published = services[hostOf(services, name)]?.ports ?? [];
  return image.test(services[name]?.image ?? "") && published.some(({ containerPort }) => containerPort === port);
}
