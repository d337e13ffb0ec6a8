import { isServerProgram } from "./programs.ts";
import { recordMark } from "./shell-scripts.ts";

/** A process inside the nginx container. Only `name` is a stranger's word. */
export interface Process {
  pid: number;
  parent: number;
  zombie: boolean;
  /** what it calls itself */
  name: string;
  /** all of its user ids are those of the container's user */
  owned: boolean;
  /** path of its executable; undefined: not owned, or the kernel does not tell */
  executable: string | undefined;
  /** a worker that takes new connections, by its own title */
  working: boolean;
}

export interface ProcessList {
  /** user id that the container runs as */
  user: number;
  processes: readonly Process[];
}

/** The running nginx: its master and the workers that take new connections, all its children where none says so. */
export interface Master {
  pid: number;
  workers: readonly number[];
  /** it is PID 1, or reached from there by only children */
  alone: boolean;
}

export type Found = Master | "none" | "several";

const mostProcesses = 40_000;

/** Parses the output of `listProcesses`; skips everything else. */
export function parseProcesses(printed: string): ProcessList {
  const [user = "", titles = "", rest = ""] = printed.split(recordMark);
  const [statuses = "", executables = ""] = halves(rest, "\n\n");
  const executableOf = new Map(linesOf(executables, /\/proc\/(\d+)\/exe(?: -> (.*))?$/));
  const [workers, leaving] = [pidsIn(titles, ""), pidsIn(titles, " is shutting down")];
  const facts = statusFacts(statuses);
  const processes = [...facts].map(([pid, { Name = "", State = "", PPid = "" }]) => ({
    pid,
    parent: Number(PPid) || 0,
    zombie: State.startsWith("Z"),
    name: Name,
    owned: executableOf.has(pid),
    executable: executableOf.get(pid)?.replace(/ \(deleted\)$/, ""),
    working: workers.has(pid) && !leaving.has(pid),
  }));
  return { user: Number(user), processes };
}

function halves(text: string, between: string): readonly [string, string] {
  const at = text.indexOf(between);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + between.length)];
}

const pidsIn = (titles: string, end: string) =>
  new Set(linesOf(titles, new RegExp(`^/proc/(\\d+)/cmdline:[a-z]+: worker process${end}$`)).map(([pid]) => pid));

function statusFacts(printed: string): ReadonlyMap<number, Record<string, string>> {
  const all = new Map<number, Record<string, string>>();
  for (const [, digits, key = "", value = ""] of printed.matchAll(statusLine)) {
    const pid = Number(digits);
    const known = all.get(pid);
    if (known) known[key] = value;
    else if (all.size < mostProcesses) all.set(pid, { [key]: value });
  }
  return all;
}

const statusLine = /^\/proc\/(\d+)\/status:(Name|State|PPid):\t(.*)$/gm;

function linesOf(printed: string, form: RegExp): readonly (readonly [number, string | undefined])[] {
  return printed.split("\n").flatMap((line) => {
    const [, pid, value] = form.exec(line) ?? [];
    return pid === undefined ? [] : [[Number(pid), value] as const];
  });
}

/**
 * The nginx master of this container; `none` while none has a worker yet. A master is known by executable and owner,
 * whatever it calls itself. Processes of the container descend from `rootPid`, so a master found so was started after
 * the container was.
 */
export function findMaster({ user, processes }: ProcessList, rootPid: number): Found {
  const alive = new Map(processes.filter(({ zombie }) => !zombie).map((process) => [process.pid, process]));
  const servers = [...alive.values()].filter((process) => isServer(process, user));
  const pids = new Set(servers.map(({ pid }) => pid));
  const childrenOf = Map.groupBy(alive.values(), ({ parent }) => parent);
  const candidates = servers
    .filter(({ pid, parent }) => !pids.has(parent) && ancestry(alive, pid).includes(rootPid))
    .map(({ pid }) => ({ pid, children: childrenOf.get(pid) ?? [] }));
  const working = withWorkers(candidates, ({ working }) => working);
  // a title is a worker's own word; a child that is a server itself is a new binary, which takes over
  const silent = candidates.filter(({ children }) => !children.some(({ pid }) => pids.has(pid)));
  const [master, ...more] = working.length > 0 ? working : withWorkers(silent, () => true);
  if (!master) return "none";
  if (more.length > 0) return "several";
  const path = ancestry(alive, master.pid);
  const above = path.slice(1, path.indexOf(rootPid) + 1);
  return { ...master, alone: above.every((pid) => childrenOf.get(pid)?.length === 1) };
}

/** True while a process of an earlier replay runs. Parses the output of `listReplays`. */
export function isReplaying(printed: string): boolean {
  const [owned = "", named = ""] = printed.split(recordMark);
  const pids = (text: string) => new Set(linesOf(text, /^\/proc\/(\d+)\/\w+$/).map(([pid]) => pid));
  const ours = pids(owned);
  return [...pids(named)].some((pid) => ours.has(pid));
}

// An unprivileged nginx that was given a capability hides its executable; a process that could take its name then runs
// as the same user.
function isServer({ owned, executable, name }: Process, user: number): boolean {
  if (!owned) return false;
  return executable === undefined ? user !== 0 && isServerProgram(name) : isServerProgram(executable);
}

/** The masters that have some, with the children that count as such. */
function withWorkers(
  masters: readonly { pid: number; children: readonly Process[] }[],
  isWorker: (child: Process) => boolean,
): readonly Omit<Master, "alone">[] {
  return masters
    .map(({ pid, children }) => ({ pid, workers: children.filter(isWorker).map((child) => child.pid) }))
    .filter(({ workers }) => workers.length > 0);
}

/** The process and its ancestors, each once: a list read while it changed can contain a circle. */
function ancestry(alive: ReadonlyMap<number, Process>, pid: number): readonly number[] {
  const path = new Set<number>();
  for (let at: number | undefined = pid; at && !path.has(at); at = alive.get(at)?.parent) path.add(at);
  return [...path];
}
