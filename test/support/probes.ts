import { onTestFinished } from "vitest";
import { type ProbeTarget, type Report, startVisitors } from "./visitors.ts";

/** Visitors of one test, none of whom tries a second time. They are under way when this returns, and end with the test. */
export async function startProbes(target: ProbeTarget): Promise<{ stop(): Promise<Report> }> {
  const visitors = await startVisitors(target);
  onTestFinished(() => visitors.kill());
  return visitors;
}

/** A report in one line, for whoever watches the tests. */
export function describeReport({ newConnection, pooledGet, pooledPost, stream }: Report): string {
  const kinds = Object.entries({
    "new connections": newConnection,
    "pooled GET": pooledGet,
    "pooled POST": pooledPost,
  });
  const told = kinds.map(
    ([name, { sent, lost, longestGap }]) => `${name} ${lost} of ${sent} lost, gap ${longestGap} ms`,
  );
  const streamed = stream ? [`stream ${stream.whole ? "whole" : "cut"} (${stream.events} events)`] : [];
  return [...told, ...streamed].join("; ");
}
