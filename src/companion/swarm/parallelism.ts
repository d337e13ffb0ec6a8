import type { ServiceSpec } from "dockerode";

/** On the service while its parallelism is ours: the operator's. */
const label = "httpsidecar.parallelism";

/**
 * How many tasks an update replaces at a time, with the label that remembers the operator's number. Swarm waits without
 * end for a task that finds no node: such tasks are counted on top, or no other one would get the certificate.
 */
export function parallelismOf(
  { Labels, UpdateConfig }: ServiceSpec,
  unplaced: number,
): { Labels: Record<string, string>; Parallelism: number } {
  const { [label]: remembered, ...others } = Labels ?? {};
  const own = Number(remembered ?? UpdateConfig?.Parallelism ?? 1);
  // 0 is all at once
  if (unplaced === 0 || own === 0) return { Labels: others, Parallelism: own };
  return { Labels: { ...others, [label]: `${own}` }, Parallelism: own + unplaced };
}

/** An update at work that waits for a task without a node, and so replaces no other. */
export const isHeldUp = (spec: ServiceSpec, unplaced: number): boolean =>
  parallelismOf(spec, unplaced).Parallelism > (spec.UpdateConfig?.Parallelism ?? 1);
