import { join, resolve } from "node:path";
import { dnsPlugins } from "../model/certbot-options.ts";
import type { Certificate } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { valueAt, withoutValues, withValue } from "./conf-edit.ts";
import { type Conf, parseConf } from "./conf-text.ts";
import type { ConfValue } from "./conf-value.ts";
import { presentDirectory } from "./former-directory.ts";
import type { kinds, LineagePlaces } from "./layout.ts";
import { readText } from "./read-text.ts";

/** What a renewal puts into the conf; all else in it stays. */
export interface RenewalFacts {
  /** of httpsidecar: certbot compares it as a dotted number */
  version: string;
  /** undefined: keeps the conf's; without any, certbot takes the existing one */
  account: string | undefined;
  /** ACME directory URL */
  server: string;
  webroot: string;
  keyType: "rsa" | "ecdsa";
  domains: readonly string[];
  /** further options, under certbot's names */
  params?: Readonly<Record<string, ConfValue>> | undefined;
  /** folder by name; the webroot for all others */
  webrootMap?: Readonly<Record<string, string>> | undefined;
}

/** undefined: none. Throws Problem `conf-unreadable` or `lineage-broken`; such a conf is never overwritten. */
export async function readRenewalConf(places: LineagePlaces, path: string = places.conf): Promise<Conf | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  if (text.trim() === "") throw emptied(path);
  const conf = parseConf(text, path);
  for (const [key, expected] of pathsOf(places)) checkPath({ conf, path, key, expected });
  return conf;
}

/** The conf's ACME directory (`server`), or the one that took its place. */
export function directoryOf(conf: Conf): string | undefined {
  const server = valueAt(conf, ["renewalparams"], "server");
  return typeof server === "string" && server !== "None" ? presentDirectory(server) : undefined;
}

/** The conf's certbot account id (`account`). */
export function accountOf(conf: Conf): string | undefined {
  const account = valueAt(conf, ["renewalparams"], "account");
  return typeof account === "string" && account !== "None" ? account : undefined;
}

/** Authenticators that work here; certbot's own plugins for servers prove a name over HTTP as well. */
const ourWays: readonly unknown[] = ["webroot", "standalone", "nginx", "apache", "None", undefined];

/** What a conf names that is here or not: a file of credentials, a hook that may be run. */
export interface Within {
  canRead(path: string): Promise<boolean>;
  mayRun(hook: string): Promise<boolean>;
}

/** What the conf says against a renewal by us, and when it wants one. */
export async function renewedElsewhere(
  conf: Conf,
  { canRead, mayRun }: Within,
): Promise<Pick<Certificate, "elsewhere" | "autorenew" | "renewBefore">> {
  const authenticator = valueAt(conf, ["renewalparams"], "authenticator");
  const autorenew = valueAt(conf, ["renewalparams"], "autorenew");
  const credentials = credentialsOf(conf, authenticator);
  const hook = authenticator === "manual" ? valueAt(conf, ["renewalparams"], "manual_auth_hook") : undefined;
  const isOurs =
    ourWays.includes(authenticator) ||
    (credentials !== undefined && (await canRead(credentials))) ||
    (typeof hook === "string" && (await mayRun(hook)));
  return {
    ...(isOurs ? {} : { elsewhere: String(authenticator).slice(0, 80) }),
    ...(/^(?:false|no|off|0)$/i.test(String(autorenew)) ? { autorenew: false } : {}),
    ...renewBeforeOf(conf),
  };
}

/** Of those plugins of certbot whose way is here; Route 53 has none. */
function credentialsOf(conf: Conf, authenticator: unknown): string | undefined {
  const plugin = dnsPlugins.find((name) => name === authenticator);
  if (plugin === undefined) return undefined;
  const path = valueAt(conf, ["renewalparams"], `${plugin.replaceAll("-", "_")}_credentials`);
  return typeof path === "string" && path !== "None" ? path : undefined;
}

const days: Readonly<Record<string, number>> = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  year: 365,
};

/** `30 days`, `3 weeks 2 days`; a number alone is days, as in certbot. What it could not read counts for nothing. */
function renewBeforeOf(conf: Conf): Pick<Certificate, "renewBefore"> {
  const text = String(valueAt(conf, [], "renew_before_expiry") ?? "").trim();
  const parts = [...text.matchAll(/(\d{1,5})\s*([a-z]*?)s?(?=[\s,]|$)/gi)];
  const sum = parts.reduce(
    (all, [, count, unit]) => all + Number(count) * (days[unit?.toLowerCase() || "day"] ?? Number.NaN),
    0,
  );
  return sum > 0 ? { renewBefore: sum * 86_400_000 } : {};
}

/** The conf of a lineage after this renewal: certbot's keys in certbot's order, everything else kept. */
export function renewedConf(conf: Conf | undefined, places: LineagePlaces, facts: RenewalFacts): Conf {
  const { version, account, server, webroot, keyType, domains, webrootMap = {} } = facts;
  const way = String(facts.params?.["authenticator"] ?? "webroot");
  const overFolders = way === "webroot";
  const folders = [...new Set(domains.map((name) => webrootMap[name] ?? webroot))];
  const top: readonly [string, ConfValue][] = [["version", version], ...pathsOf(places)];
  const params: readonly [string, ConfValue][] = [
    ...(account === undefined ? [] : [["account", account] satisfies [string, ConfValue]]),
    ["server", server],
    ["authenticator", "webroot"],
    ...(overFolders ? [["webroot_path", folders] satisfies [string, ConfValue]] : []),
    ["key_type", keyType],
    ...Object.entries(facts.params ?? {}),
  ];
  const fitting = conf && withoutOtherWay(conf, way);
  const withTop = top.reduce((now, [key, value]) => withValue(now, [], key, value), fitting ?? emptyConf);
  const withParams = params.reduce((now, [key, value]) => withValue(now, ["renewalparams"], key, value), withTop);
  if (!overFolders) return withParams;
  const map = ["renewalparams", "webroot_map"];
  return domains.reduce((now, name) => withValue(now, map, name, webrootMap[name] ?? webroot), withParams);
}

/** Options of another authenticator would make certbot's next renewal fail (`pref_challs = dns-01`). */
function withoutOtherWay(conf: Conf, way: string): Conf {
  const before = valueAt(conf, ["renewalparams"], "authenticator");
  if (before === undefined || before === way) return conf;
  return withoutValues(conf, ["renewalparams"], (key) => key === "pref_challs" || /^(?:manual|dns)_/.test(key));
}

/** Left by certbot after a failed first save; it then takes the name for used. */
function emptied(path: string): Problem {
  return new Problem({
    code: "lineage-broken",
    message: phrase`${path} is empty, as a run of certbot leaves it that was cut off`,
    fix: "docker compose exec certbot httpsidecar repair",
    retry: "look",
  });
}

const emptyConf: Conf = { bom: false, newline: "\n", lines: [] };

function pathsOf({ archive, live }: LineagePlaces): [string, string][] {
  const order = ["cert", "privkey", "chain", "fullchain"] satisfies (typeof kinds)[number][];
  return [["archive_dir", archive], ...order.map((kind): [string, string] => [kind, join(live, `${kind}.pem`)])];
}

function checkPath({ conf, path, key, expected }: { conf: Conf; path: string; key: string; expected: string }): void {
  const found = valueAt(conf, [], key);
  // certbot wrote no archive_dir before 0.10, and adds it on the next renewal
  if (found === undefined && key === "archive_dir") return;
  // as certbot takes them: other spellings of the place, and from the folder that the command is typed in
  if (typeof found === "string" && resolve(found) === resolve(expected)) return;
  throw new Problem({
    code: "lineage-broken",
    message:
      found === undefined
        ? phrase`${path} does not say where ${key} is`
        : phrase`${path} expects ${key} in another place`,
    fix: phrase`put this line above its first section: ${key} = ${plainPath(expected)}`,
    retry: "look",
  });
}
