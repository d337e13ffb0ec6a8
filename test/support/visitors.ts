import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { execa } from "execa";
import type { Tally } from "./probe-tally.ts";
import { repository } from "./repository.ts";

export interface ProbeTarget {
  /** published on loopback */
  port: number;
  domain: string;
  /** from a container in this network, to this name there, each of its addresses until one takes the connection */
  inside?: { image: string; network: string; host: string };
  /** path below which the app lies; none unless told */
  below?: string;
  /** PEM; given: the clients speak HTTPS and trust these only */
  roots?: readonly string[];
  /** length of the one answer that streams; 0: none; "open": until some seconds after the visitors are told to stop */
  streamSeconds: number | "open";
}

export interface Report {
  /** a new connection every 5 ms, every 20 ms over TLS, as long as fewer than 100 wait */
  newConnection: Tally;
  /** keep-alive connections from a pool */
  pooledGet: Tally;
  pooledPost: Tally;
  stream: { events: number; whole: boolean } | undefined;
}

export interface Visitors {
  /** Ends them when the stream has ended; gives what they saw. */
  stop(): Promise<Report>;
  /** Ends them at once, whatever they are at. */
  kill(): void;
}

/** Visitors, none of whom tries a second time. They are under way when this returns; whoever starts them ends them. */
export async function startVisitors(target: ProbeTarget): Promise<Visitors> {
  const [program, ...words] = await commandFor(target);
  const visitors = execa(program, [...words, JSON.stringify(target)], {
    timeout: 300_000,
    buffer: false,
    reject: false,
  });
  const lines = createInterface({ input: visitors.stdout })[Symbol.asyncIterator]();
  const errors: string[] = [];
  visitors.stderr.on("data", (part) => errors.push(String(part)));
  const ready = await lines.next();
  if (ready.value !== "ready") {
    visitors.kill();
    throw new Error(`the probes did not start: ${errors.join("")}`);
  }
  return {
    kill: () => void visitors.kill(),
    async stop() {
      visitors.stdin.write("stop\n");
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`the probes gave no report: ${errors.join("")}`);
      await visitors;
      return JSON.parse(value);
    },
  };
}

async function commandFor({ inside }: ProbeTarget): Promise<readonly [string, ...string[]]> {
  const script = repository("test/support/probe-process.ts");
  if (!inside) return [process.execPath, script];
  // Debian's Node reads no TypeScript
  const folder = await mkdtemp(join(tmpdir(), "httpsidecar-visitors-"));
  const outfile = join(folder, "probe.mjs");
  await build({ entryPoints: [script], outfile, bundle: true, platform: "node", format: "esm" });
  const run = ["run", "--rm", "--interactive", "--init", "--network", inside.network];
  return [
    "docker",
    ...run,
    "--volume",
    `${folder}:/visitors:ro`,
    "--entrypoint",
    "node",
    inside.image,
    "/visitors/probe.mjs",
  ];
}
