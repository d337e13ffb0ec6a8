import type { AttachOptions } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { type Change, readFileOf, realChanges } from "./changes.ts";
import { noteOf, withoutValues, withProfile, withValues } from "./env-file.ts";
import type { Ours } from "./foreign-lines.ts";
import { type Note, withNote } from "./note.ts";
import { withoutOurs } from "./our-lines.ts";
import { mergeOverride, removeFromOverride } from "./override.ts";
import type { StackState } from "./read-stack.ts";
import type { Recognised } from "./recognise.ts";
import { leftAlone } from "./refuse.ts";
import { extraNames, type TemplateBundle } from "./template-bundle.ts";

/**
 * What attach writes, in the order in which it is safe to be cut off: first the note that detach needs, last `.env`,
 * with which the rest begins to count. Throws Problem `conflict`, `not-ours` or `settings-refused`.
 */
export async function planAttach(
  stack: StackState,
  found: Recognised,
  options: AttachOptions,
  bundle: TemplateBundle,
): Promise<readonly Change[]> {
  const { env, override, settings } = stack.files;
  const extras = await Promise.all(
    bundle.files.map(async ({ name, bytes, mode }) => ({ file: await readFileOf(stack.folder, name), bytes, mode })),
  );
  const ours = found.kind === "own" ? [] : [{ file: override, bytes: overrideWithOurs(stack, found, bundle) }];
  const fresh = [...extras, ...ours, { file: env, bytes: envWithOurs(env.bytes, found, options) }];
  const made = [{ file: settings }, ...fresh].filter(({ file }) => !file.seen).map(({ file }) => file.name);
  const { kind, service } = found;
  const note: Note = { kind, service, ...noteOf(env.bytes, fresh.at(-1)?.bytes ?? env.bytes, made, stack.note) };
  return realChanges([
    { file: settings, bytes: Buffer.from(withNote(settings.text, note, settingsFor(found))) },
    ...fresh,
  ]);
}

/** What detach writes: the note goes last, since what is cut off must be able to go on. Throws Problem likewise. */
export async function planDetach(stack: StackState): Promise<readonly Change[]> {
  const { note } = stack;
  const { env, override, settings } = stack.files;
  if (!note) throw notAttached(stack);
  const left = (name: string, bytes: Buffer) => (bytes.length === 0 && note.made.includes(name) ? undefined : bytes);
  const restored = Buffer.from(removeFromOverride(override.text, override.name, oursIn(note)));
  const extras = extraNames.filter((name) => note.made.includes(name));
  return realChanges([
    { file: env, bytes: env.seen && left(env.name, withoutValues(env.bytes, note)) },
    { file: override, bytes: override.seen && left(override.name, restored) },
    ...(await Promise.all(
      extras.map(async (name) => ({ file: await readFileOf(stack.folder, name), bytes: undefined })),
    )),
    { file: settings, bytes: left(settings.name, Buffer.from(withoutOurs(settings.text).text)) },
  ]);
}

const oursIn = ({ kind, service }: Pick<Recognised, "kind" | "service">): Ours => ({
  service,
  wholeNginx: kind === "open-webui",
});

function overrideWithOurs(
  { files: { override } }: StackState,
  found: Recognised,
  { template }: TemplateBundle,
): Buffer {
  return Buffer.from(mergeOverride(override.text, override.name, template, oursIn(found)));
}

function envWithOurs(bytes: Buffer, { kind }: Recognised, { domain, email }: AttachOptions): Buffer {
  const values = { CERTBOT_DOMAIN: domain, ...(email ? { CERTBOT_EMAIL: email } : {}) };
  const withCertbot = withValues(bytes, values);
  return kind === "own" ? withProfile(withCertbot) : withCertbot;
}

/** What our two services need besides, where the stack is not as they expect it. */
function settingsFor({ kind, service }: Recognised): string[] {
  if (kind === "own") return [];
  if (kind === "renew-only") return ["WRITE_ENV=never", "REDIRECT_TO_HTTPS=false", ...named(service)];
  // The nginx that comes with us takes its switch from the override alone.
  const where = kind === "open-webui" ? ["WRITE_ENV=override"] : [];
  return [...where, ...named(service)];
}

const named = (service: string) => (service === "nginx" ? [] : [`NGINX_SERVICE=${service}`]);

function notAttached({ folder }: StackState) {
  const fix = phrase`nothing to do; what was added by hand is removed by hand: delete the override file`;
  return leftAlone("not-ours", phrase`attach has put nothing into ${folder}: httpsidecar.env has no note of it`, fix);
}
