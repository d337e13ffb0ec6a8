import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { parseJson } from "../base/json-file.ts";
import { type Keeper, type RestPlan, type SocketPlace, wakeReasons } from "../model/keeper.ts";

const wokenBy = "HTTPSIDECAR_WOKEN_BY";
const door = "HTTPSIDECAR_DOOR";
const pages = "HTTPSIDECAR_PAGES";

/**
 * The keeper of this process; undefined where none started it. Its file holds lines of a word and a value; `whole` is the
 * last. What the keeper said in the environment is taken out of it: it is nothing for hooks.
 */
export function openKeeper(environment: NodeJS.ProcessEnv, folder: string): Keeper | undefined {
  const reason = wakeReasons.find((each) => each === environment[wokenBy]);
  const descriptor = (word: string) => (environment[word] === undefined ? undefined : Number(environment[word]));
  const open = { door: descriptor(door), pages: descriptor(pages) };
  for (const word of [wokenBy, door, pages]) delete environment[word];
  if (!reason) return undefined;
  const path = join(folder, "httpsidecar-rest");
  const write = async (lines: readonly string[]) => {
    const text = [...lines, "whole", ""].join("\n");
    return await replaceFile(path, text, { mode: 0o600 }).then(yes, no);
  };
  const memory = readMemory(path);
  return {
    wokenBy: reason,
    ...open,
    memory,
    promise: async (until) => void (await write([moment(until)])),
    async rest(plan, left) {
      const lines = linesOf(plan);
      // what the keeper could not wait for it cannot now either; and a name with a line break would be a line of its own
      if (reason === "refused" || lines.some((line) => line.includes("\n"))) return false;
      return await write([...lines, `memory ${JSON.stringify(left)}`]);
    },
  };
}

const yes = () => true;
const no = () => false;

function readMemory(path: string): unknown {
  try {
    return parseJson(/^memory (.*)$/m.exec(readFileSync(path, "utf8"))?.[1] ?? "");
  } catch {
    return undefined;
  }
}

function linesOf({ until, listen, held, events, peer, pages: shown, server }: RestPlan): string[] {
  const socket = (place: SocketPlace | undefined) => place && `${place.mask.toString(8)} ${place.path}`;
  const lines = {
    listen: socket(listen),
    held: socket(held),
    ...{ engine: events?.engine, events: events?.path },
    peer,
    pages: shown && [shown.port, ...shown.madeOf].join(" "),
    server: server && `${server.address} ${server.name ?? "-"}`,
    certificate: server?.certificate,
  };
  return [moment(until), ...Object.entries(lines).flatMap(([word, value]) => (value ? [`${word} ${value}`] : []))];
}

/** Seconds since 1970. */
const moment = (until: Date) => `until ${Math.ceil(until.getTime() / 1000)}`;
