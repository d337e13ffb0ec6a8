import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { mebibytes, median, repeat, sum } from "./figures.ts";
import { bytesTogether } from "./page-frames.ts";
import type { Section } from "./table.ts";
import { onStack } from "./with-stack.ts";

const services = ["certbot", "certbot-companion"];
const mostBytes = 100 * 1024 * 1024;

/** What both containers take, all their processes, after one issuance and so many idle seconds. */
export function measureMemory(idleSeconds: number): Promise<Section> {
  return onStack({ kind: "official" }, async (stack) => {
    await goSecure(stack);
    await sleep(idleSeconds * 1000);
    // It runs on the same Node as ours: while it does, shared pages count for ours in part only.
    await stack.compose("stop", "app");
    // A health check may be under way at one look.
    const looks = await repeat(5, async (time) => {
      if (time > 0) await sleep(3000);
      return await lookAt(stack);
    });
    return sectionOf(looks, idleSeconds);
  });
}

interface Look {
  /** PSS of each service: pages shared with other containers of the machine count in part */
  each: readonly number[];
  /** each page once, whoever else shares it: what the sum of PSS would be on a machine of its own */
  alone: number;
}

async function lookAt(stack: Stack): Promise<Look> {
  const pids = await Promise.all(services.map((service) => processesOf(stack, service)));
  const each = await Promise.all(pids.map(async (own) => sum(await Promise.all(own.map(pssOf)))));
  return { each, alone: await bytesTogether(pids.flat()) };
}

function sectionOf(looks: readonly Look[], idleSeconds: number): Section {
  const rows = services.map((what, at) => ({
    what: `${what}, PSS`,
    ours: mebibytes(median(looks.map(({ each }) => each[at] ?? Number.NaN))),
  }));
  const totals = [
    totalOf("both, PSS", median(looks.map(({ each }) => sum(each)))),
    totalOf("both, as if alone on the machine", median(looks.map(({ alone }) => alone))),
  ];
  return { title: `memory, one issuance and ${idleSeconds} s idle`, ours: "httpsidecar", rows: [...rows, ...totals] };
}

const totalOf = (what: string, bytes: number) => ({
  what,
  ours: mebibytes(bytes),
  aim: { wanted: "100 MiB at most", met: bytes <= mostBytes },
});

async function processesOf(stack: Stack, service: string): Promise<string[]> {
  const { stdout } = await execa("docker", ["top", await stack.container(service), "-eo", "pid"]);
  return stdout
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

/** Bytes of a host process; 0 when it has ended meanwhile. */
async function pssOf(pid: string): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ESRCH") return "Pss: 0 kB";
    throw error;
  });
  return Number(/^Pss: +(\d+) kB$/m.exec(rollup)?.[1]) * 1024;
}
