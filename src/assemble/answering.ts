import type { Socket } from "node:net";
import { join } from "node:path";
import { listenAt } from "../base/unix-socket.ts";
import { painter, paintLine } from "../cli/colour.ts";
import type { Context } from "../cli/context.ts";
import { execLine } from "../cli/exec-line.ts";
import { settingsFor } from "../cli/settings.ts";
import { updateCert } from "../cli/update-cert.ts";
import { readOnly } from "../renewal/read-only.ts";
import { type RunLog, runLog } from "./run-log.ts";

/** Follows a complete response; the program `update-cert` checks for it. */
const end = "\0";

/**
 * While `serve` runs, the program `update-cert` asks it first (docker/update-cert): everything is loaded here, and
 * starting Node is most of what a check costs that finds nothing due. If nothing is due the client gets the answer;
 * otherwise the connection closes and the client runs the command itself. Never throws: without a socket nobody can
 * ask.
 */
export async function answerUpdateCert(context: Context): Promise<void> {
  const { assembly, signal, log } = context;
  const path = join(assembly.folders.run, "update-cert.sock");
  await listenAt(path, {
    handle: (socket) => void answer(socket, context),
    signal,
    failed: (why) => log(`nobody can ask at ${path}: ${why}`),
  });
}

async function answer(socket: Socket, context: Context): Promise<void> {
  // the client sends nothing but the end
  socket.resume().on("error", () => socket.destroy());
  const isWaiting = () => !socket.readableEnded;
  const text = await whenAllIsWell(context, isWaiting).catch(() => undefined);
  socket.end(text === undefined ? "" : text + end);
  if (text === undefined) await loadParts(context).catch(() => undefined);
  else context.print(execLine(["update-cert"], 0, text.split("\n")[0]) ?? "");
}

/** While the client starts Node: the next request is answered sooner. */
async function loadParts(context: Context): Promise<void> {
  await context.assembly.parts(await settingsFor({ ...context, words: [] }, "update-cert"), () => {});
}

/** What `update-cert` would print now. Throws, before doing anything, when it would do or say more than that all is well. */
async function whenAllIsWell(context: Context, isWaiting: () => boolean): Promise<string> {
  await refuseEarly(context);
  const said: string[] = [];
  const logged: ((log: RunLog) => void)[] = [(log) => log.note("looked by the `serve` that runs")];
  let backups: number | undefined;
  const { assembly } = context;
  const code = await updateCert({
    ...context,
    words: [],
    print(line) {
      // a warning, or a line that a terminal shows in colour
      if (paintLine(line, painter(true)) !== line) refuse(line);
      said.push(line);
      logged.push((log) => log.heard(() => {})(line));
    },
    complain: refuse,
    log: (line) => logged.push((log) => log.note(line)),
    step: (_, work) => work(),
    assembly: {
      ...assembly,
      parts: async (...asked) => readOnly(await assembly.parts(...asked)),
      openLog: async (kept) => {
        backups = kept;
      },
      // the noted hooks are `serve`'s own
      postHooks: async () => {},
    },
  });
  if (code !== 0) refuse(`exit code ${code}`);
  // if `serve` was held up, the client has run its own check meanwhile, and its log is the last one
  if (!isWaiting()) refuse("nobody waits for it");
  await writeLog(logged, { folder: assembly.folders.logs, backups });
  return said.map((line) => `${line}\n`).join("");
}

/** Refuses at once when the last check found something due: the first certificate must not wait for another check. */
async function refuseEarly({ assembly, clock }: Context): Promise<void> {
  const last = await (await assembly.statusFile()).read();
  // a check returns one minute when something is to be done at once
  const soon = clock.now().getTime() + 60_000;
  if (!last?.healthy || !last.next || last.next.getTime() <= soon) refuse("the next look is due");
}

/** As a run of its own, in a log of its own. */
async function writeLog(lines: readonly ((log: RunLog) => void)[], how: Parameters<RunLog["open"]>[0]): Promise<void> {
  const log = runLog(refuse);
  await log.open(how);
  for (const write of lines) write(log);
}

function refuse(line: string): never {
  throw new Error(line);
}
