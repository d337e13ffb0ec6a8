import { phrase } from "../model/phrase.ts";
import { findKnownApp, knownApps, reachedAs, serviceIn } from "./apps.ts";
import { type Service, type Services, sidecarServices } from "./compose-model.ts";
import { proxyInStack } from "./elsewhere.ts";
import type { Recognised } from "./kinds.ts";
import { mountsConf } from "./own-conf/conf-files.ts";
import { leftAlone } from "./refuse.ts";

interface Asked {
  /** --service */
  named: string | undefined;
  /** --upstream */
  upstream: string | undefined;
  domain: string;
  /** whatever else terminates TLS in the stack */
  force: boolean;
  /** does nginx see certbot's folder? asked only where nothing else tells */
  hasCertificates: (service: string) => Promise<boolean>;
  isRunning: (service: string) => boolean;
}

/** Throws Problem `not-understood` or `tls-elsewhere` with what would be needed. */
export async function recognise(services: Services, asked: Asked): Promise<Recognised> {
  const service = asked.named ?? "nginx";
  const nginx = services[service];
  if (asked.upstream) return inFront(services, service, asked.upstream);
  if (asked.named && !nginx) throw noSuchService(services, asked.named);
  if (nginx) return { kind: await kindOf(services, service, nginx, asked), service };
  const app = findKnownApp(services, asked.isRunning);
  const other = nginxOf(services);
  const [conf, own] = Object.entries(services).find(([, one]) => mountsConf(one)) ?? [];
  const isFronted = other !== undefined || (conf !== undefined && conf !== app?.service);
  if (app && !isFronted && app.rivals.length > 0)
    throw severalApps(app.known.name, [app.service, ...app.rivals], app.upstream);
  if (app && !isFronted) return { kind: "app", service, app: { known: app.known, upstream: app.upstream } };
  if (conf !== undefined && own) return { kind: await kindOf(services, conf, own, asked), service: conf };
  throw proxyIn(services, asked) ?? noProxy(services, other);
}

const proxyIn = (services: Services, { isRunning, domain, force }: Asked) =>
  force ? undefined : proxyInStack({ services, isRunning }, domain);

async function kindOf(services: Services, service: string, nginx: Service, { hasCertificates }: Asked) {
  const switches = "NGINX_HTTPS_ENABLED" in nginx.environment;
  if (switches && takesCertbot(services)) return "dify";
  if (switches && "certbot-companion" in services) return "own";
  if (await hasCertificates(service)) return "renew-only";
  if (mountsConf(nginx)) return "own-conf";
  throw unknownNginx(service, nginx);
}

/** Dify's certbot shares its two folders with nginx. */
function takesCertbot({ certbot, "certbot-companion": companion }: Services): boolean {
  const targets = (certbot?.mounts ?? []).map(({ target }) => target);
  return companion === undefined && ["/etc/letsencrypt", "/var/www/html"].every((target) => targets.includes(target));
}

function inFront(services: Services, service: string, upstream: string): Recognised {
  const app = serviceIn(upstream);
  if (!(app in services)) throw noSuchService(services, app);
  if (service in services) throw taken(service);
  if (sidecarServices.includes(app)) throw ourName(app);
  const known = knownApps.find(({ image }) => image.test(services[app]?.image ?? ""));
  return { kind: "app", service, app: { known, upstream: reachedAs(services, upstream) } };
}

const ourName = (service: string) =>
  leftAlone(
    "conflict",
    phrase`the service ${service} would be replaced by the sidecar's own of that name`,
    phrase`give your service another name in the compose file, run docker compose up -d, and run this again`,
  );

const namesOf = (services: Services) => Object.keys(services).join(", ") || phrase`none`;

function noSuchService(services: Services, named: string) {
  return leftAlone(
    "not-understood",
    phrase`the stack has no service ${named}`,
    phrase`one of these with --service or --upstream: ${namesOf(services)}`,
  );
}

const severalApps = (name: string, found: readonly string[], upstream: string) =>
  leftAlone(
    "not-understood",
    phrase`several services of this stack are ${name}: ${found.join(", ")}`,
    phrase`name the one that browsers use, with its port: --upstream ${upstream}`,
  );

function taken(service: string) {
  return leftAlone(
    "conflict",
    phrase`the stack has a service ${service} already, and --upstream would bring another nginx of that name`,
    phrase`omit --upstream; or give httpsidecar's nginx another name: --service proxy`,
  );
}

function unknownNginx(service: string, { mounts }: Service) {
  const seen = mounts.map(({ source, target }) => (source ? `${source}:${target}` : target)).join(", ");
  return leftAlone(
    "not-understood",
    phrase`nginx in the service ${service} cannot be switched: it has no NGINX_HTTPS_ENABLED, and none of its mounts is certbot's folder (${seen || phrase`none`})`,
    phrase`mount its configuration file from the stack's folder, such as ./nginx.conf:/etc/nginx/conf.d/default.conf, run docker compose up -d, and run this again`,
  );
}

/** First one that visitors reach, and no program beside an nginx, such as an exporter of its figures. */
function nginxOf(services: Services): string | undefined {
  const all = Object.entries(services).filter(([, { image }]) => /nginx(?!.*exporter)/.test(image));
  const isPublic = ({ ports }: Service) => ports.some(({ hostPort }) => hostPort === 80 || hostPort === 443);
  return (all.find(([, one]) => isPublic(one)) ?? all[0])?.[0];
}

function noProxy(services: Services, nginx: string | undefined) {
  return leftAlone(
    "not-understood",
    phrase`this stack has no service nginx (services: ${namesOf(services)})`,
    nginx === undefined
      ? phrase`name the service that browsers use, and its port: --upstream SERVICE:PORT`
      : phrase`name it: --service ${nginx}`,
  );
}
