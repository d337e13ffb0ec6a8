import type { NginxContainer } from "../docker/own-stack.ts";
import type { Dump } from "../nginx/dump.ts";
import type { Inside } from "../nginx/inside.ts";
import { testedBesideOurs } from "../nginx/pooled-clients.ts";
import type { Master } from "../nginx/processes.ts";
import { waitForMaster } from "../nginx/reload.ts";
import { type Script, scriptPaths, whyNotReplayable } from "../nginx/shape.ts";
import { fieldMark, listMark, lookBeforeReplay, recordMark } from "../nginx/shell-scripts.ts";
import { refusal } from "../refusal.ts";
import { full, readSnapshot, roomFor, type Snapshot, snapshotBytes } from "./snapshot.ts";

/** A running nginx of which everything is known that a replay needs. */
export interface Prepared extends Running {
  files: Snapshot;
}

/** The master, and the configuration as it lies there, tested. */
export interface Running {
  master: Master;
  dump: Dump;
}

const upWithinMs = 5000;

/** The master, once nginx is up. Throws Problem `not-ready`. */
export async function masterOf(inside: Inside, rootPid: number): Promise<Master> {
  const master = await waitForMaster(inside, rootPid, upWithinMs);
  if (master) return master;
  throw refusal(
    "not-ready",
    `no nginx master with a worker within ${upWithinMs / 1000} s`,
    "docker compose logs nginx",
  );
}

/** Master and configuration. Throws Problem `not-ready`, `config-test-failed` or `upstream-missing`. */
export async function runningNginx(inside: Inside, nginx: NginxContainer): Promise<Running> {
  const master = await masterOf(inside, nginx.rootPid);
  return { master, dump: await testedBesideOurs(inside, nginx, master.flags) };
}

/** Finds out beforehand whether a replay can work; changes nothing. Throws Problem `unknown-shape` or `no-space`. */
export async function prepare(inside: Inside, nginx: NginxContainer, { master, dump }: Running): Promise<Prepared> {
  if (!master.alone) throw unknownShape("nginx is not the only program that the container's first process started");
  const { start, files } = await lookAtFiles(inside, nginx, dump);
  checkStart(start, nginx);
  return { master, dump, files };
}

async function lookAtFiles(inside: Inside, { entrypoint }: NginxContainer, dump: Dump) {
  const args = [...roomFor(dump), "--", ...scriptPaths({ entrypoint })];
  const { exitCode, stdout } = await inside.shell(lookBeforeReplay, args, { maxBytes: snapshotBytes });
  if (exitCode !== 0) throw full(stdout.toString().trim());
  const end = stdout.indexOf(listMark);
  return { start: stdout.toString("utf8", 0, Math.max(end, 0)), files: readSnapshot(stdout.subarray(end + 1)) };
}

function checkStart(printed: string, { entrypoint, command }: NginxContainer) {
  const records = recordsOf(printed);
  const scripts = records.filter(({ kind }) => kind === "script").map(({ path, text }) => ({ path, text }));
  const why = whyNotReplayable({ entrypoint, command, scripts });
  if (why !== undefined) throw unknownShape(why);
  checkLinks(records.filter(({ kind }) => kind === "link"));
}

// A render writes through a link. Links that stay under /etc/nginx are harmless, their targets are in the snapshot.
function checkLinks(links: readonly Script[]) {
  const outside = links.find(({ text }) => !text.startsWith("/etc/nginx/"));
  if (outside)
    throw unknownShape(`${outside.path} is a link to ${outside.text || "nowhere"}, and rendering would follow it`);
}

const recordsOf = (printed: string) =>
  printed
    .split(recordMark)
    .slice(1)
    .map((record) => {
      const [kind = "", path = "", text = ""] = record.split(fieldMark);
      return { kind, path, text };
    });

/** The refusal for a container that must be made anew instead. */
export function unknownShape(why: string): Error {
  return refusal("unknown-shape", why, "docker compose up -d --no-deps --force-recreate nginx");
}
