import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { AttachOptions, Origin, StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { readDnsWay } from "./attach-dns.ts";
import { badWords, shown } from "./bad-settings.ts";
import { readDomain } from "./domain.ts";
import { readEmail } from "./email.ts";
import { mended } from "./lineage.ts";

const common = {
  file: { type: "string" },
  service: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

const forAttach = {
  ...common,
  domain: { type: "string" },
  email: { type: "string" },
  upstream: { type: "string" },
  also: { type: "string", multiple: true },
  dns: { type: "string" },
  "dns-credentials": { type: "string" },
  staging: { type: "boolean", default: false },
  show: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
} as const;

const usage =
  "attach FOLDER --domain DOMAIN [--email ADDRESS] [--upstream SERVICE:PORT] [--also NAME=SERVICE:PORT]… [--dns PROVIDER] [--dns-credentials FILE] [--staging] [--service NGINX] [--file NAME] [--dry-run] [--show] [--yes] [--force]";

/**
 * The steps between which docker/attach asks Docker Compose on the host; `whole`: all of them, without it.
 * - `compose`: how Compose is to be called
 * - `dns`: what has to be known for --dns; `probe`: tries it, in a container that has a network and nothing else
 * - `propose`, `write`: with what Compose said on standard input, below the text that `probe` printed
 * - `follow`: until HTTPS is live
 * - `after`: last words
 */
const stages = ["compose", "dns", "probe", "propose", "write", "follow", "after"] as const;

export interface Staged {
  stage: (typeof stages)[number] | "whole";
  /** the words without it */
  rest: readonly string[];
}

export function readStage(words: readonly string[]): Staged {
  const at = words.indexOf("--stage");
  const stage = at < 0 ? undefined : stages.find((known) => known === words[at + 1]);
  return stage ? { stage, rest: words.toSpliced(at, 2) } : { stage: "whole", rest: words };
}

/** The words after attach. Throws Problem `bad-words` or `bad-settings`, with the line to type. */
export function readAttachOptions(words: readonly string[]): AttachOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...words], options: forAttach, allowPositionals: true }),
    usage,
  );
  const also = (values.also ?? []).map(originOf);
  return {
    ...choiceOf(values, positionals, usage),
    ...domainsOf([values.domain ?? "", ...also.map(({ name }) => name)].join(",")),
    email: emailOf(values.email ?? ""),
    upstream: values.upstream === undefined ? undefined : upstreamOf(values.upstream, "--upstream"),
    also,
    dns: values.dns === undefined ? undefined : { provider: readDnsWay(values.dns, usage), credentials: "" },
    credentialsFile: values["dns-credentials"],
    staging: values.staging,
    show: values.show,
    force: values.force,
  };
}

/** NAME=SERVICE:PORT */
function originOf(typed: string): Origin {
  const [name = "", upstream] = typed.split(/=(.*)/s);
  if (upstream === undefined) throw badWords(phrase`--also ${shown(typed)} is not NAME=SERVICE:PORT`, usage);
  return { name: domainOf(name), upstream: upstreamOf(upstream, "--also") };
}

/** As an address is pasted, too: what is plain HTTP has no scheme from here on. */
function upstreamOf(typed: string, flag: string): string {
  const upstream = typed
    .replace(/^http:\/\//i, "")
    .replace(/^https:/i, "https:")
    .replace(/\/$/, "");
  if (/^(?:https:\/\/)?[A-Za-z0-9][A-Za-z0-9_.-]*:[1-9]\d{0,4}$/.test(upstream)) return upstream;
  throw badWords(phrase`${flag} ${shown(typed)} is not SERVICE:PORT`, usage);
}

/** The words after detach. Throws Problem `bad-words`. */
export function readDetachOptions(words: readonly string[]): StackChoice {
  const line = "detach FOLDER [--service NGINX] [--file NAME] [--dry-run] [--yes]";
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...words], options: common, allowPositionals: true }),
    line,
  );
  return choiceOf(values, positionals, line);
}

interface Common {
  file?: string;
  service?: string;
  "dry-run": boolean;
  yes: boolean;
}

function choiceOf(values: Common, [folder, ...more]: readonly string[], line: string): StackChoice {
  if (folder === undefined || more.length > 0)
    throw badWords(phrase`one folder is wanted: that of the stack's compose file`, line);
  const { file, service } = values;
  if (file?.includes("/")) throw badWords(phrase`--file ${shown(file)} is a path; it is a name in FOLDER`, line);
  return { folder: resolve(folder), file, service, dryRun: values["dry-run"], yes: values.yes };
}

/** As .env is to have them; what no public CA would sign is a doubt: the stack's CA is not known here. */
function domainsOf(typed: string): Pick<AttachOptions, "domain" | "doubts"> {
  const names = [...new Set(typed.split(",").map((name) => name.trim()))].filter(Boolean);
  if (names.length === 0) throw badDomain(phrase`--domain is missing`, "");
  const domains = [...new Set(names.map((name) => domainOf(name, true)))];
  const doubts = domains.flatMap((name) => {
    const read = readDomain(name, true, true);
    return read.ok ? [] : [`${name} ${read.fault}`];
  });
  return { domain: domains.join(","), doubts };
}

function domainOf(typed: string, wildcards = false): string {
  const read = readDomain(typed, false, wildcards);
  if (read.ok) return read.domain;
  throw badDomain(phrase`--domain ${shown(typed)} ${read.fault}`, typed);
}

const badDomain = (message: string, typed: string) =>
  new Problem({ code: "bad-settings", message, fix: `--domain ${mended(typed, false)}` });

function emailOf(typed: string): string | undefined {
  const { email, warning } = readEmail(typed, "--email", false);
  if (warning === undefined) return email;
  const message = `${warning.split(";")[0]}`;
  throw new Problem({ code: "bad-settings", message, fix: phrase`use an address that you read, or omit --email` });
}

function parsed<T>(parse: () => T, line: string): T {
  try {
    return parse();
  } catch (error) {
    throw badWords(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error), line);
  }
}
