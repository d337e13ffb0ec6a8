import type { AttachOptions, DnsChoice, HostFacts } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { ownOverride } from "../stack-files/compose-names.ts";
import { readEnvText } from "../stack-files/env-text.ts";
import { type Change, readFileOf, realChanges } from "./changes.ts";
import { defaultEnvFile } from "./compose-run.ts";
import { dnsLines } from "./dns-settings.ts";
import { companionWrites, noteOf, withListed, withoutValues, withProfile, withValues } from "./env-file.ts";
import type { Ours } from "./foreign-lines.ts";
import type { Recognised } from "./kinds.ts";
import { nginxPorts } from "./nginx-ports.ts";
import { type Note, withNote } from "./note.ts";
import { withoutOurs } from "./our-lines.ts";
import { mergeOverride, removeFromOverride } from "./override.ts";
import { confWithoutOurs } from "./own-conf/own-conf.ts";
import { httpsPortOf, type StackFiles, type StackState } from "./read-stack.ts";
import { leftAlone } from "./refuse.ts";
import { credentialsFile, extraNames, type TemplateBundle } from "./template-bundle.ts";

export interface Plan {
  changes: readonly Change[];
  /** our override as it would be; "" where there is none */
  override: string;
}

/** What goes into the stack's files besides `.env`. */
export interface Brought {
  bundle: TemplateBundle;
  /** nginx's own configuration files */
  confs: readonly Change[];
}

/** The mode of a file that is made for secrets. */
const secret = 0o600;

/**
 * What attach writes, in the order in which it is safe to be cut off: first the note that detach needs, last `.env`,
 * with which the rest begins to count. Throws Problem `conflict`, `not-ours` or `settings-refused`.
 */
export async function planAttach(
  stack: StackState,
  found: Recognised,
  options: AttachOptions,
  { bundle, confs }: Brought,
  { host, dns }: { host: Pick<HostFacts, "language">; dns: DnsChoice | undefined },
): Promise<Plan> {
  const { env, override, settings } = stack.files;
  const extras = await Promise.all(
    bundle.files.map(async ({ name, bytes, mode }) => ({ file: await readFileOf(stack.folder, name), bytes, mode })),
  );
  const { kind, service } = found;
  const text = kind === "own" ? "" : mergeOverride(override.text, override.name, bundle.template, oursIn(found));
  const ours = kind === "own" ? [] : [{ file: override, bytes: Buffer.from(text) }];
  const envBytes = envWithOurs(stack, found, options);
  const fresh = [...extras, ...ours, ...confs, { file: env, bytes: envBytes }];
  const made = [{ file: settings }, ...fresh].filter(({ file }) => !file.seen).map(({ file }) => file.name);
  const other = {
    ...(env.name === defaultEnvFile ? {} : { env: env.name }),
    ...(confs.length > 0 ? { confs: confs.map(({ file }) => file.name) } : {}),
  };
  const note: Note = { kind, service, ...noteOf(env.bytes, envBytes, made, stack.note), ...other };
  const noted = withNote(settings.text, note, settingsFor(stack, found, host.language, dns));
  return {
    changes: realChanges([{ file: settings, bytes: Buffer.from(noted), mode: secret }, ...fresh]),
    override: text,
  };
}

/** What detach writes: the note goes last, since what is cut off must be able to go on. Throws Problem likewise. */
export async function planDetach(stack: StackFiles): Promise<readonly Change[]> {
  const { note } = stack;
  const { env, override, settings } = stack.files;
  if (!note) throw notAttached(stack);
  const left = (name: string, bytes: Buffer) => (bytes.length === 0 && note.made.includes(name) ? undefined : bytes);
  const restored = Buffer.from(removeFromOverride(override.text, override.name, oursIn(note)));
  const extras = [...extraNames, credentialsFile].filter((name) => note.made.includes(name));
  const confs = await Promise.all((note.confs ?? []).map((name) => readFileOf(stack.folder, name)));
  return realChanges([
    {
      file: env,
      bytes: env.seen && left(env.name, withoutValues(env.bytes, { ...note, set: setByUs(note, override.text) })),
    },
    { file: override, bytes: override.seen && left(override.name, restored) },
    ...confs.filter(({ seen }) => seen).map((file) => ({ file, bytes: confWithoutOurs(file) })),
    ...(await Promise.all(
      extras.map(async (name) => ({ file: await readFileOf(stack.folder, name), bytes: undefined })),
    )),
    { file: settings, bytes: left(settings.name, Buffer.from(withoutOurs(settings.text).text)) },
  ]);
}

/** Where the companion wrote into the override, the same keys in `.env` were typed by the operator. */
function setByUs({ set }: Note, override: string): Note["set"] {
  if (withoutOurs(override).switchLines.length === 0) return set;
  return Object.fromEntries(Object.entries(set).filter(([key]) => !(key in companionWrites)));
}

const oursIn = ({ kind, service }: Pick<Recognised, "kind" | "service">): Ours => ({
  service,
  keys: kind === "app" ? undefined : ["environment", ...(kind === "own-conf" ? ["ports", "volumes"] : [])],
});

function envWithOurs(stack: StackState, { kind }: Recognised, { domain, email, staging }: AttachOptions): Buffer {
  const { bytes } = stack.files.env;
  const wanted = { CERTBOT_DOMAIN: domain, ...(email ? { CERTBOT_EMAIL: email } : {}) };
  // What comes to the same by a variable stays as it was typed.
  const differing = Object.entries(wanted).filter(([key, value]) => stack.env.get(key) !== value);
  const named = stack.run.named === "in-env-file" && kind !== "own" ? withOverrideListed(stack) : bytes;
  const withCertbot = withValues(named, Object.fromEntries(differing));
  if (kind !== "own") return withCertbot;
  if (staging) throw ownStaging();
  return withProfile(withCertbot);
}

/** Compose reads what COMPOSE_FILE lists and nothing else. */
function withOverrideListed({ files: { env, override }, run, folder }: StackState): Buffer {
  if (override.name !== ownOverride || run.files.includes(`${folder}/${ownOverride}`)) return env.bytes;
  const list = readEnvText(env.bytes, env.name).get("COMPOSE_FILE") ?? "";
  const separator = readEnvText(env.bytes, env.name).get("COMPOSE_PATH_SEPARATOR") || (list.includes(";") ? ";" : ":");
  return withListed(env.bytes, "COMPOSE_FILE", ownOverride, separator);
}

/** What our two services need besides, where the stack is not as they expect it. */
function settingsFor(stack: StackState, found: Recognised, language: string, dns: DnsChoice | undefined): string[] {
  const { kind, service } = found;
  const spoken = language || /^HTTPSIDECAR_LANG=(.*)$/m.exec(stack.files.settings.text)?.[1];
  const lines = spoken ? [`HTTPSIDECAR_LANG=${spoken}`] : [];
  if (kind === "own" && dns) throw ownDns();
  if (kind === "own") return lines;
  lines.unshift(...dnsLines(dns), ...(dns ? publicPortLines(stack, found) : []));
  if (kind === "renew-only" || kind === "own-conf") {
    const only = kind === "own-conf" ? ["WRITE_ENV=override"] : ["WRITE_ENV=never", "REDIRECT_TO_HTTPS=false"];
    return [...only, ...named(service), ...portLines(stack, service), ...lines];
  }
  // The nginx that comes with us takes its switch from the override alone.
  const where = kind === "app" ? ["WRITE_ENV=override"] : [];
  return [...where, ...named(service), ...lines];
}

/** Visitors type the port where it is not 443. */
function publicPortLines(stack: StackState, found: Recognised): string[] {
  const port = httpsPortOf(stack, found);
  return port === undefined || port === 443 ? [] : [`PUBLIC_HTTPS_PORT=${port}`];
}

const named = (service: string) => (service === "nginx" ? [] : [`NGINX_SERVICE=${service}`]);

function portLines({ compose }: StackState, service: string): string[] {
  const nginx = compose.services[service];
  const { http, https } = nginx ? nginxPorts(nginx) : { http: 80, https: 443 };
  return [...(http === 80 ? [] : [`NGINX_PORT=${http}`]), ...(https === 443 ? [] : [`NGINX_SSL_PORT=${https}`])];
}

function notAttached({ folder }: StackFiles) {
  const fix = phrase`nothing to do; what was added by hand is removed by hand: delete the override file`;
  return leftAlone("not-ours", phrase`attach has put nothing into ${folder}: httpsidecar.env has no note of it`, fix);
}

function ownDns() {
  return leftAlone(
    "conflict",
    phrase`--dns is for stacks whose override attach writes`,
    phrase`set DNS_PROVIDER and its variables in httpsidecar.env (docker/docs/dns.md)`,
  );
}

function ownStaging() {
  return leftAlone(
    "conflict",
    phrase`--staging is for stacks whose override attach writes`,
    phrase`put --staging into CERTBOT_OPTIONS of .env, and remove it again later`,
  );
}
