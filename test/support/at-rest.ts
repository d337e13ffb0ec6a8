import { engine } from "./engine.ts";
import type { Stack } from "./stack.ts";
import { eventually } from "./wire.ts";

export const services = ["certbot", "certbot-companion"] as const;

/** Command lines of what runs in a service's container, in alphabetical order, an init that the Engine added left out. */
export async function programsOf(stack: Stack, service: string): Promise<string[]> {
  const docker = await engine();
  const { Processes } = await docker.getContainer(await stack.container(service)).top({ ps_args: "-eo pid,args" });
  const lines = (Processes as string[][]).map(([, ...words]) => words.join(" "));
  return lines.filter((line) => !line.includes("docker-init")).toSorted();
}

/** Resolves once neither of the two runs more than its keeper, and what is named `beside` it. */
export async function untilAtRest(
  stack: Stack,
  which: readonly string[] = services,
  beside: readonly string[] = [],
): Promise<void> {
  await eventually(async () => {
    for (const service of which) {
      const programs = await programsOf(stack, service);
      const working = programs.filter((line) => !beside.includes(line));
      if (working.length !== 1) throw new Error(`${service} runs ${programs.join(", ")}`);
    }
  }, 500);
}
