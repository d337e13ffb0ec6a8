import { createInterface } from "node:readline";
import type Docker from "dockerode";
import * as z from "zod";
import { composeLabels } from "../../model/compose-labels.ts";
import { destroy } from "./streams.ts";

const secondMs = 1000;

const startEvent = z.object({ Actor: z.object({ Attributes: z.record(z.string(), z.string()) }) });

/** Service names of the project's containers as they start, and as they did since then; ends when the Engine closes the stream or the signal says so. */
export async function* startsOf(
  docker: Docker,
  project: string,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const label = [`${composeLabels.project}=${project}`];
  const asked: Promise<NodeJS.ReadableStream> = docker.getEvents({
    since: since.getTime() / secondMs,
    filters: { type: ["container"], event: ["start"], label },
  });
  const stream = await asked;
  const lines = createInterface({ input: stream });
  const close = () => {
    lines.close();
    destroy(stream);
  };
  if (signal.aborted) close();
  signal.addEventListener("abort", close, { once: true });
  for await (const line of lines) {
    const service = serviceOf(line);
    if (service) yield service;
  }
}

function serviceOf(line: string) {
  try {
    return startEvent.parse(JSON.parse(line)).Actor.Attributes[composeLabels.service];
  } catch {
    return undefined;
  }
}
