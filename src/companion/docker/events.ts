import { createInterface } from "node:readline";
import type Docker from "dockerode";
import * as z from "zod";
import { withDeadline } from "../../base/deadline.ts";
import { companionLimits } from "../../model/companion.ts";
import { composeLabels } from "../../model/compose-labels.ts";
import { destroy } from "./streams.ts";

const secondMs = 1000;

const startEvent = z.object({ Actor: z.object({ Attributes: z.record(z.string(), z.string()) }) });

/**
 * Service names of the project's containers as they start, and of those started since then; ends when the Engine closes
 * the stream, or with the signal.
 */
export async function* startsOf(
  docker: Docker,
  project: string,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const stream = await withDeadline(companionLimits.engineMs, (abortSignal) =>
    openEvents(docker, project, since, abortSignal),
  );
  const lines = createInterface({ input: stream });
  const close = () => {
    lines.close();
    destroy(stream);
  };
  if (signal.aborted) close();
  signal.addEventListener("abort", close, { once: true });
  try {
    for await (const line of lines) {
      const service = serviceOf(line);
      if (service) yield service;
    }
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

function openEvents(
  docker: Docker,
  project: string,
  since: Date,
  abortSignal: AbortSignal,
): Promise<NodeJS.ReadableStream> {
  return docker.getEvents({ ...eventsOf(project, since, ["start"]), abortSignal });
}

function eventsOf(project: string, since: Date, event: string[]) {
  const label = [`${composeLabels.project}=${project}`];
  return { since: since.getTime() / secondMs, filters: { type: ["container" as const], event, label } };
}

/** The path of a request for starts of the project's containers, and their ends, which nobody else looks for meanwhile. */
export function restRequest(project: string, from: Date): string {
  const { since, filters } = eventsOf(project, from, ["start", "die"]);
  return `/events?since=${since}&filters=${encodeURIComponent(JSON.stringify(filters))}`;
}

function serviceOf(line: string) {
  try {
    return startEvent.parse(JSON.parse(line)).Actor.Attributes[composeLabels.service];
  } catch {
    return undefined;
  }
}
