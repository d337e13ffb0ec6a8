import type { ServingTask } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { plainName } from "../../model/plain-text.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, warning } from "../finding.ts";

/** With DEPLOY=swarm each task of nginx: its node, whether it runs, and whether it has the stored certificate. */
export const tasks: Check = {
  name: "tasks",
  async look({ look }) {
    // what the companion cannot answer is the finding of another check
    const found = (await look().catch(() => undefined))?.tasks;
    if (!found) return [];
    const current = found.filter(({ isCurrent }) => isCurrent);
    const others = found.filter(({ isCurrent }) => !isCurrent).map(behind);
    return current.length > 0 ? [...others, fine(phrase`the stored certificate is at ${listed(current)}`)] : others;
  },
};

const listed = (found: readonly ServingTask[]) => found.map(({ name, node }) => `${name} (${node})`).join(", ");

function behind({ name, node, state, certificates }: ServingTask): CheckResult {
  const where = node ? `${name} (${node})` : name;
  const service = plainName(name.replace(/\.[^.]*$/, ""));
  const fix = phrase`why: docker service ps --no-trunc ${service}; the stored certificate again: docker compose exec certbot httpsidecar reload`;
  if (state !== "running")
    return warning({
      ...{ saw: phrase`task ${where} is ${state || phrase`not placed yet`}`, fix },
      means: phrase`visitors get no answer from it until it runs, and a renewal waits for it`,
    });
  const has = certificates.join(", ") || phrase`a placeholder`;
  return warning({
    ...{ saw: phrase`task ${where} has another certificate than the stored one: ${has}`, fix },
    means: phrase`visitors of that node do not get the stored certificate`,
  });
}
