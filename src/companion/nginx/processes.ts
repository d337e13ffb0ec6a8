/** A process inside the nginx container. */
export interface Process {
  pid: number;
  parent: number;
  zombie: boolean;
  /** words separated by NUL, or nginx's own title */
  title: string;
}

/** The running nginx: its master and the workers that take new connections. */
export interface Master {
  pid: number;
  workers: readonly number[];
  /** what it was started with, for its own `-t`: -c, -p and -g */
  flags: readonly string[];
  /** it is PID 1, or reached from there by only children */
  alone: boolean;
}

/** Reads what `listProcesses` printed. */
export function parseProcesses(printed: string): readonly Process[] {
  const [, ...words] = printed.split(/^==> \/proc\/(\d+)\/(stat|cmdline) <==\n/m);
  const texts = { stat: new Map<string, string>(), cmdline: new Map<string, string>() };
  for (let at = 0; at < words.length; at += 3) {
    const [pid = "", file, text = ""] = words.slice(at, at + 3);
    texts[file === "stat" ? "stat" : "cmdline"].set(pid, text.replace(/\n$/, ""));
  }
  return [...texts.stat].map(([pid, stat]) => processOf(Number(pid), stat, texts.cmdline.get(pid) ?? ""));
}

// proc(5): "pid (name) state parent …"; the name may hold spaces and parentheses.
function processOf(pid: number, stat: string, title: string): Process {
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { pid, parent: Number(parent), zombie: state === "Z", title };
}

/**
 * The nginx master that belongs to this container, or undefined while none has a worker yet. Processes of the
 * container are the descendants of `rootPid`, so a master found so was started after the container was.
 */
export function findMaster(processes: readonly Process[], rootPid: number): Master | undefined {
  const alive = processes.filter(({ zombie }) => !zombie);
  const masters = alive.filter(
    ({ pid, title }) => title.startsWith("nginx: master process") && isBelow(alive, pid, rootPid),
  );
  const [master, ...more] = masters;
  if (!master) return undefined;
  const workers = workersOf(alive, master.pid);
  if (workers.length === 0) return undefined;
  const alone = more.length === 0 && isOnlyDescendant(alive, master.pid, rootPid);
  return { pid: master.pid, workers, flags: nginxFlags(master.title), alone };
}

/** Does a process of an earlier replay still run? */
export function isReplaying(processes: readonly Process[], replayName: string): boolean {
  return processes.some(({ title }) => title.split("\0").includes(replayName));
}

// A worker that finishes its last connections calls itself "worker process is shutting down".
const workersOf = (processes: readonly Process[], master: number) =>
  processes
    .filter(({ parent, title }) => parent === master && /^nginx: worker process[\s\0]*$/.test(title))
    .map(({ pid }) => pid);

function isBelow(processes: readonly Process[], pid: number, rootPid: number): boolean {
  if (pid === rootPid) return true;
  const parent = processes.find((one) => one.pid === pid)?.parent;
  return parent !== undefined && parent !== 0 && isBelow(processes, parent, rootPid);
}

// Dify's PID 1 is a shell and `init: true` puts one more before it, but none of them has a second child.
function isOnlyDescendant(processes: readonly Process[], pid: number, rootPid: number): boolean {
  if (pid === rootPid) return true;
  const parent = processes.find((one) => one.pid === pid)?.parent;
  if (parent === undefined || parent === 0) return false;
  const siblings = processes.filter((one) => one.parent === parent);
  return siblings.length === 1 && isOnlyDescendant(processes, parent, rootPid);
}

// nginx's title is its arguments joined by spaces.
function nginxFlags(title: string): readonly string[] {
  const words = title.replaceAll("\0", " ").trim();
  return [...words.matchAll(/ (-[cpg]) ?(.+?)(?= -[a-zA-Z]|$)/g)].flatMap(([, flag = "", value = ""]) => [flag, value]);
}
