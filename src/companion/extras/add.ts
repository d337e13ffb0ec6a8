import type { CompanionAnswer, CompanionNote } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { includedFolder } from "../../stack-files/nginx-tokens.ts";
import { answer } from "../answers.ts";
import type { CompanionContext } from "../context.ts";
import { testedDump } from "../nginx/config-test.ts";
import { type Dump, servesTls, tlsPorts } from "../nginx/dump.ts";
import { type Inside, insideContainer } from "../nginx/inside.ts";
import { renderedSince } from "../nginx/pooled-clients.ts";
import type { Master } from "../nginx/processes.ts";
import { reloadNginx } from "../nginx/reload.ts";
import { fieldMark, recordMark } from "../nginx/shell-scripts.ts";
import { exactFacts, type NginxState, untestedFacts } from "../nginx-state.ts";
import type { Extras } from "../parts.ts";
import { runningNginx } from "../replay/preparation.ts";
import { extrasFile, included, withIncludeLine } from "./include-line.ts";
import { readRendered, replaceServed, writeOwn } from "./scripts.ts";
import { extrasText, isRedirecting } from "./text.ts";

/**
 * Adds to the running nginx what the settings ask for besides HTTPS, so that a start of the container removes it: a
 * file in the container's own layer, included by a line in the rendered files. Throws Problem.
 */
export async function addExtras(
  context: CompanionContext,
  observed: NginxState,
  condition: Extras["condition"],
): Promise<CompanionAnswer> {
  const { nginx, memory } = observed;
  const { id, startedAt } = nginx;
  const inside = insideContainer(context.engine, id);
  const running = await runningNginx(inside, nginx);
  if (running === "no-shell" || !running.dump)
    return answer("unchanged", untestedFacts(observed), ["no-place-for-extras"]);
  const { master, dump } = running;
  const facts = exactFacts(context, observed, dump);
  if (!servesTls(dump)) return answer("unchanged", facts);

  const { canHttp2, redirects } = dump;
  const { published } = nginx;
  const given = { proven: condition === "proven", published, domain: context.domain, canHttp2, redirects };
  const text = extrasText(context.extras, given);
  const put = await putText(context, observed, inside, { master, dump }, text);
  await context.state.write({ ...memory, extras: { condition, id, startedAt, text: put ? text : "" } });
  if (!put) return answer("unchanged", facts, ["no-place-for-extras"]);
  if (text === textBefore(observed)) return answer("unchanged", facts, notesAbout(text));
  context.print(
    text === "" ? phrase`nginx has nothing besides HTTPS any more` : phrase`nginx got, besides HTTPS:\n${text.trim()}`,
  );
  return answer("done", facts, notesAbout(text));
}

const notesAbout = (text: string): readonly CompanionNote[] => (isRedirecting(text) ? ["redirects"] : []);

/**
 * Adds them again after a start of nginx, or a switch, removed them; `isFirst`: also where they may belong to other
 * settings. Throws Problem.
 */
export async function restoreExtras(
  context: CompanionContext,
  observed: NginxState,
  isFirst = false,
): Promise<undefined> {
  const { extras } = observed.memory;
  if (!extras || observed.effective["NGINX_HTTPS_ENABLED"] !== "true") return;
  if (isFirst || !isOfThisStart(observed)) await addExtras(context, observed, extras.condition);
}

const isOfThisStart = ({ memory: { extras }, nginx }: NginxState) =>
  extras?.id === nginx.id && extras.startedAt === nginx.startedAt;

const textBefore = (observed: NginxState) => (isOfThisStart(observed) ? observed.memory.extras?.text : "") ?? "";

/**
 * false: no file to include them from. Changes nothing when they are there already, or none are wanted. Counts a reload
 * but for the first of a start. Throws Problem.
 */
async function putText(
  context: CompanionContext,
  observed: NginxState,
  inside: Inside,
  running: Tested,
  text: string,
): Promise<boolean> {
  if (text === textBefore(observed)) return true;
  if (isOfThisStart(observed)) context.reloads.take();
  const files = await renderedServers(inside, observed, running);
  if (files.length === 0 && !isIncluded(running.dump)) return false;
  await writeText(inside, text);
  for (const { path, included } of files) await replace(inside, path, included);
  await testOrTakeBack(inside, observed, files);
  await reloadNginx(context.engine, observed.nginx, running.master, tlsPorts(running.dump));
  return true;
}

/** By a line that attach put into the operator's own file. */
const isIncluded = ({ blocks }: Dump) =>
  blocks.some(({ directives }) =>
    directives.some(({ words: [name, path] }) => name === "include" && path === included),
  );

interface Tested {
  master: Master;
  dump: Dump;
}

interface ServerFile {
  path: string;
  content: Buffer;
  included: Buffer;
}

async function renderedServers(
  inside: Inside,
  { nginx }: NginxState,
  { dump }: Tested,
): Promise<readonly ServerFile[]> {
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

async function testOrTakeBack(inside: Inside, observed: NginxState, files: readonly ServerFile[]) {
  try {
    await testedDump(inside, observed.nginx);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const { path, content } of files) await replace(inside, path, content);
    await writeText(inside, textBefore(observed));
    throw error;
  }
}

async function writeText(inside: Inside, text: string) {
  await inside.shell(writeOwn, [includedFolder, extrasFile], { stdin: Buffer.from(text) });
}

async function replace(inside: Inside, path: string, content: Buffer) {
  await inside.shell(replaceServed, [path], { stdin: content });
}
