import { phrase } from "../model/phrase.ts";
import { type ComposeModel, type Service, sidecarServices } from "./compose-model.ts";
import { leftAlone } from "./refuse.ts";
import { setKey } from "./service-text.ts";

/**
 * Keys of the operator's certbot service that are taken out of what our service is merged over, and why. Not in this table:
 * what ours sets itself (image, entrypoint, command, restart, init, read_only, mem_limit, profiles), and what may stay:
 * volumes, environment, env_file, networks, labels, logging, container_name, hostname, dns, extra_hosts, expose,
 * secrets, configs, group_add, ulimits, cpus, pids_limit, stop_grace_period and unknown keys.
 */
const resets: Readonly<Record<string, string>> = {
  build: phrase`up --build would give that image the name of httpsidecar's image`,
  platform: phrase`httpsidecar's image is built on this host`,
  user: phrase`the sidecar reaches folders of other owners, as root without root's powers`,
  ports: phrase`nginx answers the challenge; a port of certbot's would take nginx's`,
  healthcheck: phrase`httpsidecar's image has one of its own`,
  network_mode: phrase`the sidecar joins nginx's networks`,
  depends_on: phrase`the sidecar starts automatically, before nginx or after it`,
  deploy: phrase`one sidecar, with httpsidecar's own limits`,
  scale: phrase`one sidecar`,
  working_dir: phrase`it is for another image`,
  post_start: phrase`it is for another image`,
  pre_stop: phrase`it is for another image`,
  privileged: phrase`the sidecar needs no such power`,
  devices: phrase`the sidecar needs no such power`,
  gpus: phrase`the sidecar needs no such power`,
  use_api_socket: phrase`what talks to the CA has no Docker socket`,
  pid: phrase`the sidecar needs no such power`,
  ipc: phrase`the sidecar needs no such power`,
  stop_signal: phrase`httpsidecar ends on SIGTERM`,
  tty: phrase`the log is read by programs`,
  memswap_limit: phrase`one sidecar, with httpsidecar's own limits`,
  mem_reservation: phrase`one sidecar, with httpsidecar's own limits`,
};

/** Plain `docker compose up -d` is to start the sidecar, where the template does not say so itself. */
const profilesOf = (template: string, certbot: Service | undefined) =>
  certbot && "profiles" in certbot.keys && !/^ {4}profiles:/m.test(template) ? ["profiles"] : [];

/** Lists that would grow by ours, and are to be ours alone. */
const replaced = ["tmpfs", "cap_add", "cap_drop", "security_opt"];

export interface Covered {
  template: string;
  /** for the operator: what of their service does not count any more, and why */
  lines: readonly string[];
}

/** Our template as it fits over the certbot service that the stack has. Throws Problem `not-understood`. */
export function overCertbot(template: string, stack: ComposeModel, nginxName: string): Covered {
  const { [nginxName]: nginx, certbot } = stack.services;
  if (nginx) refuseShapes(stack, nginxName, nginx);
  const keys = Object.keys(resets).filter((key) => certbot && key in certbot.keys);
  const edits = [
    ...replaced.flatMap((key) => listEdit(key, template, certbot)),
    ...(nginx ? networkEdits(nginxName, nginx, certbot, stack.internalNetworks) : []),
    ...[...keys, ...profilesOf(template, certbot)].map((key) => ({ key, lines: [`${key}: !reset null`] })),
  ];
  const covered = edits.reduce((text, { key, lines }) => setKey(text, "certbot", key, lines), template);
  const lines = keys.map((key) => phrase`  certbot's ${key} no longer counts: ${resets[key] ?? ""}`);
  return { template: covered, lines: [...lines, ...socketLine(certbot)] };
}

/** Mounted for a hook that reloaded nginx; Compose cannot take one mount out of a list. */
function socketLine(certbot: Service | undefined): readonly string[] {
  const socket = certbot?.mounts.find(({ source }) => /\/(?:docker|podman)\.sock$/.test(source));
  if (socket === undefined) return [];
  return [phrase`  certbot still mounts ${socket.source}, which is root on this host and not needed: remove that line`];
}

interface KeyEdit {
  key: string;
  lines: readonly string[];
}

/** A tmpfs in the place of the operator's mount would hide it, and Docker refuses both. */
function listEdit(key: string, template: string, certbot: Service | undefined): readonly KeyEdit[] {
  const shipped = new RegExp(`^    ${key}: (\\[.*\\])$`, "m").exec(templateOfCertbot(template))?.[1];
  if (!certbot || shipped === undefined) return [];
  const mounted = certbot.mounts.map(({ target }) => target);
  const ours = JSON.parse(quoted(shipped)) as readonly string[];
  const kept = key === "tmpfs" ? ours.filter((entry) => !mounted.includes(entry.split(":")[0] ?? "")) : ours;
  const tag = key in certbot.keys ? "!override " : "";
  if (tag === "" && kept.length === ours.length) return [];
  return [{ key, lines: [`${key}: ${tag}[${kept.map((entry) => JSON.stringify(entry)).join(", ")}]`] }];
}

/** The flow lists of our templates hold bare words and quoted ones. */
const quoted = (list: string) => list.replaceAll(/(?<=[[,]\s*)([A-Z_]+)(?=[\],])/g, '"$1"');

const templateOfCertbot = (template: string) => template.slice(template.indexOf("\n  certbot:\n"));

/** Where nginx can be reached by its name, and the CA too. */
function networkEdits(
  name: string,
  nginx: Service,
  certbot: Service | undefined,
  internal: readonly string[],
): KeyEdit[] {
  if (nginx.networkMode === "host") return [{ key: "extra_hosts", lines: [`extra_hosts: ["${name}:host-gateway"]`] }];
  const own = certbot?.networks ?? ["default"];
  const isJoined =
    nginx.networks.some((network) => own.includes(network)) && own.some((network) => !internal.includes(network));
  if (isJoined) return [];
  const all = [...new Set([...own, ...nginx.networks])];
  const outside = all.some((network) => !internal.includes(network)) ? all : [...all, "default"];
  return [{ key: "networks", lines: [`networks: [${outside.map((network) => JSON.stringify(network)).join(", ")}]`] }];
}

/** What no override can make work. */
function refuseShapes({ services }: ComposeModel, name: string, nginx: Service): void {
  const { networkMode: mode } = nginx;
  if (mode && mode !== "host") {
    throw leftAlone(
      "not-understood",
      phrase`services.${name}.network_mode is ${mode}, so no other container reaches nginx by its name`,
      phrase`give ${name} a network of the stack in its place`,
    );
  }
  for (const [waiting, { dependsOn }] of Object.entries(services)) refuseWaiting(waiting, dependsOn["certbot"]);
  if (services["certbot"]?.keys["provider"] === undefined) return;
  throw leftAlone(
    "not-understood",
    phrase`services.certbot is not a container (provider)`,
    phrase`give it another name`,
  );
}

/** The sidecar never completes, and waits for nginx itself. */
function refuseWaiting(name: string, condition: string | undefined): void {
  if (condition === undefined || condition === "service_started" || sidecarServices.includes(name)) return;
  throw leftAlone(
    "not-understood",
    phrase`services.${name}.depends_on waits for certbot (${condition}), and the sidecar stays up and waits for nginx`,
    phrase`remove certbot from depends_on of ${name}`,
  );
}
