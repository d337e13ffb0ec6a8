// A process of its own, so that what the test does meanwhile does not disturb the measuring.
// It says "ready" when every client has had an answer; a line on its input ends it with a report as JSON.
import { once } from "node:events";
import * as http from "node:http";
import * as https from "node:https";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { createSecureContext } from "node:tls";
import { type Counter, counter } from "./probe-tally.ts";
import type { ProbeTarget } from "./visitors.ts";

const pooledClients = 10;
const pooledEvery = 200;
/**
 * Nobody else comes while so many wait for their answer. Without an end to it, whoever is slow for a moment meets ever
 * more visitors, and does not come out of it: docker-proxy was seen with some 2,000 connections, and many were lost.
 */
const atOnce = 100;
/** ms */
const madeUpFor = 100;
const posted = Buffer.alloc(2000, "what was sent comes back ");

const target: ProbeTarget = JSON.parse(process.argv[2] ?? "{}");
const { below = "" } = target;
const secure = target.roots !== undefined;
const { request, Agent } = secure ? https : http;
// A handshake takes the visitors alone 1.5 ms, and all who pass it on some more: with one every 10 ms, two stories at once
// leave nothing of two cores to what they measure.
const newConnectionEvery = secure ? 20 : 5;
// one for all: to read the roots again for each connection takes as long as the rest of it
const secureContext = createSecureContext({ ca: [...(target.roots ?? [])] });

/** ms for which an open stream goes on after the visitors were told to stop */
const streamGoesOn = 5000;

let stopped = false;
let streamEnds = Number.POSITIVE_INFINITY;

const newConnection = counter();
const pooledGet = counter();
const pooledPost = counter();

/** One request without a second try; counted as lost unless a whole answer came. */
async function ask(tries: Counter, agent: http.Agent | false, body?: Buffer): Promise<void> {
  tries.sent();
  try {
    const { status, answer } = await exchange(agent, body);
    if (status >= 500) throw new Error(`status ${status}`);
    if (status === 200 && body && !body.equals(answer)) throw new Error("another body came back");
    tries.answered(status);
  } catch (error) {
    tries.lost(error);
  }
}

async function exchange(agent: http.Agent | false, body?: Buffer): Promise<{ status: number; answer: Buffer }> {
  const how = body ? { method: "POST", path: `${below}/echo` } : { method: "GET", path: `${below}/` };
  const asked = request({ ...where(), ...how, agent, timeout: 10_000 });
  asked.once("timeout", () => asked.destroy(new Error("no answer within 10 s")));
  asked.end(body);
  const [response] = (await once(asked, "response")) as [http.IncomingMessage];
  const answer = await buffer(response);
  if (!response.complete) throw new Error("the answer was cut off");
  return { status: response.statusCode ?? 0, answer };
}

function where() {
  const { port, domain } = target;
  const tls = secure ? { servername: domain, secureContext } : {};
  return { host: target.inside?.host ?? "127.0.0.1", port, headers: { host: domain }, ...tls };
}

/** At an even pace: no more is made up for than a short delay, or the visitors of a slow moment would all come at once. */
async function openNewConnections(): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  let next = performance.now();
  while (!stopped) {
    await sleep(Math.max(0, next - performance.now()));
    next = Math.max(next + newConnectionEvery, performance.now() - madeUpFor);
    if (inFlight.size >= atOnce) continue;
    const asked: Promise<void> = ask(newConnection, false).finally(() => inFlight.delete(asked));
    inFlight.add(asked);
  }
  await Promise.all(inFlight);
}

async function keepAsking(tries: Counter, body?: Buffer): Promise<void> {
  const clients = Array.from({ length: pooledClients }, async () => {
    // Its own connection: of one pool for all, those that are seldom taken lie idle until the server closes them, and who
    // takes one at that moment is lost, whatever was reloaded.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopped) {
      await ask(tries, agent, body);
      await sleep(pooledEvery);
    }
    agent.destroy();
  });
  await Promise.all(clients);
}

/** Events of one answer: how many came, and whether one is missing or the stream was cut. */
async function readStream(): Promise<{ events: number; whole: boolean }> {
  let [events, whole, rest] = [0, true, ""];
  // the app sends without an end where the count is 0
  const wanted = target.streamSeconds === "open" ? 0 : target.streamSeconds * 10;
  const asked = request({ ...where(), path: `${below}/sse?every=100&count=${wanted}`, agent: false });
  asked.end();
  try {
    const [response] = (await once(asked, "response")) as [http.IncomingMessage];
    for await (const part of response.setEncoding("utf8")) {
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const id of lines.filter((line) => line.startsWith("id: "))) {
        events += 1;
        whole &&= id === `id: ${events}`;
      }
      if (wanted === 0 && performance.now() > streamEnds) return { events, whole };
    }
    return { events, whole: whole && response.complete && events === wanted };
  } catch {
    return { events, whole: false };
  }
}

const clients = Promise.all([openNewConnections(), keepAsking(pooledGet), keepAsking(pooledPost, posted)]);
const streamed = target.streamSeconds === 0 ? undefined : readStream();
while (![newConnection, pooledGet, pooledPost].every((tries) => tries.tally().sent > 0)) await sleep(10);
await sleep(200);
console.log("ready");
await once(process.stdin, "data");
process.stdin.destroy();
streamEnds = performance.now() + streamGoesOn;
const stream = await streamed;
stopped = true;
await clients;
const tallies = { newConnection: newConnection.tally(), pooledGet: pooledGet.tally(), pooledPost: pooledPost.tally() };
console.log(JSON.stringify({ ...tallies, stream }));
