import type { CompanionAnswer, CompanionNote } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { answer } from "../answers.ts";
import { testedDump } from "../nginx/config-test.ts";
import { servesTls, tlsPorts } from "../nginx/dump.ts";
import { type Inside, insideContainer } from "../nginx/inside.ts";
import type { Running } from "../nginx/look.ts";
import { renderedSince } from "../nginx/pooled-clients.ts";
import { reloadNginx } from "../nginx/reload.ts";
import { fieldMark, recordMark } from "../nginx/shell-scripts.ts";
import type { Extras } from "../parts.ts";
import { runningNginx } from "../replay/preparation.ts";
import type { Room } from "../room.ts";
import { exactFacts, type Sight } from "../sight.ts";
import { extrasFile, extrasFolder, withIncludeLine } from "./include-line.ts";
import { readRendered, replaceServed, writeOwn } from "./scripts.ts";
import { extrasText, isRedirecting } from "./text.ts";

/**
 * Puts into the running nginx what the settings ask for besides HTTPS, where a start of the container takes it away:
 * a file in the container's own layer, included by a line in the files that the start rendered. Throws Problem.
 */
export async function addExtras(room: Room, sight: Sight, wish: Extras["wish"]): Promise<CompanionAnswer> {
  const { nginx, memory } = sight;
  const { id, startedAt } = nginx;
  const inside = insideContainer(room.engine, id);
  const running = await runningNginx(inside, nginx);
  const facts = exactFacts(room, sight, running.dump);
  if (!servesTls(running.dump)) return answer("unchanged", facts);

  const { canHttp2, redirects } = running.dump;
  const { published } = nginx;
  const given = { proven: wish === "proven", published, domain: room.domain, canHttp2, redirects };
  const text = extrasText(room.extras, given);
  const put = await putText(room, sight, inside, running, text);
  await room.state.write({ ...memory, extras: { wish, id, startedAt, text: put ? text : "" } });
  if (!put) return answer("unchanged", facts, ["no-place-for-extras"]);
  if (text === textBefore(sight)) return answer("unchanged", facts, notesAbout(text));
  room.print(
    text === ""
      ? phrase`nginx has nothing besides HTTPS any more`
      : phrase`nginx was given besides HTTPS:\n${text.trim()}`,
  );
  return answer("done", facts, notesAbout(text));
}

const notesAbout = (text: string): readonly CompanionNote[] => (isRedirecting(text) ? ["redirects"] : []);

/**
 * Puts them there again where a start of nginx, or a switch, took them away; `isFirst`: also where they may be those of
 * other settings. Throws Problem.
 */
export async function restoreExtras(room: Room, sight: Sight, isFirst = false): Promise<undefined> {
  const { extras } = sight.memory;
  if (!extras || sight.effective["NGINX_HTTPS_ENABLED"] !== "true") return;
  if (isFirst || !isOfThisStart(sight)) await addExtras(room, sight, extras.wish);
}

const isOfThisStart = ({ memory: { extras }, nginx }: Sight) =>
  extras?.id === nginx.id && extras.startedAt === nginx.startedAt;

const textBefore = (sight: Sight) => (isOfThisStart(sight) ? sight.memory.extras?.text : "") ?? "";

/** False: there is no file to include them from. Nothing is touched when they are there already, or none are wanted. */
async function putText(room: Room, sight: Sight, inside: Inside, running: Running, text: string): Promise<boolean> {
  if (text === textBefore(sight)) return true;
  const files = await renderedServers(inside, sight, running);
  if (files.length === 0) return false;
  await writeText(inside, text);
  for (const { path, included } of files) await replace(inside, path, included);
  await testOrTakeBack(inside, running, files, textBefore(sight));
  await reloadNginx(room.engine, sight.nginx, running.master, tlsPorts(running.dump));
  return true;
}

interface ServerFile {
  path: string;
  content: Buffer;
  included: Buffer;
}

async function renderedServers(inside: Inside, { nginx }: Sight, { dump }: Running): Promise<readonly ServerFile[]> {
  const paths = dump.files.filter((path) => path.startsWith("/etc/nginx/") && path !== extrasFile);
  const { stdout } = await inside.shell(readRendered, [String(renderedSince(nginx)), ...paths]);
  const records = stdout.toString("latin1").split(recordMark).slice(1);
  return records.flatMap((record) => {
    const [path = "", text = ""] = record.split(fieldMark);
    const content = Buffer.from(text, "latin1");
    const included = withIncludeLine(content);
    return included ? [{ path, content, included }] : [];
  });
}

async function testOrTakeBack(inside: Inside, { master }: Running, files: readonly ServerFile[], before: string) {
  try {
    await testedDump(inside, master.flags);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const { path, content } of files) await replace(inside, path, content);
    await writeText(inside, before);
    throw error;
  }
}

async function writeText(inside: Inside, text: string) {
  await inside.shell(writeOwn, [extrasFolder, extrasFile], { stdin: Buffer.from(text) });
}

async function replace(inside: Inside, path: string, content: Buffer) {
  await inside.shell(replaceServed, [path], { stdin: content });
}
