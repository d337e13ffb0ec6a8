import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { untilAtRest } from "../support/at-rest.ts";
import { engine } from "../support/engine.ts";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { idleCaddy } from "./caddy.ts";
import { mebibytes, median, repeat, sum } from "./figures.ts";
import { bytesTogether } from "./page-frames.ts";
import type { Section } from "./table.ts";
import { onStack } from "./with-stack.ts";

const services = ["certbot", "certbot-companion"];
const mostBytes = 55 * 1024 * 1024;
const secondsOfDay = 24 * 60 * 60;

/**
 * What both containers take, all their processes, after one issuance and so many idle seconds: memory, and what the idle
 * time cost by the Engine's accounting, health checks included. Caddy idles beside them, one site, no visitors.
 */
export function measureMemory(idleSeconds: number): Promise<Section> {
  return onStack({ kind: "official" }, async (stack) => {
    await goSecure(stack);
    const caddy = await idleCaddy();
    // what follows an issuance is over
    await sleep(Math.min(60, idleSeconds) * 1000);
    const before = await workOf(stack);
    await sleep(idleSeconds * 1000);
    const work = (await workOf(stack)) - before;
    // It runs on the same Node as ours: while it does, shared pages count for ours in part only. That it ended wakes the
    // companion, which looks, and rests again.
    await stack.compose("stop", "app");
    await untilAtRest(stack);
    // A health check may be under way at one look.
    const looks = await looksAt(stack);
    const other = await pssOf(`${caddy.pid}`);
    await caddy.stop();
    const scraped = await scrapedWhileAtRest(stack);
    return sectionOf(looks, { idleSeconds, work, other, scraped });
  });
}

/** With METRICS_PORT, after the pages were asked for. */
async function scrapedWhileAtRest(stack: Stack): Promise<readonly Look[]> {
  await appendFile(join(stack.folder, "httpsidecar.env"), "METRICS_PORT=9102\n");
  await stack.compose("up", "-d", "certbot");
  await untilAtRest(stack, services, ["httpsidecar pages"]);
  for (const path of ["metrics", "status.json"]) {
    await stack.compose("exec", "-T", "nginx", "curl", "--silent", "--fail", `http://certbot:9102/${path}`);
  }
  await untilAtRest(stack, services, ["httpsidecar pages"]);
  return await looksAt(stack);
}

function looksAt(stack: Stack): Promise<readonly Look[]> {
  return repeat(5, async (time) => {
    if (time > 0) await sleep(3000);
    return await lookAt(stack);
  });
}

/** ns of processor time that both containers took so far */
async function workOf(stack: Stack): Promise<number> {
  const docker = await engine();
  const spent = services.map(async (service) => {
    const stats = await docker.getContainer(await stack.container(service)).stats({ stream: false, "one-shot": true });
    return stats.cpu_stats.cpu_usage.total_usage;
  });
  return sum(await Promise.all(spent));
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

interface Idle {
  idleSeconds: number;
  /** ns of processor time */
  work: number;
  /** Caddy's PSS, bytes */
  other: number;
  /** with METRICS_PORT */
  scraped: readonly Look[];
}

function sectionOf(looks: readonly Look[], { idleSeconds, work, other, scraped }: Idle): Section {
  const caddy = mebibytes(other);
  const rows = services.map((what, at) => ({
    what: `${what}, PSS`,
    ours: mebibytes(median(looks.map(({ each }) => each[at] ?? Number.NaN))),
  }));
  const totals = [
    { ...totalOf("both, PSS", median(looks.map(({ each }) => sum(each)))), before: caddy },
    totalOf("both, as if alone on the machine", median(looks.map(({ alone }) => alone))),
    totalOf("both with METRICS_PORT, PSS", median(scraped.map(({ each }) => sum(each)))),
    workRow((work / 1e9 / idleSeconds) * secondsOfDay),
  ];
  const title = `memory, one issuance and ${idleSeconds} s idle`;
  return { title, ours: "httpsidecar", before: "Caddy, idle", rows: [...rows, ...totals] };
}

const workRow = (aDay: number) => ({
  what: "both, processor time of an idle day at this pace",
  ours: `${aDay.toFixed(0)} s`,
  aim: { wanted: "60 s at most", met: aDay <= 60 },
});

const totalOf = (what: string, bytes: number) => ({
  what,
  ours: mebibytes(bytes),
  aim: { wanted: "55 MiB at most", met: bytes <= mostBytes },
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
