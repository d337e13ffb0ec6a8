import { readAttachOptions, readDetachOptions, readStage, type Staged } from "../config/attach-options.ts";
import type { Attaching, AttachResult } from "../model/attach.ts";
import type { Context, Word } from "./context.ts";

/**
 * Exit codes: 0 done, and for `follow` HTTPS is live; 1 refused or failed; 2 wrong words; 3 a person said no or asked
 * for a preview only; 4 HTTPS is not live yet.
 */
const codes = { done: 0, declined: 3, notLive: 4 } as const;

/** Adds the sidecar to a stack's folder, after a yes; docker/attach runs it stage by stage. */
export const attach: Word = async (context) => {
  const { attaching, stage, rest, said, print } = await begin(context);
  switch (stage) {
    case "whole": {
      const { result, start } = await attaching.attach(readAttachOptions(rest), undefined);
      if (result !== "declined") print(start);
      return exitCode(result);
    }
    case "propose": {
      const { isChange, override } = await attaching.propose(readAttachOptions(rest), await said());
      print(override);
      return isChange ? codes.declined : codes.done;
    }
    case "write": {
      const { services, start } = await attaching.attach({ ...readAttachOptions(rest), yes: true }, await said());
      if (services.length === 0) context.complain(start);
      print(services.join(" "));
      return codes.done;
    }
    case "follow":
      return (await attaching.follow(readDetachOptions(rest))) ? codes.done : codes.notLive;
    default:
      return await asked(attaching, { stage, rest }, context, attaching.afterAttach);
  }
};

/** Removes from a stack's folder what attach added (docker/detach runs it). */
export const detach: Word = async (context) => {
  const { attaching, stage, rest } = await begin(context);
  if (stage === "whole") return exitCode(await attaching.detach(readDetachOptions(rest)));
  return await asked(attaching, { stage, rest }, context, attaching.afterDetach);
};

/** What people read comes on standard error where docker/attach reads standard output, and was read before `write`. */
async function begin({ words, assembly, print, complain }: Context) {
  const { stage, rest } = readStage(words);
  const quiet = { propose: complain, compose: complain, write: () => {} };
  const attaching = await assembly.attaching({ ...quiet, whole: print, follow: print, after: print }[stage]);
  return { attaching, stage, rest, print, said: () => assembly.standardInput() };
}

async function asked(
  attaching: Attaching,
  { stage, rest }: Staged,
  { assembly, print }: Context,
  after: Attaching["afterAttach"],
): Promise<number> {
  const choice = readDetachOptions(rest);
  if (stage === "compose") for (const line of await attaching.composeCall(choice)) print(line);
  else await after(choice, await assembly.standardInput());
  return codes.done;
}

const exitCode = (result: AttachResult) => (result === "declined" ? codes.declined : codes.done);
