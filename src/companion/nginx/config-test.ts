import { companionLimits } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import type { CommandResult } from "../docker/command.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { killedByLimit } from "../docker/shell.ts";
import { refusal } from "../refusal.ts";
import { type Dump, parseDump } from "./dump.ts";
import type { Inside } from "./inside.ts";
import { type ServerStart, serverStart } from "./server-start.ts";
import { noProgram, replaceRendered, runTest } from "./shell-scripts.ts";

export const maxDumpBytes = 8 * 1024 * 1024;

const test = `${runTest}
run_test "$@"`;
const replaceAndTest = `(${replaceRendered}) >/dev/null 2>&1
shift 2
${test}`;
const versionLine = /^(\S+) version: (.*)\n/;

/** A file to replace just before the test, for `replaceRendered`. */
export interface Replacement {
  args: readonly [path: string, since: string];
  stdin: Buffer;
}

/**
 * Tests the configuration, or the configuration with one file replaced where possible. Throws Problem
 * `config-test-failed` or `upstream-missing`.
 */
export async function testConfig(inside: Inside, nginx: NginxContainer, put?: Replacement): Promise<Dump | undefined> {
  const start = serverStart(nginx);
  const [script, words, stdin] = put ? [replaceAndTest, put.args, put.stdin] : [test, [], Buffer.alloc(0)];
  const tested = await inside.shell(script, [...words, ...testArguments(start)], { stdin, ...testLimits });
  return dumpOf(tested, tested.stdout, start);
}

/** The same where it is known to be testable. */
export async function testedDump(inside: Inside, nginx: NginxContainer, put?: Replacement): Promise<Dump> {
  const dump = await testConfig(inside, nginx, put);
  if (dump) return dump;
  throw refusal("not-ready", phrase`nginx's program is gone`, "docker compose logs nginx");
}

/** Arguments of `run_test`. */
export const testArguments = ({ program, flags }: ServerStart): readonly string[] => [program ?? "", ...flags];

/** The script itself ends the test first. */
export const testLimits = { limitMs: companionLimits.configTestMs + companionLimits.graceMs, maxBytes: maxDumpBytes };

/** The output of `run_test`; undefined: it could not test. Throws Problem `config-test-failed` or `upstream-missing`. */
export function dumpOf(
  { exitCode, stderr }: Pick<CommandResult, "exitCode" | "stderr">,
  stdout: Buffer,
  { program, flags }: ServerStart,
): Dump | undefined {
  const said = stderr.toString();
  if (exitCode === 0) return parseDump(stdout.toString(), versionIn(said));
  if (exitCode === noProgram) return undefined;
  if (exitCode === killedByLimit)
    throw refusal(
      "config-test-failed",
      phrase`nginx's test of its configuration did not end within ${companionLimits.configTestMs / 1000} s`,
      "docker compose logs nginx",
    );
  const isElsewhere = program === undefined && flags.length === 0 && noMainFile.test(said);
  if (isElsewhere) return undefined;
  throw testFailure(said.replace(versionLine, "") || stdout.toString());
}

const noMainFile = /\[emerg\].* open\(\) "[^"]+\/(?:nginx|angie)\.conf" failed \(2: No such file or directory\)\s*$/m;

/** nginx's own version; descendants count otherwise, or name nginx's as OpenResty does. */
function versionIn(said: string): string | undefined {
  const [, , version = ""] = versionLine.exec(said) ?? [];
  return /^(?:nginx|openresty)\/([0-9.]+)/.exec(version)?.[1];
}

/** A stranger's name that may be part of a command. */
const plainService = /^[a-z0-9][a-z0-9_-]{0,62}$/i;

function testFailure(said: string) {
  const upstream = /host not found in (?:upstream|resolver) "([^"]{1,300})"/.exec(said)?.[1];
  if (upstream === undefined)
    return refusal("config-test-failed", said.trim(), phrase`correct the file and line that nginx names`);
  const service = upstream.replace(/:\d+$/, "");
  return refusal(
    "upstream-missing",
    phrase`nginx cannot find ${upstream}: ${said.trim()}`,
    plainService.test(service) ? `docker compose up -d ${service}` : "docker compose up -d",
  );
}
