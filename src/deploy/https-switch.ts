import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import type { Companion, HttpsSwitch } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { linesOf, problemOf } from "./answers.ts";
import type { DeployStrategy } from "./strategies/strategy.ts";

type SwitchVerb = Extract<CompanionVerb, "enable-https" | "disable-https" | "reload">;

const switched = {
  "enable-https": phrase`HTTPS is on`,
  "disable-https": phrase`HTTPS is off, and stays off until: docker compose exec certbot httpsidecar enable-https`,
};

/** enable-https and disable-https. Throws the Problems of what acts on the server. */
export function httpsSwitch({ transport, done }: Pick<DeployStrategy, "transport" | "done">): HttpsSwitch {
  const call = (verb: SwitchVerb) => callAt(transport, verb, { ...switched, reload: done });
  return {
    enable: () => call("enable-https"),
    disable: async () => [...(await call("disable-https")), wayBack],
    reload: () => call("reload"),
    async enableChallenge() {
      await askFor(transport, "enable-challenge");
    },
  };
}

/** With Secure cookies nobody can sign in over HTTP. */
const wayBack = phrase`addresses in .env that were changed to https:// or wss:// for HTTPS: change them back, then docker compose up -d, or signing in over HTTP fails`;

async function callAt(
  companion: Companion,
  verb: SwitchVerb,
  words: Record<SwitchVerb, string>,
): Promise<readonly string[]> {
  const answer = await askFor(companion, verb);
  const again = answer.code === "unchanged" ? phrase` (it was so already)` : "";
  return [`${words[verb]}${again}`, ...linesOf(answer)];
}

/** The companion's answer; throws the Problem of a failed one. */
export async function askFor(companion: Companion, verb: CompanionVerb): Promise<CompanionAnswer> {
  const answer = await companion.ask(verb);
  const problem = problemOf(answer);
  if (problem) throw problem;
  return answer;
}
