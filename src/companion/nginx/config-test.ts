import { phrase } from "../../model/phrase.ts";
import type { CommandResult } from "../docker/command.ts";
import { refusal } from "../refusal.ts";
import { type Dump, parseDump } from "./dump.ts";
import type { Inside } from "./inside.ts";
import { replaceRendered } from "./shell-scripts.ts";

export const maxDumpBytes = 8 * 1024 * 1024;

// The version goes to stderr, the dump to stdout; one process for both, since each costs.
const test = 'exec nginx -v -T "$@"';
const replaceAndTest = `(${replaceRendered}) >/dev/null 2>&1
shift 2
${test}`;
const versionLine = /^nginx version: .*?\/([0-9.]+).*\n/;

/** A file to put in place just before the test: what `replaceRendered` takes. */
export interface Replacement {
  args: readonly [path: string, since: string];
  stdin: Buffer;
}

/** Tests the configuration as it lies there, or with one file replaced where that can be, and gives what it says. Throws Problem `config-test-failed` or `upstream-missing`. */
export async function testedDump(inside: Inside, flags: readonly string[], put?: Replacement): Promise<Dump> {
  const tested = put
    ? await inside.shell(replaceAndTest, [...put.args, ...flags], { stdin: put.stdin, maxBytes: maxDumpBytes })
    : await inside.shell(test, flags, { maxBytes: maxDumpBytes });
  return dumpOf(tested, tested.stdout);
}

/** What an `nginx -v` with an `nginx -T` printed. Throws Problem `config-test-failed` or `upstream-missing`. */
export function dumpOf({ exitCode, stderr }: Pick<CommandResult, "exitCode" | "stderr">, stdout: Buffer): Dump {
  const said = stderr.toString();
  if (exitCode === 0) return parseDump(stdout.toString(), versionLine.exec(said)?.[1]);
  throw testFailure(said.replace(versionLine, "") || stdout.toString());
}

function testFailure(said: string) {
  const upstream = /host not found in (?:upstream|resolver) "([^"]+)"/.exec(said)?.[1];
  if (upstream === undefined)
    return refusal("config-test-failed", said.trim(), phrase`correct the file and line that nginx names`);
  return refusal(
    "upstream-missing",
    phrase`nginx cannot find ${upstream}: ${said.trim()}`,
    `docker compose up -d ${upstream.replace(/:\d+$/, "")}`,
  );
}
