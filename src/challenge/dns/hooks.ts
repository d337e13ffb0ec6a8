import { type Ended, runProgram } from "../../base/program.ts";
import type { Challenge, ChallengeSolver, ChallengeType } from "../../model/challenge.ts";
import type { ByHooks } from "../../model/dns-providers.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { oneLine } from "./api-answer.ts";
import { describeEnding } from "./providers/exec.ts";
import { txtValue } from "./solver.ts";

export interface HookSolverOptions extends Omit<ByHooks, "kind"> {
  type: ChallengeType;
  environment: Readonly<Record<string, string | undefined>>;
  /** all names of the certificate */
  domains: readonly string[];
}

const limitMs = 30 * 60_000;

/**
 * certbot's `--manual` hooks with certbot's variables: the operator's own shell text, run for one challenge after the
 * other; waiting until the record can be seen is the hook's own part, as with certbot. Throws Problem `manual-hook-failed`.
 */
export function hookSolver(options: HookSolverOptions): ChallengeSolver {
  const outputs = new Map<string, string>();
  const run = (hook: string, challenge: Challenge, more: Record<string, string>, signal?: AbortSignal) =>
    runProgram({
      ...{ file: "/bin/sh", words: ["-c", hook], limitMs, ...(signal && { signal }) },
      environment: { ...options.environment, ...variablesOf(challenge, options), ...more },
    });
  return {
    type: options.type,
    present: async () => {},
    async settle(challenges, signal) {
      for (const [index, challenge] of challenges.entries()) {
        const left = { CERTBOT_REMAINING_CHALLENGES: `${challenges.length - index - 1}` };
        const ended = await run(options.auth, challenge, left, signal);
        outputs.set(challenge.token, ended.output.trim());
        if (!isDone(ended)) throw failedHook("--manual-auth-hook", challenge, ended);
      }
    },
    async cleanUp(challenge) {
      const output = outputs.get(challenge.token);
      // a challenge whose hook did not run has nothing to be cleaned up
      if (options.cleanUp === undefined || output === undefined) return;
      const ended = await run(options.cleanUp, challenge, { CERTBOT_AUTH_OUTPUT: output });
      if (!isDone(ended)) throw failedHook("--manual-cleanup-hook", challenge, ended);
    },
  };
}

const isDone = ({ ending }: Ended) => ending.kind === "exited" && ending.code === 0;

/** As certbot 5 gives them. */
function variablesOf(challenge: Challenge, { type, domains }: HookSolverOptions): Record<string, string> {
  const all = domains.join(",");
  return {
    CERTBOT_DOMAIN: challenge.domain,
    CERTBOT_IDENTIFIER: challenge.domain,
    CERTBOT_VALIDATION: type === "dns-01" ? txtValue(challenge) : challenge.keyAuthorization,
    ...(type === "http-01" && { CERTBOT_TOKEN: challenge.token }),
    CERTBOT_ALL_DOMAINS: all,
    CERTBOT_ALL_IDENTIFIERS: all,
  };
}

function failedHook(flag: string, { domain }: Challenge, { ending, output }: Ended): Problem {
  const last = oneLine(output.trim().split("\n").at(-1) ?? "");
  return new Problem({
    code: "manual-hook-failed",
    message: `${flag} (${domain}) ${describeEnding(ending)}${last && `: ${last}`}`,
    fix: phrase`see what the hook needs, and try again: docker compose exec certbot update-cert`,
    retry: "soon",
    names: [domain],
  });
}
