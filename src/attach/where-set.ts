import { resolve } from "node:path";
import type { AddressLine } from "./addresses.ts";
import { type ComposeText, servicesAsWritten, type WrittenService } from "./compose-text.ts";
import { readEnvFile } from "./env-file.ts";

/** Where a person changes a variable of a service, and how a line of it is written there. */
interface Place {
  where: string;
  line: (name: string, value: string) => string;
}

interface Written {
  folder: string;
  texts: readonly ComposeText[];
  /** the file that Compose fills variables from: .env, unless it is told of another */
  env: string;
}

const inFile = (where: string): Place => ({ where, line: (name, value) => `${name}=${value}` });

/** The lines to write, by the place that they belong into. */
export async function byPlace(lines: readonly AddressLine[], stack: Written): Promise<ReadonlyMap<string, string[]>> {
  const places = new Map<string, string[]>();
  for (const { name, value, service } of lines) {
    const { where, line } = service === undefined ? inFile(stack.env) : await placeOf(name, service, stack);
    places.set(where, [...(places.get(where) ?? []), line(name, value)]);
  }
  return places;
}

/**
 * What `.env` says reaches a container only where a file of the stack takes it from there: else the place is an
 * env_file, or the compose file itself. A service that only Compose finds (`include`, `extends`) has `.env`.
 */
async function placeOf(name: string, service: string, { folder, texts, env }: Written): Promise<Place> {
  const fromEnv = inFile(env);
  const written = servicesAsWritten(texts, service);
  const setter = written.findLast(({ environment }) => name in environment);
  if (setter) return isFromEnv(name, setter.environment[name]) ? fromEnv : inCompose(service, setter);
  const files = written.flatMap(({ envFiles }) => envFiles);
  const has = await Promise.all(files.map(async (file) => (await readEnvFile(resolve(folder, file))).has(name)));
  const file = files[has.lastIndexOf(true)] ?? files.at(-1);
  if (file !== undefined) return inFile(file.replace(/^\.\//, ""));
  const [first] = written;
  return first && !written.some((one) => one.isExtended) ? inCompose(service, first) : fromEnv;
}

/** `KEY` alone, `$KEY` and `${KEY:-…}`. */
const isFromEnv = (name: string, value: unknown) =>
  value === null || new RegExp(`\\$(?:\\{${name}\\b|${name}\\b)`).test(String(value).replaceAll("$$", ""));

function inCompose(service: string, { file, isList }: WrittenService): Place {
  const line = (name: string, value: string) => (isList ? `- ${name}=${value}` : `${name}: ${value}`);
  return { where: `${file} (services.${service}.environment)`, line };
}
