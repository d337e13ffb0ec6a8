import { companionLimits } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import type { Inside } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";

/** `haproxy -c` on the files that the running one was started with. Throws Problem `config-test-failed`. */
export async function testConfig(
  inside: Inside,
  haproxy: Pick<NginxContainer, "entrypoint" | "command">,
): Promise<void> {
  const { exitCode, stdout, stderr } = await inside.run({
    args: ["haproxy", "-c", ...filesOf(haproxy)],
    limitMs: companionLimits.configTestMs,
  });
  if (exitCode === 0) return;
  const said = (stderr.toString() || stdout.toString()).trim();
  throw refusal("config-test-failed", said, phrase`correct the file and line that HAProxy names`);
}

/** `-f` and `-C` of its command line; by default the official image's place. */
function filesOf({ entrypoint, command }: Pick<NginxContainer, "entrypoint" | "command">): readonly string[] {
  const words = [...entrypoint, ...command];
  const flags = words.flatMap((word, at) => (word === "-f" || word === "-C" ? [word, words[at + 1] ?? ""] : []));
  return flags.length > 0 ? flags : ["-f", "/usr/local/etc/haproxy/haproxy.cfg"];
}
