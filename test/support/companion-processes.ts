/** A process as `listProcesses` tells of it. */
export interface Told {
  pid: number;
  parent: number;
  name: string;
  /** where its link leads; with `owned` and without it, the kernel hides it */
  executable?: string | undefined;
  /** all its user ids are the container's; by default those with an executable, and workers are not */
  owned?: boolean;
  title?: string;
  state?: string;
}

/** What `listProcesses` prints. */
export function printedProcesses(told: readonly Told[], user = 0): string {
  const status = ({ pid, parent, name, state = "S (sleeping)" }: Told) =>
    Object.entries({ Name: name, State: state, PPid: parent }).map(([k, v]) => `/proc/${pid}/status:${k}:\t${v}\n`);
  const owned = told.filter((one) => one.owned ?? "executable" in one);
  const workers = told.flatMap(({ pid, title = "" }) => {
    const [worker] = /^[a-z]+: worker process(?: is shutting down)?/.exec(title) ?? [];
    return worker === undefined ? [] : [`/proc/${pid}/cmdline:${worker}\n`];
  });
  const users = told.map(({ pid }) => `/proc/${pid}/status:Uid:\t${user}\t${user}\t${user}\t${user}\n`);
  const processes = `${[...told.flatMap(status), ...users].join("")}\n${owned.map(listed).join("")}`;
  return [String(user), workers.join(""), processes].join("\x1e");
}

const listed = ({ pid, executable }: Told) =>
  `lrwxrwxrwx 1 root root 0 Nov 29 10:00 /proc/${pid}/exe${executable ? ` -> ${executable}` : ""}\n`;
