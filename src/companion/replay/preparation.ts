import { phrase } from "../../model/phrase.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import type { Dump } from "../nginx/dump.ts";
import type { Inside } from "../nginx/inside.ts";
import { cut, look, type Running } from "../nginx/observe.ts";
import type { Master } from "../nginx/processes.ts";
import { scriptPaths, whyNotReplayable } from "../nginx/shape.ts";
import { fieldMark, lookAtNginx, recordMark, surveyNginx } from "../nginx/shell-scripts.ts";
import { refusal } from "../refusal.ts";
import { full, readSnapshot, type Snapshot, snapshotBytes, wholeSnapshot } from "./snapshot.ts";

/** A running nginx that can be tested, and the raw output of `surveyNginx`. */
export interface Surveyed {
  master: Master;
  dump: Dump;
  survey: Buffer;
}

/** A running nginx and everything that a replay needs to know of it. */
export interface Prepared extends Omit<Surveyed, "survey"> {
  files: Snapshot;
}

/** Master and configuration. Throws Problem `not-ready`, `several-nginx`, `config-test-failed` or `upstream-missing`. */
export function runningNginx(inside: Inside, nginx: NginxContainer): Promise<Running | "no-shell"> {
  return look(inside, nginx, { script: lookAtNginx });
}

/** The same, with all that `prepare` judges: for when a switch is likely. Throws the same, and `unknown-shape`. */
export async function surveyedNginx(inside: Inside, nginx: NginxContainer): Promise<Surveyed> {
  const words = scriptPaths(nginx);
  const seen = await look(inside, nginx, { script: surveyNginx, words, moreBytes: snapshotBytes });
  if (seen === "no-shell") throw unknownShape(phrase`the image of the nginx container has no shell`);
  const { master, dump, more: survey } = seen;
  if (!dump) throw unknownShape(phrase`where nginx's configuration lies is not known`);
  return { master, dump, survey };
}

/**
 * Judges beforehand whether a replay can work; asks nothing, changes nothing. Throws Problem `unknown-shape`, `no-space`
 * or `not-ready`.
 */
export function prepare(nginx: NginxContainer, { master, dump, survey }: Surveyed): Prepared {
  if (!master.alone)
    throw unknownShape(phrase`nginx is not the only program that the container's first process started`);
  const [folder, rest] = cut(survey);
  if (folder.length > 0) throw full(folder.toString());
  const [links, more] = cut(rest);
  const scripts = wholeSnapshot(more);
  checkStart(nginx, scripts.files);
  checkLinks(links.toString());
  return { master, dump, files: readSnapshot(scripts.rest).files };
}

function checkStart({ entrypoint, command }: NginxContainer, files: Snapshot) {
  const scripts = files.map(({ path, content }) => ({ path, text: content.toString() }));
  const why = whyNotReplayable({ entrypoint, command, scripts });
  if (why !== undefined) throw unknownShape(why);
}

// A render writes through a link. Links that stay under /etc/nginx are harmless, their targets are in the snapshot.
function checkLinks(printed: string) {
  const links = printed.split(recordMark).slice(1);
  const outside = links.map((link) => link.split(fieldMark)).find(([, to = ""]) => !to.startsWith("/etc/nginx/"));
  if (!outside) return;
  const [path, to] = outside;
  throw unknownShape(phrase`${path} is a link to ${to || phrase`nowhere`}, and rendering would follow it`);
}

/** The refusal for a container that must be recreated instead. */
export function unknownShape(why: string): Error {
  return refusal("unknown-shape", why, "docker compose up -d --no-deps --force-recreate nginx");
}
