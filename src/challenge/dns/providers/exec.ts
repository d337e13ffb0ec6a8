import { execa } from "execa";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { phrase } from "../../../model/phrase.ts";
import { Problem } from "../../../model/problem.ts";
import { type OpenProvider, required } from "./kind.ts";

const limitMs = 10 * 60_000;
const mostOutput = 64 * 1024;

/** lego's `exec`: `EXEC_PATH present|cleanup FQDN. VALUE`, without a shell. */
export const openExec: OpenProvider = (values, { environment }): DnsProvider => {
  const path = required(values, "EXEC_PATH");
  const run = (verb: "present" | "cleanup", { fqdn, value }: TxtRecord, signal: AbortSignal) =>
    runScript(path, [verb, `${fqdn}.`, value], environment, signal);
  return {
    present: (record, signal) => run("present", record, signal),
    cleanUp: (record, signal) => run("cleanup", record, signal),
  };
};

async function runScript(
  path: string,
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<void> {
  const result = await execa(path, words, {
    ...{ env: environment, extendEnv: false, stdin: "ignore", reject: false, cancelSignal: signal },
    ...{ timeout: limitMs, maxBuffer: mostOutput, forceKillAfterDelay: 2000 },
  });
  if (!result.failed) return;
  const last = result.stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  throw new Problem({
    code: "dns-script-failed",
    message: phrase`${path} ${words[0] ?? ""} ended with ${result.exitCode ?? result.signal ?? result.shortMessage}${last && `: ${last}`}`,
    fix: phrase`try it by hand: docker compose exec certbot ${path} present _acme-challenge.example.com. test`,
    retry: "soon",
  });
}
