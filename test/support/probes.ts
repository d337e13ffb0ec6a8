import { createInterface } from "node:readline";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import type { Tally } from "./probe-tally.ts";
import { repository } from "./repository.ts";

export interface ProbeTarget {
  /** published on loopback */
  port: number;
  domain: string;
  /** PEM; given: the clients speak HTTPS and trust these only */
  roots?: readonly string[];
  /** length of the one answer that streams; 0: none */
  streamSeconds: number;
}

export interface Report {
  /** a new connection every 5 ms */
  newConnection: Tally;
  /** keep-alive connections from a pool */
  pooledGet: Tally;
  pooledPost: Tally;
  stream: { events: number; whole: boolean } | undefined;
}

/** Visitors, none of whom tries a second time. They are under way when this returns. */
export async function startProbes(target: ProbeTarget): Promise<{ stop(): Promise<Report> }> {
  const script = repository("test/support/probe-process.ts");
  const visitors = execa(process.execPath, [script, JSON.stringify(target)], {
    timeout: 300_000,
    buffer: false,
    reject: false,
  });
  onTestFinished(() => void visitors.kill());
  const lines = createInterface({ input: visitors.stdout })[Symbol.asyncIterator]();
  const errors: string[] = [];
  visitors.stderr.on("data", (part) => errors.push(String(part)));
  const ready = await lines.next();
  if (ready.value !== "ready") throw new Error(`the probes did not start: ${errors.join("")}`);
  return {
    async stop() {
      visitors.stdin.write("stop\n");
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`the probes gave no report: ${errors.join("")}`);
      await visitors;
      return JSON.parse(value);
    },
  };
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
