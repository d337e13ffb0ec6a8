import type { AttachOptions, HostFacts } from "../model/attach.ts";
import { type Change, realChanges } from "./changes.ts";
import { noteOf, withoutValues, withProfile, withValues } from "./env-file.ts";
import type { Sight } from "./look.ts";
import { withNote } from "./note.ts";
import { withoutOurs } from "./our-lines.ts";
import { mergeOverride, removeFromOverride } from "./override.ts";
import type { Recognised } from "./recognise.ts";
import { leftAlone } from "./refuse.ts";

/**
 * What attach writes, in the order in which it is safe to be cut off: first the note that detach needs, last `.env`,
 * with which the rest begins to count. Throws Problem `conflict`, `not-ours` or `settings-refused`.
 */
export function planAttach(
  sight: Sight,
  { kind, service }: Recognised,
  options: AttachOptions,
  template: string,
): readonly Change[] {
  const { env, override, settings } = sight.files;
  const values = { CERTBOT_DOMAIN: options.domain, ...(options.email ? { CERTBOT_EMAIL: options.email } : {}) };
  const withCertbot = withValues(env.bytes, values);
  const freshEnv = kind === "own" ? withProfile(withCertbot) : withCertbot;
  const freshOverride = kind === "own" ? undefined : mergeOverride(override.text, override.name, { template, service });

  const made = [env, settings, ...(freshOverride ? [override] : [])]
    .filter(({ seen }) => !seen)
    .map(({ name }) => name);
  const note = noteOf(env.bytes, freshEnv, made, sight.note);
  const own = service === "nginx" || kind === "own" ? [] : [`NGINX_SERVICE=${service}`];
  return realChanges([
    { file: settings, bytes: Buffer.from(withNote(settings.text, note, own)) },
    ...(freshOverride ? [{ file: override, bytes: Buffer.from(freshOverride) }] : []),
    { file: env, bytes: freshEnv },
  ]);
}

/** What detach writes: the note goes last, since what is cut off must be able to go on. Throws Problem likewise. */
export function planDetach(sight: Sight, service: string): readonly Change[] {
  const { note } = sight;
  const { env, override, settings } = sight.files;
  if (!note) throw notAttached(sight);
  const left = (name: string, bytes: Buffer) => (bytes.length === 0 && note.made.includes(name) ? undefined : bytes);
  return realChanges([
    { file: env, bytes: env.seen && left(env.name, withoutValues(env.bytes, note)) },
    {
      file: override,
      bytes:
        override.seen && left(override.name, Buffer.from(removeFromOverride(override.text, override.name, service))),
    },
    { file: settings, bytes: left(settings.name, Buffer.from(withoutOurs(settings.text).text)) },
  ]);
}

function notAttached({ folder }: Sight) {
  const fix = "nothing to do; what was put in by hand is taken out by hand: delete our override file";
  return leftAlone("not-ours", `attach has put nothing into ${folder}: httpsidecar.env has no note of it`, fix);
}

/** Our override as this host needs it. */
export function asConfigured(template: string, { dockerSocket, image }: HostFacts): string {
  return template
    .replaceAll("{DOCKER_SOCKET:-/var/run/docker.sock}", `{DOCKER_SOCKET:-${dockerSocket}}`)
    .replaceAll("{HTTPSIDECAR_IMAGE:-httpsidecar:local}", `{HTTPSIDECAR_IMAGE:-${image}}`);
}
