import { resolve } from "node:path";
import { phrase } from "../model/phrase.ts";
import { interpolate } from "../stack-files/interpolate.ts";
import { type ComposeModel, toModel } from "./compose-model.ts";
import { leftAlone } from "./refuse.ts";
import { refuseUnresolved, viaCompose } from "./unresolved.ts";
import { plainValues, readYaml } from "./yaml-file.ts";

export interface ComposeText {
  name: string;
  text: string;
}

interface Around {
  folder: string;
  /** by -p or COMPOSE_PROJECT_NAME, which come before the files' own `name` */
  project: string | undefined;
  /** where the files have none */
  usualProject: string;
  /** of `.env` and the shell */
  lookUp: (name: string) => string | undefined;
  /** what an env_file says, by its path as typed */
  envFile: (path: string) => ReadonlyMap<string, string> | undefined;
}

type Keys = Readonly<Record<string, unknown>>;

/**
 * The stack as its files say, where Compose itself cannot be asked (attach from the image, without docker/attach). What
 * only Compose resolves is refused by file and line. Throws Problem `broken-yaml` or `not-understood`.
 */
export function modelOfTexts(texts: readonly ComposeText[], around: Around): ComposeModel {
  const files = texts.map(({ name, text }) => readYaml(text, name));
  for (const file of files) refuseUnresolved(file);
  const tops = files.map((file) => filled(plainValues(file), around.lookUp) as Keys);
  const merged = tops.reduce<Keys>(mergedTop, {});
  const services = Object.entries(mapIn(merged["services"])).map(([name, keys]) => [
    name,
    inJsonForm(mapIn(keys), around),
  ]);
  try {
    const name = around.project ?? merged["name"] ?? around.usualProject;
    return toModel({ ...merged, name, services: Object.fromEntries(services) });
  } catch (cause) {
    const names = texts.map(({ name }) => name).join(", ");
    throw leftAlone("not-understood", phrase`${names}: not every service is understood`, viaCompose(), cause);
  }
}

/** Does this file itself say what is in the service's environment? An `extends` counts, which Compose resolves first. */
export function setsEnvironment({ name, text }: ComposeText, service: string): boolean {
  const [written] = servicesAsWritten([{ name, text }], service);
  return written !== undefined && (Object.keys(written.environment).length > 0 || written.isExtended);
}

/** A service as one file has it, variables not filled in. */
export interface WrittenService {
  file: string;
  environment: Readonly<Record<string, unknown>>;
  /** the environment is lines of KEY=value */
  isList: boolean;
  /** paths as typed */
  envFiles: readonly string[];
  /** `extends`: more of it stands elsewhere */
  isExtended: boolean;
}

/** The files that have this service, in their order. Throws Problem `broken-yaml`. */
export function servicesAsWritten(texts: readonly ComposeText[], service: string): readonly WrittenService[] {
  return texts.flatMap(({ name: file, text }) => {
    const keys = mapIn(plainValues(readYaml(text, file))["services"])[service];
    if (!isRecord(keys)) return [];
    const { environment, extends: base } = keys;
    const isList = Array.isArray(environment);
    return [
      { file, environment: pairsOf(environment), isList, envFiles: envFilesIn(keys), isExtended: base !== undefined },
    ];
  });
}

/** Of every service, as typed. Throws Problem `broken-yaml`. */
export function envFilesOf(texts: readonly ComposeText[]): readonly string[] {
  return texts.flatMap(({ name, text }) =>
    Object.values(mapIn(plainValues(readYaml(text, name))["services"])).flatMap((keys) => envFilesIn(mapIn(keys))),
  );
}

const envFilesIn = ({ env_file: given }: Keys): readonly string[] =>
  (Array.isArray(given) ? given : [given ?? []].flat()).map((one) => String(isRecord(one) ? one["path"] : one));

/** Every string with its variables filled in. */
function filled(value: unknown, lookUp: Around["lookUp"]): unknown {
  if (typeof value === "string") return interpolate(value, lookUp);
  if (Array.isArray(value)) return value.map((one) => filled(one, lookUp));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, lookUp)]));
}

function mergedTop(one: Keys, other: Keys): Keys {
  const names = Object.keys(mapIn(other["services"]));
  const services = names.map((name) => [
    name,
    merged(mapIn(mapIn(one["services"])[name]), mapIn(mapIn(other["services"])[name])),
  ]);
  return { ...one, ...other, services: { ...mapIn(one["services"]), ...Object.fromEntries(services) } };
}

/** As far as it matters here as Compose does it: lists grow, maps are merged, a mix becomes a map, all else is replaced. */
function merged(one: Keys, other: Keys): Keys {
  const keys = Object.entries(other).map(([key, value]) => [key, mergedValue(one[key], value)]);
  return { ...one, ...Object.fromEntries(keys) };
}

function mergedValue(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (isRecord(one) || isRecord(other)) return { ...pairsOf(one), ...pairsOf(other) };
  return other ?? one;
}

/** One service in the form of `docker compose config --format json`, as far as we read it. */
function inJsonForm(keys: Keys, around: Around): Keys {
  const byFile = envFilesIn(keys).flatMap((path) => [...(around.envFile(path) ?? [])]);
  const networks = keys["network_mode"] ? undefined : pairsOf(keys["networks"] ?? ["default"]);
  return {
    ...keys,
    environment: { ...Object.fromEntries(byFile), ...valuesOf(pairsOf(keys["environment"]), around.lookUp) },
    volumes: listIn(keys["volumes"]).flatMap((one) => mountOf(one, around.folder)),
    ports: listIn(keys["ports"]).flatMap(portsOf),
    networks,
    depends_on: Object.fromEntries(
      Object.entries(pairsOf(keys["depends_on"])).map(([name, value]) => [name, value ?? {}]),
    ),
  };
}

/** KEY without a value is taken from the shell. */
function valuesOf(environment: Keys, lookUp: Around["lookUp"]): Keys {
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, value === null ? (lookUp(key) ?? "") : String(value)]),
  );
}

function mountOf(given: unknown, folder: string): readonly Keys[] {
  if (isRecord(given)) {
    const { type, source } = given;
    return [type === "bind" ? { ...given, source: resolve(folder, String(source)) } : given];
  }
  const [source = "", target] = String(given).split(":");
  if (target === undefined) return [{ type: "volume", target: source }];
  const isPath = /^[./~]/.test(source);
  return [{ type: isPath ? "bind" : "volume", source: isPath ? resolve(folder, source) : source, target }];
}

/** "127.0.0.1:8080:80/tcp", "8080:80", 80; a range stands for its first port. */
function portsOf(given: unknown): readonly Keys[] {
  if (isRecord(given)) return [given];
  const words = String(given)
    .replace(/\/\w+$/, "")
    .split(/:(?![^[]*\])/)
    .map((word) => word.replace(/^(\d+)-\d+$/, "$1"));
  const [target, published = "", ...address] = words.toReversed();
  return target && /^\d+$/.test(target) ? [{ target, published, host_ip: address.toReversed().join(":") }] : [];
}

/** A map, or a list of KEY=value and names, as a map. */
function pairsOf(value: unknown): Keys {
  if (isRecord(value)) return value;
  return Object.fromEntries(
    listIn(value).map((line) => {
      const text = String(line);
      const at = text.indexOf("=");
      return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

const mapIn = (value: unknown): Keys => (isRecord(value) ? value : {});
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
