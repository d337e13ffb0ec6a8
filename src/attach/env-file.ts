import { readSmall } from "../base/read-small.ts";
import { type EnvEntry, envEntries } from "../stack-files/env-entries.ts";
import { changeEnvText, resolveEnvText, restoreEnvText } from "../stack-files/env-text.ts";
import { applyEdits } from "../stack-files/text-edits.ts";
import type { Recognised } from "./kinds.ts";
import type { Note } from "./note.ts";

const envFile = ".env";

type Values = Readonly<Record<string, string>>;

/** `.env` with these values, all else byte for byte. Throws Problem `settings-refused` for text that is not surely understood. */
export function withValues(bytes: Buffer, values: Values): Buffer {
  return changeEnvText(bytes, values, envFile);
}

/** `.env` with certbot among its COMPOSE_PROFILES, so that plain `docker compose up -d` starts the sidecar. */
export const withProfile = (bytes: Buffer): Buffer => withListed(bytes, "COMPOSE_PROFILES", "certbot", ",");

/** `.env` with a value at the end of one of Compose's lists. */
export function withListed(bytes: Buffer, key: string, value: string, separator: string): Buffer {
  const text = bytes.toString("latin1");
  const entry = lastOf(text, key);
  if (!entry || entry.raw === "") return withValues(bytes, { [key]: value });
  if (entry.raw.split(separator).includes(value)) return bytes;
  const at = entry.end - entry.quote.length;
  return Buffer.from(applyEdits(text, [{ start: at, end: at, text: separator + value }]), "latin1");
}

/** What the companion may have written there since, where no other service takes .env (src/companion/desired-state.ts). */
export const companionWrites: Values = {
  NGINX_HTTPS_ENABLED: "true",
  NGINX_SSL_CERT_FILENAME: "fullchain.pem",
  NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem",
  NGINX_ENABLE_CERTBOT_CHALLENGE: "true",
};

/** What detach needs besides the kind of stack: what stood there before attach came first, and what stands there now. */
export function noteOf(
  before: Buffer,
  after: Buffer,
  made: readonly string[],
  earlier: Note | undefined,
): Omit<Note, keyof Recognised | "env"> {
  const [old, fresh] = [before.toString("latin1"), after.toString("latin1")];
  const keys = new Set([...Object.keys(earlier?.set ?? {}), ...keysThatDiffer(old, fresh)]);
  const set = Object.fromEntries([...keys].map((key) => [key, lastOf(fresh, key)?.raw ?? ""]));
  const was = Object.fromEntries([...keys, ...Object.keys(companionWrites)].map((key) => [key, spanOf(old, key)]));
  const open = earlier?.open ?? (old !== "" && !old.endsWith("\n"));
  return {
    set: { ...set, ...companionWrites },
    was: { ...was, ...earlier?.was },
    open,
    made: [...new Set([...(earlier?.made ?? []), ...made])],
  };
}

/** `.env` as it was before attach; what the operator has changed since stays. Throws Problem `settings-refused`. */
export function withoutValues(bytes: Buffer, { set, was, open }: Pick<Note, "set" | "was" | "open">): Buffer {
  const lines = Object.entries(was).flatMap(([key, span]) => (span === null ? [] : [`${key}=${span}\n`]));
  const restored = restoreEnvText(bytes, Buffer.from(lines.join(""), "latin1"), set, envFile);
  const last = envEntries(bytes.toString("latin1"), envFile).at(-1);
  // A file without a line end at its end got one before our first line.
  const isOurs = last !== undefined && was[last.key] === null && last.raw === set[last.key];
  return open && isOurs ? Buffer.from(restored.toString("latin1").replace(/\r?\n$/, ""), "latin1") : restored;
}

function keysThatDiffer(old: string, fresh: string): string[] {
  const keys = new Set(envEntries(fresh, envFile).map(({ key }) => key));
  return [...keys].filter((key) => lastOf(old, key)?.raw !== lastOf(fresh, key)?.raw);
}

const lastOf = (text: string, key: string): EnvEntry | undefined =>
  envEntries(text, envFile).findLast((entry) => entry.key === key && !entry.inherited);

function spanOf(text: string, key: string): string | null {
  const entry = lastOf(text, key);
  return entry ? text.slice(entry.start, entry.end) : null;
}

const maxBytes = 1024 * 1024;

/** What a service's env_file says; nothing where it is not there, or not understood. */
export async function readEnvFile(path: string): Promise<ReadonlyMap<string, string>> {
  const bytes = await readSmall(path, { maxBytes }).catch(() => undefined);
  try {
    return bytes === undefined ? new Map() : resolveEnvText(bytes, path);
  } catch {
    return new Map();
  }
}
