import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { parseJson } from "../base/json-file.ts";
import type { StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { turnedOff } from "../model/turned-off.ts";
import type { AttachTools } from "./attach.ts";
import type { Engine } from "./engine.ts";
import type { Neighbour } from "./host.ts";
import { readStackFiles, runningService } from "./read-stack.ts";

/** The fields of `httpsidecar status --json` that tell how the last check of this very container ended. */
const statusSchema = z.object({
  result: z.string().nullable(),
  lineage: z.object({ wire: z.object({ off: z.boolean() }).nullable() }),
});

export interface Waiting {
  /** in ms: how often the sidecar is asked, how long at most, and how long after its first failure */
  every: number;
  most: number;
  afterFailure: number;
  /** ms */
  now(): number;
  wait(ms: number): Promise<unknown>;
}

/** nginx and the sidecar start together, and it tries again every three seconds at first. */
const usual: Waiting = { every: 1500, most: 120_000, afterFailure: 20_000, now: () => performance.now(), wait: pause };

type Tools = Pick<AttachTools, "engine" | "host" | "talk">;
type End = "live" | "off" | "working";
type Verdict = End | "failed";

/** Shows what the sidecar says until nginx serves its certificate; false: not yet, and it goes on trying. */
export async function follow(
  choice: StackChoice,
  { engine, host, talk }: Tools,
  waiting: Partial<Waiting> = {},
): Promise<boolean> {
  const certbot = runningService(await readStackFiles(choice, { engine, host }), "certbot");
  if (!certbot) {
    talk.print(phrase`the sidecar does not run: docker compose logs certbot`);
    return false;
  }
  const before = await askSidecar(engine, certbot);
  const isServed = before === "live" || before === "off";
  const stop = new AbortController();
  // what an earlier attach came to is no news
  const since = isServed ? new Date() : new Date(certbot.created * 1000);
  const showing = show(engine, { id: certbot.id, since }, talk, stop.signal);
  // what was well at the last check may be hours ago; what failed is not tried again by this
  if (isServed) await engine.run(certbot.id, ["httpsidecar", "update-cert"]);
  const end = await waitForEnd(engine, certbot, { ...usual, ...waiting });
  stop.abort();
  await showing;
  const why = notLive[end];
  if (why) talk.print(why);
  return end === "live";
}

const notLive: Readonly<Partial<Record<End, string>>> = {
  off: turnedOff,
  working: phrase`HTTPS is not live yet; the sidecar keeps trying: docker compose logs -f certbot`,
};

async function show(
  engine: Engine,
  { id, since }: { id: string; since: Date },
  talk: Tools["talk"],
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const line of engine.logs(id, since, signal)) talk.print(`  ${line}`);
  } catch {
    // A log that cannot be read (logging: none) takes nothing from what the sidecar answers.
  }
}

async function waitForEnd(engine: Engine, certbot: Neighbour, waiting: Waiting): Promise<End> {
  const { every, most, afterFailure, now, wait } = waiting;
  let end = now() + most;
  let isFailing = false;
  while (now() < end) {
    const verdict = await askSidecar(engine, certbot);
    if (verdict === "live" || verdict === "off") return verdict;
    if (verdict === "failed" && !isFailing) [isFailing, end] = [true, Math.min(end, now() + afterFailure)];
    await wait(every);
  }
  return "working";
}

/** What nginx serves then; what was proven before this container was started says nothing of now. */
const served: readonly (string | null)[] = ["renewed", "deployed", "kept"];

async function askSidecar(engine: Engine, { id }: Neighbour): Promise<Verdict> {
  const said = await engine.run(id, ["httpsidecar", "status", "--json"]);
  const status = statusSchema.safeParse(parseJson(said ?? ""));
  if (!status.success || status.data.result === null) return "working";
  const { result, lineage } = status.data;
  if (result === "off" || (served.includes(result) && lineage.wire?.off)) return "off";
  return served.includes(result) ? "live" : "failed";
}
