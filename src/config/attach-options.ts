import { parseArgs } from "node:util";
import type { AttachOptions, StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { shown } from "./bad-settings.ts";
import { guessDomain, readDomain } from "./domain.ts";
import { readEmail } from "./email.ts";

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
  force: { type: "boolean", default: false },
} as const;

const usage =
  "docker/attach FOLDER --domain DOMAIN [--email ADDRESS] [--service NGINX] [--file NAME] [--dry-run] [--yes] [--force]";

/** The words after attach. Throws Problem `bad-words` or `bad-settings`, with the line to type. */
export function readAttachOptions(words: readonly string[]): AttachOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...words], options: forAttach, allowPositionals: true }),
    usage,
  );
  return {
    ...choiceOf(values, positionals, usage),
    domain: domainsOf(values.domain ?? ""),
    email: emailOf(values.email ?? ""),
    force: values.force,
  };
}

/** The words after detach. Throws Problem `bad-words`. */
export function readDetachOptions(words: readonly string[]): StackChoice {
  const line = "docker/detach FOLDER [--service NGINX] [--file NAME] [--dry-run] [--yes]";
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
  return { folder, file, service, dryRun: values["dry-run"], yes: values.yes };
}

/** As .env is to have them: the authority's own rules are checked when the sidecar starts. */
function domainsOf(typed: string): string {
  const names = typed.split(",").map((name) => name.trim());
  return names.map(domainOf).join(",");
}

function domainOf(typed: string): string {
  const read = readDomain(typed, false);
  if (read.ok) return read.domain;
  const guess = guessDomain(typed) || "chat.your-company.jp";
  throw new Problem({
    code: "bad-settings",
    message: phrase`--domain ${shown(typed)} ${read.fault}`,
    fix: `--domain ${guess}`,
  });
}

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

const badWords = (message: string, line: string) => new Problem({ code: "bad-words", message, fix: line });
