import { mostTasks, type ServingTask } from "../../model/companion.ts";
import { plainLine } from "../../model/plain-text.ts";
import { hasAll, wantedOf } from "./progress.ts";
import type { Seen } from "./rollout.ts";
import type { SwarmEngine, SwarmTask } from "./swarm-engine.ts";

/** Each task that is meant to run, in the order of its number: where it is, and which certificates it has. Throws Problem. */
export async function reportTasks(
  engine: Pick<SwarmEngine, "nodes">,
  service: string,
  { tasks, versions }: Pick<Seen, "tasks" | "versions">,
): Promise<readonly ServingTask[]> {
  const nodes = await engine.nodes();
  const wanted = wantedOf(versions);
  const report = ({ slot, node, state, secrets }: SwarmTask) => ({
    name: `${service}.${slot ?? node}`,
    node: plainLine(nodes.get(node) ?? node, longest),
    state: plainLine(state, longest),
    certificates: chainsIn(secrets),
    isCurrent: state === "running" && wanted.length > 0 && hasAll(secrets, wanted),
  });
  return tasks.filter(isMeant).toSorted(bySlot).slice(0, mostTasks).map(report);
}

const longest = 100;

/** `ready` is one that is started again after it failed. */
const isMeant = ({ desired }: SwarmTask) => desired === "running" || desired === "ready";

const bySlot = (one: SwarmTask, other: SwarmTask) => (one.slot ?? 0) - (other.slot ?? 0);

/** Lineage, serial and digest of each certificate; a placeholder and secrets of the operator's are none. */
const chainsIn = (secrets: readonly string[]) =>
  secrets
    .filter((name) => chain.test(name))
    .slice(0, mostListed)
    .map((name) => name.replace(chain, ""));

const mostListed = 4;

const chain = /-fullchain$/;
