import { once } from "node:events";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { DockerWords } from "./docker-words.ts";
import { eventually } from "./wire.ts";

/** The Pebble of one stack, from the outside. */
export interface Authority {
  /** PEM of every root it has had since the test began; a restart makes a new one */
  roots(): Promise<readonly string[]>;
  log(): Promise<string>;
  /** runs, and answers when this returns */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** orders it has accepted since its container was made */
  orders(): Promise<number>;
  /** What it says from now on about when to renew a certificate (PEM): any text (RFC 9773 section 4.2). */
  setRenewalInfo(certificate: string, ariResponse: string): Promise<void>;
}

interface AuthorityFacts extends Pick<DockerWords, "compose" | "logs"> {
  managementPort: number;
  /** PEM of the root behind Pebble's own HTTPS */
  authorityRoot: string;
}

/** Asks Pebble's management interface and its log. */
export function authorityOf({ compose, logs, managementPort, authorityRoot }: AuthorityFacts): Authority {
  const seen = new Set<string>();
  const log = () => logs("pebble");
  return {
    async roots() {
      const root = await fetchRoot(managementPort, authorityRoot).catch(() => undefined);
      if (root) seen.add(root);
      // a stack that has just come up: its authority has not
      if (seen.size === 0) seen.add(await eventually(() => fetchRoot(managementPort, authorityRoot)));
      return [...seen];
    },
    log,
    async start() {
      await compose("up", "--detach", "--no-deps", "pebble");
      await eventually(() => fetchRoot(managementPort, authorityRoot));
    },
    async stop() {
      await compose("stop", "--timeout", "0", "pebble");
    },
    async setRenewalInfo(certificate, ariResponse) {
      const body = JSON.stringify({ certificate, ariResponse });
      await ask(managementPort, authorityRoot, { method: "POST", path: "/set-renewal-info/" }, body);
    },
    orders: async () => (await log()).split("\n").filter((line) => line.includes("Added order")).length,
  };
}

const fetchRoot = (port: number, ca: string) => ask(port, ca, { method: "GET", path: "/roots/0" });

async function ask(port: number, ca: string, what: { method: string; path: string }, body = ""): Promise<string> {
  const asked = request({
    host: "127.0.0.1",
    port,
    servername: "localhost",
    ...what,
    ca,
    agent: false,
    timeout: 2000,
    headers: { "user-agent": "test" },
  });
  // One that comes after the head of the answer would end the process.
  asked.on("error", () => {});
  asked.once("timeout", () => asked.destroy(new Error("no answer within 2 s")));
  asked.end(body);
  const [response] = await once(asked, "response");
  const said = await text(response);
  if (response.statusCode !== 200) throw new Error(`${what.path} answered ${response.statusCode}: ${said}`);
  return said;
}
