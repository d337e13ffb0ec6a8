import { Problem } from "../../model/problem.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import type { Snapshot } from "../replay/snapshot.ts";
import { type Replacement, testedDump } from "./config-test.ts";
import { type Dump, isSince } from "./dump.ts";
import type { Inside } from "./inside.ts";
import { mainFile, withOurLine, withoutOurLine } from "./our-line.ts";
import { replaceRendered } from "./shell-scripts.ts";

// The Engine notes the start a moment after the entrypoint began.
const startSlackMs = 5000;
const firstVersion = [1, 27, 4];

/**
 * Before a reload: makes the next one spare clients that keep connections in a pool, where nginx can and nobody set it.
 * Undoes what cannot be written, or does not pass nginx's test.
 */
export async function sparePooledClients(inside: Inside, nginx: NginxContainer, dump: Dump): Promise<void> {
  if (dump.minTimeout !== "unset" || !knowsMinTimeout(dump.version)) return;
  const { exitCode, stdout } = await inside.run({ args: ["cat", mainFile] });
  const content = exitCode === 0 ? withOurLine(stdout) : undefined;
  if (!content || !(await replaceMain(inside, nginx, content))) return;
  try {
    await testedDump(inside, nginx);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await replaceMain(inside, nginx, stdout);
  }
}

/** The same for freshly rendered files, to be put in with the test of the whole; undefined: nothing to put. */
export function spareAfterRender(nginx: NginxContainer, before: Dump, rendered: Snapshot): Replacement | undefined {
  if (before.minTimeout === "set" || !knowsMinTimeout(before.version)) return undefined;
  if (rendered.some(({ content }) => content.includes("keepalive_min_timeout"))) return undefined;
  const main = rendered.find(({ path }) => path === mainFile);
  const content = main && withOurLine(main.content);
  return content && replacement(nginx, content);
}

/** True if a test failed because the operator set the same directive since. */
export function isClash(error: unknown): boolean {
  return error instanceof Problem && error.message.includes('"keepalive_min_timeout" directive is duplicate');
}

/** Removes our own line; false: it is in no file of ours. */
export async function makeRoom(inside: Inside, nginx: NginxContainer): Promise<boolean> {
  const { stdout } = await inside.run({ args: ["cat", mainFile] });
  return await replaceMain(inside, nginx, withoutOurLine(stdout));
}

/** keepalive_min_timeout came with nginx 1.27.4 (nginx's own list of changes). */
export function knowsMinTimeout(version: string): boolean {
  return isSince(version, firstVersion);
}

/** false: a start of the container does not render this file, so it is not ours to change. */
async function replaceMain(inside: Inside, nginx: NginxContainer, content: Buffer) {
  const { args, stdin } = replacement(nginx, content);
  const { exitCode } = await inside.shell(replaceRendered, args, { stdin });
  return exitCode === 0;
}

function replacement(nginx: NginxContainer, content: Buffer): Replacement {
  return { args: [mainFile, String(renderedSince(nginx))], stdin: content };
}

/** Seconds since the epoch: this start of the container has rendered what was written since then. */
export function renderedSince({ startedAt }: Pick<NginxContainer, "startedAt">): number {
  return Math.floor((Date.parse(startedAt) - startSlackMs) / 1000);
}
