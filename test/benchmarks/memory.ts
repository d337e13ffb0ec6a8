import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { mebibytes, median, repeat, sum } from "./figures.ts";
import type { Section } from "./table.ts";
import { onStack } from "./with-stack.ts";

const services = ["certbot", "certbot-companion"];
const mostBytes = 100 * 1024 * 1024;

/** PSS of both containers, all their processes, after one issuance and so many idle seconds. */
export function measureMemory(idleSeconds: number): Promise<Section> {
  return onStack({ kind: "official" }, async (stack) => {
    await goSecure(stack);
    await sleep(idleSeconds * 1000);
    // It runs on the same Node as ours: while it does, shared pages count for ours in part only.
    await stack.compose("stop", "app");
    // A health check may be under way at one look.
    const looks = await repeat(5, async (time) => {
      if (time > 0) await sleep(3000);
      return await Promise.all(services.map((service) => memoryOf(stack, service)));
    });
    return sectionOf(looks, idleSeconds);
  });
}

function sectionOf(looks: readonly (readonly number[])[], idleSeconds: number): Section {
  const rows = services.map((what, at) => ({
    what,
    ours: mebibytes(median(looks.map((look) => look[at] ?? Number.NaN))),
  }));
  const both = median(looks.map(sum));
  const total = { what: "both", ours: mebibytes(both), aim: { wanted: "100 MiB at most", met: both <= mostBytes } };
  return {
    title: `memory (PSS), one issuance and ${idleSeconds} s idle`,
    ours: "httpsidecar",
    rows: [...rows, total],
  };
}

async function memoryOf(stack: Stack, service: string): Promise<number> {
  const { stdout } = await execa("docker", ["top", await stack.container(service), "-eo", "pid"]);
  const pids = stdout
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
  return sum(await Promise.all(pids.map(pssOf)));
}

/** Bytes of a host process; 0 when it has ended meanwhile. */
async function pssOf(pid: string): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ESRCH") return "Pss: 0 kB";
    throw error;
  });
  return Number(/^Pss: +(\d+) kB$/m.exec(rollup)?.[1]) * 1024;
}
