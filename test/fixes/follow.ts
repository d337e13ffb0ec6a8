import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a screen says of a fault. */
export interface Said {
  message: string;
  fix: string;
}

/** What a command's screen says first; undefined: nothing is wrong. */
export function saidOn(screen: string): Said | undefined {
  const [, message, fix] = /error: (.*)\n(?:! )?\s*fix: (.*)/.exec(screen) ?? [];
  return message === undefined || fix === undefined ? undefined : { message, fix };
}

/** Where somebody does what a fix says, and no more than that. */
export interface Hands {
  /** the stack's, with .env and httpsidecar.env */
  folder: string;
  /** in that folder */
  shell?(line: string): Promise<unknown>;
  /** `docker compose exec certbot …` */
  inContainer(line: string): Promise<unknown>;
  /** any other command of Compose's */
  compose(line: string): Promise<unknown>;
  /** of the certbot service */
  mount?(source: string, target: string): Promise<unknown>;
  /** takes ":ro" from such a mount */
  writable?(target: string): Promise<unknown>;
  /** at the DNS provider */
  record?(name: string, address: string): Promise<unknown>;
}

/** Does it word by word, the first of several ways; throws where it takes more than reading to know what to do. */
export async function follow({ message, fix }: Said, hands: Hands): Promise<void> {
  for (const step of stepsOf(fix)) await take(step, message, hands);
}

/** What is for another case, or to look at, comes behind a condition. */
function stepsOf(fix: string): readonly string[] {
  const way = fix.replaceAll(
    /[;,] (?:or (?!its |after update-cert|omit|remove it from|move)|if|where|by hand|in a|to test|to see|no|HTTPS|httpsidecar|update-cert|several|for another)\b.*?(?=; then|$)/g,
    "",
  );
  return way.split(/(?:,| and|;) (?:then )?run:? |[,;] then(?: run)?:? |; (?=docker )|, and when [^:]+: /);
}

type Rule = readonly [says: RegExp, does: (found: readonly string[], hands: Hands, message: string) => unknown];

const rules: readonly Rule[] = [
  [/^(?:[\w ,]+: |run )?docker compose exec certbot (.+)$/, ([line = ""], { inContainer }) => inContainer(line)],
  [/^(?:[\w ]+: )?(docker compose .+)$/, ([line = ""], { compose }) => compose(line)],
  [
    /^((?:mv|sed|cp|chgrp|chown) .+)$/,
    ([line = ""], { folder, shell = (typed) => run("bash", ["-ec", typed], { cwd: folder }) }) => shell(line),
  ],
  [
    /^(?:set|put|write) (.+) (?:in|into) ((?:httpsidecar)?\.env)$/,
    ([settings = "", file = ""], { folder }) => assign(settings, join(folder, file)),
  ],
  [
    /^add the volume (\S+):(\S+) to the certbot service$/,
    ([source = "", target = ""], { mount }) => mount?.(source, target),
  ],
  [/^correct line (\d+) of ([^\s,]+)/, ([line = "", path = ""]) => run("sed", ["-i", `${line}d`, path])],
  [
    /^put this line above its first section: (.+)$/,
    ([line = ""], _, message) =>
      run("sed", ["-i", "-e", `/^${line.split(" ")[0]} /d`, "-e", `0,/^/s|^|${line}\\n|`, fileIn(message)]),
  ],
  [
    /^restore (\S+) and (\S+) from a backup, or move them and (\S+) away$/,
    (paths) => run("bash", ["-ec", paths.map((path) => `mv ${path} ${path}.away`).join("; ")]),
  ],
  [/^move it away$/, (_, __, message) => run("mv", [fileIn(message), `${fileIn(message)}.away`])],
  [
    /^take one of them out of (httpsidecar\.env)$/,
    ([file = ""], { folder }, message) => dropLine(join(folder, file), message.split(" ")[0] ?? ""),
  ],
  [
    /^mount the same folder in both: (\S+):(\S+) in the services nginx and certbot$/,
    ([source = "", target = ""], { mount }) => mount?.(source, target),
  ],
  [
    /^remove ":ro" from the mount \S+:(\S+) of the certbot service$/,
    ([target = ""], { writable }) => writable?.(target),
  ],
  [
    /^remove it$/,
    async (_, { folder }, message) => {
      const [, flag = "", file] = /^--(\S+) is set in (\/\S+)$/.exec(message) ?? [];
      if (file === undefined) await changeOptions(folder, (words) => without(words, "", message));
      else await run("sed", ["-i", `/^${flag} /d`, file]);
    },
  ],
  [
    /^(?:remove|leave|omit|correct it|take)\b(.*)$/,
    ([what = ""], { folder }, message) => changeOptions(folder, (words) => without(words, what, message)),
  ],
  [
    /^keep one of the two(?: in CERTBOT_OPTIONS: .+)?$/,
    (_, { folder }, message) => changeOptions(folder, (words) => without(words, "", message)),
  ],
  [
    /^keep one of them in CERTBOT_OPTIONS: (-w .+)$/,
    ([flag = ""], { folder }, message) => changeOptions(folder, (words) => [...without(words, flag, message), flag]),
  ],
  // of a failure that has no cause any more
  [/^(?:remove the cause|see the cause in the lines below, fix it)$/, () => undefined],
  [/^at your DNS provider [\w ]+: (\S+)\. A </, ([name = ""], { record }) => record?.(name, "127.0.0.1")],
  [/^close it/, (_, { folder }) => run("sed", ["-i", "/^CERTBOT_OPTIONS/s/$/'/", join(folder, ".env")])],
  [
    /^(?:if it is a domain, )?(?:write|in CERTBOT_OPTIONS, or after update-cert, give it a name such as)[^-]*(-.+?)(?: in CERTBOT_OPTIONS)?$/,
    ([flag = ""], { folder }, message) => changeOptions(folder, (words) => [...without(words, flag, message), flag]),
  ],
];

async function take(step: string, message: string, hands: Hands): Promise<void> {
  for (const [says, does] of rules) {
    const [, ...found] = says.exec(step) ?? [undefined];
    if (says.test(step))
      return void (await does(
        found.map((each) => each ?? ""),
        hands,
        message,
      ));
  }
  throw new Error(`nobody could do this word by word: ${step}`);
}

/** `NAME=VALUE`, several of them, with what is said about them in brackets. */
async function assign(settings: string, path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => "");
  const found = settings.replace(/ \(.*\)$/, "").split(/ (?:and )?(?=[A-Z][A-Z0-9_]+=)/);
  const others = text
    .split("\n")
    .filter((line) => line && !found.some((each) => line.startsWith(each.replace(/=.*/s, "="))));
  await writeFile(path, `${[...others, ...found].join("\n")}\n`);
}

async function dropLine(path: string, name: string): Promise<void> {
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(new RegExp(`^${name}=.*\n`, "m"), ""));
}

/** Of CERTBOT_OPTIONS. */
async function changeOptions(folder: string, change: (words: readonly string[]) => readonly string[]): Promise<void> {
  const path = join(folder, ".env");
  const text = await readFile(path, "utf8");
  const [, options = ""] = /^CERTBOT_OPTIONS=(.*)$/m.exec(text) ?? [];
  const words = options
    .replace(/^"(.*)"$/, "$1")
    .split(/ (?=-)/)
    .filter(Boolean);
  await writeFile(
    path,
    text.replace(/^CERTBOT_OPTIONS=.*$/m, () => `CERTBOT_OPTIONS=${change(words).join(" ")}`),
  );
}

/** The flag that the fix names, or those of which it is one, else the last one of the message. */
function without(words: readonly string[], what: string, message: string): readonly string[] {
  const named = (text: string) => text.match(/--?[a-z][\w-]*/g) ?? [];
  const inFix = what.includes("(or ") ? named(what) : named(what).slice(0, 1);
  const flags = inFix.length > 0 ? inFix : named(message).slice(-1);
  const [, stray] = /has "(.*?)", which is not a flag/.exec(message) ?? [];
  return words.filter((word) => word !== stray && !flags.includes(word.split(/[ =]/)[0] ?? ""));
}

const fileIn = (message: string) => /(\/\S+?)(?=[:,]? |$)/.exec(message)?.[1] ?? "";
