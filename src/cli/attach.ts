import { readAttachOptions, readDetachOptions, readStage, type Staged } from "../config/attach-options.ts";
import { badWords } from "../config/bad-settings.ts";
import type { Attaching, AttachOptions, AttachResult } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import type { Context, Word } from "./context.ts";

/**
 * Exit codes: 0 done or shown (--dry-run), and for `follow` HTTPS is live; 1 refused or failed; 2 wrong words; 3 the
 * operator said no, or `propose` has something to write; 4 HTTPS is not live yet.
 */
const codes = { done: 0, declined: 3, notLive: 4 } as const;

/** Adds the sidecar to a stack's folder, after a yes; docker/attach runs it stage by stage. */
export const attach: Word = async (context) => {
  const staged = readStage(context.words);
  if (staged.stage === "dns" || staged.stage === "probe") {
    const { attachDns } = await import("./attach-dns.ts");
    return await attachDns(context, { ...staged, stage: staged.stage });
  }
  return await onStack(context);
};

async function onStack(context: Context): Promise<number> {
  const { attaching, stage, rest, said, print } = await begin(context);
  switch (stage) {
    case "whole": {
      const options = readAttachOptions(rest);
      if (options.dns) throw needsScript();
      const { result, start } = await attaching.attach(options, undefined);
      if (result !== "declined") print(start);
      return exitCode(result, options);
    }
    case "propose": {
      const { options, config } = withCredentials(readAttachOptions(rest), await said());
      const { isChange, override } = await attaching.propose(options, config);
      print(override);
      return isChange ? codes.declined : codes.done;
    }
    case "write": {
      const { options, config } = withCredentials(readAttachOptions(rest), await said());
      const { services, start } = await attaching.attach({ ...options, yes: true }, config);
      if (services.length === 0) context.complain(start);
      print(services.join(" "));
      return codes.done;
    }
    case "follow":
      return (await attaching.follow(readDetachOptions(rest))) ? codes.done : codes.notLive;
    default:
      return await asked(attaching, { stage, rest }, context, attaching.afterAttach);
  }
}

/** What `probe` printed comes before Compose's JSON. */
function withCredentials(options: AttachOptions, said: string) {
  const at = Math.max(0, said.search(/^\{/m));
  const dns = options.dns && { ...options.dns, credentials: said.slice(0, at) };
  return { options: { ...options, dns }, config: said.slice(at) };
}

/** This container has the Docker socket, so it does not talk to the world. */
function needsScript() {
  return badWords(
    phrase`--dns tries the key in a container without the Docker socket, which docker/attach starts`,
    phrase`use docker/attach of this repository; or leave --dns out, and set DNS_PROVIDER by hand (docker/docs/dns.md)`,
  );
}

/** Removes from a stack's folder what attach added (docker/detach runs it). */
export const detach: Word = async (context) => {
  const { attaching, stage, rest } = await begin(context);
  if (stage === "whole") {
    const options = readDetachOptions(rest);
    return exitCode(await attaching.detach(options), options);
  }
  return await asked(attaching, { stage, rest }, context, attaching.afterDetach);
};

/** What people read comes on standard error where docker/attach reads standard output, and was read before `write`. */
async function begin({ words, assembly, print, complain }: Context) {
  const { stage, rest } = readStage(words);
  const quiet = { propose: complain, compose: complain, dns: complain, probe: complain, write: () => {} };
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

const exitCode = (result: AttachResult, { dryRun }: Pick<AttachOptions, "dryRun">) =>
  result === "declined" && !dryRun ? codes.declined : codes.done;
