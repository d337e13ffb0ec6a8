import { type Ended, runProgram } from "../../../base/program.ts";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { phrase } from "../../../model/phrase.ts";
import { Problem } from "../../../model/problem.ts";
import { oneLine } from "../api-answer.ts";
import { type OpenProvider, required } from "./kind.ts";

const limitMs = 10 * 60_000;

/** lego's `exec`: `EXEC_PATH present|cleanup FQDN. VALUE`, without a shell. */
export const openExec: OpenProvider = (values, { environment }): DnsProvider => {
  const file = required(values, "EXEC_PATH");
  const run = async (verb: "present" | "cleanup", { fqdn, value }: TxtRecord, signal: AbortSignal) => {
    const ended = await runProgram({ file, words: [verb, `${fqdn}.`, value], environment, limitMs, signal });
    if (ended.ending.kind !== "exited" || ended.ending.code !== 0) throw failedScript(`${file} ${verb}`, file, ended);
  };
  return {
    present: (record, signal) => run("present", record, signal),
    cleanUp: (record, signal) => run("cleanup", record, signal),
  };
};

function failedScript(called: string, file: string, { ending, output }: Ended): Problem {
  const last = oneLine(output.trim().split("\n").at(-1) ?? "");
  return new Problem({
    code: "dns-script-failed",
    message: `${called} ${describeEnding(ending)}${last && `: ${last}`}`,
    fix: phrase`try it by hand: docker compose exec certbot ${file} present _acme-challenge.example.com. test`,
    retry: "soon",
  });
}

/** Of a script or hook of the operator's. */
export function describeEnding(ending: Ended["ending"]): string {
  if (ending.kind === "exited") return phrase`ended with exit code ${ending.code}`;
  if (ending.kind === "killed") return phrase`was ended by ${ending.signal}`;
  return ending.kind === "not-started"
    ? phrase`cannot be started (${ending.why})`
    : phrase`took too long and was ended`;
}
