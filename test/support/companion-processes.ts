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
  const titled = (form: RegExp) => told.filter(({ title = "" }) => form.test(title)).map(({ pid }) => pid);
  const files = (pids: readonly number[]) => pids.map((pid) => `/proc/${pid}/cmdline\n`).join("");
  return [
    String(user),
    told.flatMap(status).join(""),
    owned.map(listed).join(""),
    files(titled(/^[a-z]+: worker process/)),
    files(titled(/^[a-z]+: worker process is shutting down/)),
  ].join("\x1e");
}

const listed = ({ pid, executable }: Told) =>
  `lrwxrwxrwx 1 root root 0 Nov 29 10:00 /proc/${pid}/exe${executable ? ` -> ${executable}` : ""}\n`;
