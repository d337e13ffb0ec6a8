import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";
import type { Container } from "dockerode";

/** What `openShell` asks of a container, answered by a program of this machine and framed as the Engine frames it. */
export interface ShellContainer {
  container: Container;
  /** each program that was started */
  readonly started: readonly ChildProcess[];
}

/** `replace` changes the program that would be started. */
export function shellContainer(replace = (program: string) => program): ShellContainer {
  const started: ChildProcess[] = [];
  const exec = async ({ Cmd: [program = "", ...args] }: { Cmd: string[] }) => {
    let child: ChildProcess | undefined;
    return {
      async start() {
        child = spawn(replace(program), args, { stdio: "pipe" });
        child.on("error", () => undefined);
        started.push(child);
        return framed(child);
      },
      inspect: async () => ({
        Running: child?.exitCode === null && child.signalCode === null,
        ExitCode: child?.exitCode ?? 137,
      }),
    };
  };
  return { container: { exec } as unknown as Container, started };
}

function framed(child: ChildProcess): Duplex {
  const { stdin, stdout, stderr } = child;
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => void stdin?.write(chunk, () => done()),
    destroy(_error, done) {
      stdin?.end();
      done(null);
    },
  });
  stdin?.on("error", () => undefined);
  stdout?.on("data", (chunk: Buffer) => stream.push(frame(1, chunk)));
  stderr?.on("data", (chunk: Buffer) => stream.push(frame(2, chunk)));
  child.on("close", () => stream.push(null));
  return stream;
}

// Engine API, "attach": one byte stream number, three empty, four length, then the content.
function frame(number: number, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = number;
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}
