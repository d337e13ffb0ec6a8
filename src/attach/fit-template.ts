import type { AttachOptions, DnsChoice, HostFacts } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { byNameVariable, reachedAs, serviceIn } from "./apps.ts";
import { overCertbot } from "./certbot-service.ts";
import type { ComposeModel, Service } from "./compose-model.ts";
import { withCredentials } from "./dns-settings.ts";
import type { FrontedApp, Recognised } from "./kinds.ts";
import { nginxPorts } from "./nginx-ports.ts";
import { type OwnChallenge, withOwnConf } from "./own-conf/override-lines.ts";
import { leftAlone } from "./refuse.ts";
import { mountLine, type RenewFolders } from "./renew-only.ts";
import { setKey, withoutLines } from "./service-text.ts";
import { credentialsFile, nothing, onThisHost, type TemplateBundle, type TemplateBundles } from "./template-bundle.ts";

export interface Fitted {
  bundle: TemplateBundle;
  /** for the operator */
  lines: readonly string[];
}

interface Given {
  compose: ComposeModel;
  folder: string;
  recognised: Recognised;
  /** of a stack that only renews */
  folders: RenewFolders | undefined;
  /** of a stack whose nginx has a configuration file of the operator's; undefined: it has no location for the challenge */
  challenge: OwnChallenge | undefined;
  /** a file of the stack itself gives nginx an environment */
  hasEnvironment: boolean;
  /** keys of `.env` */
  env: ReadonlyMap<string, string>;
  options: Pick<AttachOptions, "also" | "staging">;
  dns: DnsChoice | undefined;
  host: HostFacts;
}

/** What is brought into this stack, as it needs it. Throws Problem `not-understood`. */
export function fitBundle(bundles: TemplateBundles, given: Given): Fitted {
  const { compose, folder, recognised, folders, options, dns, host } = given;
  const { kind, service, app } = recognised;
  if (kind === "own") return { bundle: nothing, lines: [] };
  const { template, files } = bundles[kind];
  const { [service]: nginx } = compose.services;
  const led = kind === "own-conf" && nginx ? withOwnConf(template, nginx, given.challenge, folder) : template;
  const named = onThisHost(led, host).replace(/^ {2}nginx:$/m, `  ${service}:`);
  const staged = options.staging ? withStaging(named) : named;
  const fitting = withPorts(given.hasEnvironment ? staged : withOneLine(staged), nginx, given.env);
  const shaped = app ? inFrontOf(staged, compose, service, app, options) : fitting;
  const { template: covered, lines } = overCertbot(shaped, compose, service);
  const placed = folders ? withFolders(covered, folders, compose, folder) : covered;
  const key = dns?.credentials ? [{ name: credentialsFile, bytes: Buffer.from(dns.credentials), mode: 0o600 }] : [];
  return { bundle: { template: withCredentials(placed, dns), files: [...files, ...key] }, lines };
}

/** Compose takes an environment without a line for nothing only where another of its files has one. */
function withOneLine(template: string): string {
  return template.replace(/(\n {4}environment:(?:\n {6}#.*)+\n)(?! {6})/, '$1      HTTPSIDECAR: "attached"\n');
}

/** Where nginx has its ports from elsewhere than `.env`, the template's own are not its. */
function withPorts(template: string, nginx: Service | undefined, env: Given["env"]): string {
  const { http, https } = nginx ? nginxPorts(nginx) : { http: 80, https: 443 };
  return template.replace(/\$\{(NGINX_(?:SSL_)?PORT):-(\d+)\}/g, (whole, key: string, usual: string) => {
    const port = key === "NGINX_PORT" ? http : https;
    return Number(env.get(key) || usual) === port ? whole : `"${port}"`;
  });
}

/** Before what .env says, so that it holds without it. */
function withStaging(template: string): string {
  const own = /^( {6}CERTBOT_OPTIONS: )/m;
  if (own.test(template)) return template.replace(own, "$1--staging ");
  return template.replace(/^( {6}CERTBOT_AUTO: .*)$/m, "$1\n      CERTBOT_OPTIONS: --staging $${CERTBOT_OPTIONS:-}");
}

const ourVolumes = ["httpsidecar-socket:/run/httpsidecar", "httpsidecar-state:/var/lib/httpsidecar"];

/** Mounts that the stack's own certbot has already are its own to name, with its own variables. */
function withFolders(template: string, folders: RenewFolders, { services }: ComposeModel, folder: string): string {
  const there = (services["certbot"]?.mounts ?? []).map(({ target }) => target);
  const mounts = [folders.certificates, folders.webroot].filter(({ target }) => !there.includes(target));
  const lines = [...mounts.map((mount) => mountLine(mount, folder)), ...ourVolumes];
  const mounted = setKey(template, "certbot", "volumes", ["volumes:", ...lines.map((line) => `  - ${line}`)]);
  return withWebroot(mounted, folders.webrootPath);
}

function withWebroot(template: string, path: string): string {
  if (/^[\w./@+-]+$/.test(path)) return template.replace("-w /var/www/certbot", `-w ${path}`);
  const word = `'${path.replaceAll("'", `'\\''`).replaceAll("$", "$$$$")}'`;
  return template.replace(/^( {6}CERTBOT_OPTIONS: )(.*)\/var\/www\/certbot(.*)$/m, (_, key, before, after) => {
    return key + JSON.stringify(before + word + after);
  });
}

function inFrontOf(
  template: string,
  compose: ComposeModel,
  service: string,
  { known, upstream }: FrontedApp,
  { also }: Given["options"],
): string {
  const others = also.map(({ name, upstream: typed }) => ({ name, upstream: reachedAs(compose.services, typed) }));
  const extra = others.map((origin) => `${origin.name}=${origin.upstream}`).join(" ");
  const led = template.replace(
    "UPSTREAM: open-webui:8080",
    `UPSTREAM: ${upstream}${extra ? `\n      ${byNameVariable}: ${extra}` : ""}`,
  );
  const fitting = known?.name === "Open WebUI" ? led : withoutLines(led, openWebUis);
  const networks = networksOf([upstream, ...others.map((origin) => origin.upstream)], compose);
  if (networks === undefined) return fitting;
  const line = [`networks: [${networks.map((network) => JSON.stringify(network)).join(", ")}]`];
  return [service, "certbot"].reduce((text, name) => setKey(text, name, "networks", line), fitting);
}

const openWebUis =
  /^ {6}(?:(?:WEBUI_URL|CORS_ALLOW_ORIGIN): |# Only for `httpsidecar doctor`|# Where Open WebUI listens)/;

/** Networks that reach every upstream and the world; undefined: the default one does. */
function networksOf(
  upstreams: readonly string[],
  { services, internalNetworks }: ComposeModel,
): readonly string[] | undefined {
  const all = [...new Set(upstreams.map(serviceIn).flatMap((name) => reachable(services, name)))];
  if (all.join() === "default") return undefined;
  return all.some((network) => !internalNetworks.includes(network)) ? all : [...all, "default"];
}

function reachable(services: ComposeModel["services"], name: string): readonly string[] {
  const service = services[name];
  if (service && service.networkMode === undefined) return service.networks;
  if (!service)
    throw leftAlone(
      "not-understood",
      phrase`the stack has no service ${name}`,
      phrase`one of these: ${Object.keys(services).join(", ")}`,
    );
  throw leftAlone(
    "not-understood",
    phrase`services.${name}.network_mode is ${service.networkMode}, so no other container reaches it by its name`,
    phrase`remove network_mode from services.${name} in the compose file, run docker compose up -d, and run this again`,
  );
}
