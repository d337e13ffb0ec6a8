import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./processes.ts";
import type { Timing } from "./timing.ts";

interface Work {
  command: readonly string[];
  after: readonly Step[];
}

export type Step =
  | "packages"
  | "story-packages"
  | "long-packages"
  | "pebble"
  | "nginx"
  | "prometheus"
  | "web-servers"
  | "engine"
  | "images"
  | "every-image"
  | "image";

const packages = [
  "acl",
  "certbot",
  "python3-configobj",
  "python3-aiosmtpd",
  "systemd",
  "knot",
  "unbound",
  "pdns-backend-sqlite3",
];
const storyPackages = ["tmux", "testssl.sh", "chromium", "libnss3-tools"];
const longPackages = ["lego", "python3-certbot-dns-rfc2136"];

export type Table = Readonly<Record<Step, Work>>;

/** Each of them does nothing where all is there already, and removes nothing. */
export const steps: Table = {
  packages: { command: ["test/setup/packages", ...packages], after: [] },
  "story-packages": { command: ["test/setup/packages", ...storyPackages], after: ["packages"] },
  "long-packages": { command: ["test/setup/packages", ...longPackages], after: ["story-packages"] },
  pebble: { command: ["docker/setup/pebble"], after: [] },
  // After apt has read its lists.
  nginx: { command: ["test/setup/nginx"], after: ["packages"] },
  prometheus: { command: ["test/setup/prometheus"], after: ["packages"] },
  "web-servers": { command: ["test/setup/web-servers"], after: ["packages"] },
  engine: { command: ["test/engine"], after: [] },
  images: { command: ["docker/setup/images", "node", "nginx", "pebble", "certbot", "haproxy"], after: ["engine"] },
  "every-image": { command: ["docker/setup/images"], after: ["image"] },
  image: { command: ["docker/build"], after: ["images"] },
};

/** The set-up of one run: steps begin at once, beside each other and beside the tests that do not need them. */
export interface SetUp {
  begin(wanted: readonly Step[]): void;
  /** The first of them that failed; undefined when all are done. */
  failureOf(wanted: readonly Step[]): Promise<string | undefined>;
}

/** `folder`: for what the steps say; it is shown where one fails. */
export function setUp(folder: string, until: number, timings: Timing[], table: Table = steps): SetUp {
  const begun = new Map<Step, Promise<boolean>>();
  const begin = (step: Step): Promise<boolean> => {
    const known = begun.get(step) ?? perform(step);
    begun.set(step, known);
    return known;
  };
  async function perform(step: Step): Promise<boolean> {
    const before = await Promise.all(table[step].after.map(begin));
    if (before.includes(false)) return false;
    const began = Date.now();
    const log = join(folder, `${step}.log`);
    const code = await run(table[step].command, { log, until });
    const seconds = (Date.now() - began) / 1000;
    timings.push({ title: `set-up: ${step}`, seconds, beside: true });
    console.log(`== set-up: ${step}: ${code === 0 ? "done" : `failed (${code})`} after ${seconds.toFixed(0)} s`);
    if (code !== 0) console.log(lastLines(log));
    return code === 0;
  }
  return {
    begin: (wanted) => {
      for (const step of wanted) void begin(step);
    },
    async failureOf(wanted) {
      for (const step of wanted) if (!(await begin(step))) return `set-up: ${step}: ${table[step].command[0]}`;
      return undefined;
    },
  };
}

function lastLines(log: string): string {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-40).join("\n");
}
