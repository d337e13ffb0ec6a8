import { access, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemCode } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { composeNames, overrideNames, ownOverride } from "../stack-files/compose-names.ts";
import { leftAlone } from "./refuse.ts";
import { plainValues, readYaml } from "./yaml-file.ts";

/** A service in the words of the compose files, not interpolated. */
export type Service = Readonly<Record<string, unknown>>;

/** What Compose would read in the stack's folder. */
export interface ComposeFiles {
  /** the person's own, by name, in Compose's order; our override is left out where we made it */
  names: readonly string[];
  /** where our services go */
  override: string;
  /** of all files but for what is ours; a later file's keys win */
  services: Readonly<Record<string, Service>>;
}

/** `composeFile`: COMPOSE_FILE of the env file, "" for none. Throws Problem `no-stack`, `not-understood` or `broken-yaml`. */
export async function readComposeFiles(
  folder: string,
  named: string | undefined,
  composeFile: string,
  withoutOurs: (text: string, name: string) => string,
): Promise<ComposeFiles> {
  const { names, override } = await findNames(folder, named, composeFile);
  const services: Record<string, Service> = {};
  for (const name of names) {
    const text = withoutOurs(await readNamed(folder, name), name);
    for (const [service, keys] of Object.entries(servicesOf(plainValues(readYaml(text, name))))) {
      services[service] = merged(services[service] ?? {}, keys);
    }
  }
  return { names, override, services };
}

async function readNamed(folder: string, name: string): Promise<string> {
  return await readFile(resolve(folder, name), "utf8").catch((error) => {
    if (systemCode(error) === "ENOENT") return missing(folder, name);
    throw error;
  });
}

async function findNames(folder: string, named: string | undefined, composeFile: string) {
  const isThere = await thereIn(folder, [...composeNames, ...overrideNames, ...(named ? [named] : [])]);
  if (named) return isThere(named) ? { names: [named], override: ownOverride } : missing(folder, named);
  if (composeFile) return listed(composeFile.split(":"));
  const main = composeNames.find(isThere);
  if (!main) return missing(folder, phrase`compose.yaml or docker-compose.yaml`);
  const override = overrideNames.find(isThere);
  if (override) return { names: [main, override], override };
  return { names: [main], override: main.replace(/\.ya?ml$/, ".override.yaml") };
}

function listed(names: readonly string[]) {
  const override = names.find((name) => name === ownOverride || overrideNames.some((known) => known === name));
  if (override) return { names, override };
  const fix = phrase`append :${ownOverride} to COMPOSE_FILE in .env, create that file empty, and run this again`;
  throw leftAlone(
    "not-understood",
    phrase`COMPOSE_FILE in .env names the files that Compose reads, and none of them is an override`,
    fix,
  );
}

function missing(folder: string, name: string): never {
  const fix = phrase`pass the folder of your stack's compose file; a file of another name with --file NAME`;
  throw leftAlone("no-stack", phrase`there is no ${name} in ${folder}`, fix);
}

async function thereIn(folder: string, names: readonly string[]) {
  const found = await Promise.all(
    names.map((name) =>
      access(join(folder, name)).then(
        () => name,
        () => undefined,
      ),
    ),
  );
  return (name: string) => found.includes(name);
}

function servicesOf({ services }: Record<string, unknown>): Record<string, Service> {
  if (!isMap(services)) return {};
  return Object.fromEntries(Object.entries(services).filter((entry): entry is [string, Service] => isMap(entry[1])));
}

/** As far as it matters here as Compose does it: lists grow, maps are merged, a mix becomes a list, all else is replaced. */
function merged(one: Service, other: Service): Service {
  const keys = Object.entries(other).map(([key, value]) => [key, mergedValue(one[key], value)]);
  return { ...one, ...Object.fromEntries(keys) };
}

function mergedValue(one: unknown, other: unknown): unknown {
  if (isMap(one) && isMap(other)) return { ...one, ...other };
  const isMix = (isMap(one) || Array.isArray(one)) && (isMap(other) || Array.isArray(other));
  return isMix ? [...asList(one), ...asList(other)] : (other ?? one);
}

const asList = (value: unknown): readonly unknown[] =>
  isMap(value) ? Object.entries(value).map(([key, inner]) => `${key}=${inner}`) : (value as readonly unknown[]);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
