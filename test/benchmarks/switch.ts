import { rm } from "node:fs/promises";
import { join } from "node:path";
import { companionClient } from "../../src/deploy/companion-client.ts";
import type { CompanionVerb } from "../../src/model/companion.ts";
import { goSecure } from "../support/secure.ts";
import { type Kind, kinds, type Stack } from "../support/stack.ts";
import { type Report, startVisitors } from "../support/visitors.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { median, repeat, seconds, secondsOf, sum, timed } from "./figures.ts";
import type { Section } from "./table.ts";
import { onStack } from "./with-stack.ts";

/** Longer than Dify's nginx takes to be stopped and made anew. */
const streamSeconds = 15;
/** ms from one look to the next: with 5 the looks themselves take a quarter of a second from what they look at. */
const lookEvery = 25;

interface Switched {
  report: Report;
  /** ms until HTTPS answered, verified, while visitors come */
  took: number;
  /** the same of another switch, when nobody comes: the visitors run on this machine too and take most of it */
  alone: number;
}

/** HTTPS switched on in a serving nginx: by the companion, and as it was documented, by making the container anew. */
export async function measureSwitch(runs: number): Promise<Section[]> {
  const sections: Section[] = [];
  for (const kind of kinds)
    sections.push(await onStack({ kind, whole: true }, (stack) => compareOn(stack, kind, runs)));
  return sections;
}

async function compareOn(stack: Stack, kind: Kind, runs: number): Promise<Section> {
  await goSecure(stack);
  const ask = await companionOf(stack);
  const replays = await repeat(runs, () => replayOnce(stack, ask));
  await leaveToOperator(stack);
  const recreates = await repeat(runs, () => recreateOnce(stack));
  return { title: `the switch, ${kind} nginx`, ours: "replay", before: "recreate", rows: rowsOf(replays, recreates) };
}

type Ask = (verb: CompanionVerb) => Promise<void>;

/** The companion's socket as the host's root sees it, so that no `docker compose exec` is measured. */
async function companionOf(stack: Stack): Promise<Ask> {
  const volume = `${stack.project}_httpsidecar-socket`;
  const { output } = await stack.types(`docker volume inspect --format '{{.Mountpoint}}' ${volume}`);
  const client = companionClient(join(output.trim(), "companion.sock"));
  return async (verb) => {
    const { code, output: said } = await client.ask(verb);
    if (code !== "done") throw new Error(`${verb}: ${code} ${said}`);
  };
}

async function replayOnce(stack: Stack, ask: Ask): Promise<Switched> {
  // All runs together need more reloads than the companion grants in ten minutes; its budget begins with its process.
  await stack.types("docker compose restart certbot-companion");
  await eventually(() => ask("disable-https"));
  const alone = await untilHttps(stack, () => ask("enable-https"));
  await ask("disable-https");
  return { alone, ...(await watched(stack, () => ask("enable-https"))) };
}

/** The sidecar goes away, its certificate stays: a stack as Dify's documentation leaves it before the last step. */
async function leaveToOperator(stack: Stack): Promise<void> {
  await stack.compose("--profile", "*", "rm", "--stop", "--force", "certbot", "certbot-companion");
  await rm(join(stack.folder, "docker-compose.override.yaml"), { force: true });
  await stack.setEnv({ NGINX_SSL_CERT_FILENAME: "fullchain.pem", NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem" });
}

const recreate = "docker compose up -d --no-deps --force-recreate nginx";

async function recreateOnce(stack: Stack): Promise<Switched> {
  await backToHttp(stack);
  const alone = await untilHttps(stack, () => stack.types(recreate));
  await backToHttp(stack);
  return { alone, ...(await watched(stack, () => stack.types(recreate))) };
}

async function backToHttp(stack: Stack): Promise<void> {
  await stack.setEnv({ NGINX_HTTPS_ENABLED: "false" });
  await stack.types(recreate);
  await eventually(() => fetch(`http://127.0.0.1:${stack.httpPort}/`));
  await stack.setEnv({ NGINX_HTTPS_ENABLED: "true" });
}

/** Visitors come over HTTP all the while, and none of them tries twice. */
async function watched(stack: Stack, act: () => Promise<unknown>): Promise<Omit<Switched, "alone">> {
  const visitors = await startVisitors({ port: stack.httpPort, domain: stack.domain, streamSeconds });
  try {
    const took = await untilHttps(stack, act);
    return { took, report: await visitors.stop() };
  } finally {
    visitors.kill();
  }
}

/** ms */
async function untilHttps(stack: Stack, act: () => Promise<unknown>): Promise<number> {
  const view = await stack.view();
  const answered = timed(() => eventually(() => servedCertificate(view), lookEvery));
  const [took] = await Promise.all([answered, act()]);
  return took;
}

function rowsOf(replays: readonly Switched[], recreates: readonly Switched[]) {
  const both = (what: string, tell: (switched: readonly Switched[]) => string) => ({
    what,
    ours: tell(replays),
    before: tell(recreates),
  });
  const aim = (ms: readonly number[]) => ({ wanted: "under 0.5 s", met: median(ms) < 500 });
  const lost = sum(replays.map(({ report }) => report.newConnection.lost));
  return [
    { ...both("new connections lost, a switch", lostOf), aim: { wanted: "0", met: lost === 0 } },
    both("pooled requests lost, a switch", lostPooled),
    both("longest gap between two answers", gapOf),
    both("stream", streamOf),
    { ...both("asked until HTTPS answers", tookOf), aim: aim(replays.map(({ took }) => took)) },
    { ...both("the same, while nobody comes", aloneOf), aim: aim(replays.map(({ alone }) => alone)) },
  ];
}

function lostOf(switched: readonly Switched[]): string {
  const tallies = switched.map(({ report }) => report.newConnection);
  return `${median(tallies.map(({ lost }) => lost))} of ${median(tallies.map(({ sent }) => sent))}`;
}

function lostPooled(switched: readonly Switched[]): string {
  const tallies = switched.map(({ report: { pooledGet, pooledPost } }) => [pooledGet, pooledPost]);
  const count = (of: "lost" | "sent") => median(tallies.map((pair) => sum(pair.map((tally) => tally[of]))));
  return `${count("lost")} of ${count("sent")}`;
}

function gapOf(switched: readonly Switched[]): string {
  return seconds(median(switched.map(({ report }) => report.newConnection.longestGap)));
}

function streamOf(switched: readonly Switched[]): string {
  const whole = switched.filter(({ report }) => report.stream?.whole).length;
  return `whole ${whole} of ${switched.length} times`;
}

function tookOf(switched: readonly Switched[]): string {
  return secondsOf(switched.map(({ took }) => took));
}

function aloneOf(switched: readonly Switched[]): string {
  return secondsOf(switched.map(({ alone }) => alone));
}
