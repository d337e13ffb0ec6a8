import { readAttachOptions, readDetachOptions } from "../config/attach-options.ts";
import type { AttachResult } from "../model/attach.ts";
import type { Word } from "./context.ts";

/** How docker/attach and docker/detach ask for their last words; standard input has what `docker compose --dry-run up -d` said. */
const after = "--after";

/** Puts the sidecar into a stack's folder, after a yes (docker/attach runs it). */
export const attach: Word = async ({ words, assembly, print }) => {
  const hands = await assembly.attaching(print);
  if (words.includes(after)) return done(hands.afterAttach(readDetachOptions(withoutAfter(words))));
  return exitCode(await hands.attach(readAttachOptions(words)));
};

/** Takes out of a stack's folder what attach put in (docker/detach runs it). */
export const detach: Word = async ({ words, assembly, print }) => {
  const hands = await assembly.attaching(print);
  if (words.includes(after)) return done(hands.afterDetach(readDetachOptions(withoutAfter(words))));
  return exitCode(await hands.detach(readDetachOptions(words)));
};

const withoutAfter = (words: readonly string[]) => words.filter((word) => word !== after);

const done = (work: Promise<void>) => work.then(() => 0);

/** 3: a person said no, or only wanted to see; the scripts stop there too. */
const exitCode = (result: AttachResult) => (result === "declined" ? 3 : 0);
