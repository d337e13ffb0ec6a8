import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Command } from "../../../src/companion/docker/command.ts";
import { ContainerEnded, killedByLimit, noShell, openShell } from "../../../src/companion/docker/shell.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { shellContainer } from "../../support/shell-container.ts";
import { withGrowing } from "../../support/wire.ts";

async function opened(replace?: (program: string) => string, graceMs?: number) {
  const { container, started } = shellContainer(replace);
  const shell = await openShell(container, graceMs);
  const run = async (command: Command) => {
    const { exitCode, stdout, stderr } = await shell.run(command);
    return { exitCode, stdout: stdout.toString("latin1"), stderr: stderr.toString("latin1") };
  };
  return { shell, run, started };
}

const script = (text: string, ...args: string[]) => ["sh", "-c", text, "test", ...args];

describe.each(["dash", "bash"])("a shell that stays, %s", (program) => {
  const open = () => opened(() => program);

  test("runs one program after the other in one exec", async () => {
    const { run, started } = await open();
    expect(await run({ args: ["echo", "one"] })).toEqual({ exitCode: 0, stdout: "one\n", stderr: "" });
    expect(await run({ args: script("echo two; echo three >&2; exit 4") })).toEqual({
      exitCode: 4,
      stdout: "two\n",
      stderr: "three\n",
    });
    expect((await run({ args: ["no-such-program"] })).exitCode).toBe(127);
    expect(started).toHaveLength(1);
  });

  test("gives each word as it is, and none becomes shell text", async () => {
    const { run } = await open();
    const words = [
      "",
      " a  b ",
      "\\",
      "\\n",
      "line\nline\n",
      "$(id)`id`;|&",
      "'\"",
      "%s%b",
      "\ttab",
      "証明書",
      "-n",
      "x\\0101",
    ];
    const { stdout } = await run({ args: script('for word; do printf "<%s>" "$word"; done', ...words) });
    expect(stdout).toBe(Buffer.from(words.map((word) => `<${word}>`).join("")).toString("latin1"));
  });

  test("passes on any bytes, and nothing when nothing is given", async () => {
    const { run } = await open();
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256));
    expect((await run({ args: ["cat"], stdin: bytes, maxBytes: 1e6 })).stdout).toBe(bytes.toString("latin1"));
    expect((await run({ args: ["cat"] })).stdout).toBe("");
    expect((await run({ args: ["cat"], stdin: Buffer.alloc(0) })).stdout).toBe("");
    expect((await run({ args: ["true"], stdin: bytes })).exitCode).toBe(0);
  });

  test("adds to the environment of one program only", async () => {
    const { run } = await open();
    const show = script('printf %s "${GIVEN-none}"');
    expect((await run({ args: show, env: { GIVEN: "a=b\nc" } })).stdout).toBe("a=b\nc");
    expect((await run({ args: show })).stdout).toBe("none");
  });

  test("ends with the one that opened it", async () => {
    const { run, shell, started } = await open();
    await run({ args: ["true"] });
    const ended = new Promise((resolve) => started[0]?.on("exit", resolve));
    shell.close();
    expect(await ended).toBe(0);
  });
});

test("a program is ended within the container when its time is over, and the shell goes on", async () => {
  const { run, shell } = await opened();
  const stdout = await withGrowing(async (limitMs) => {
    const late = await run({ args: script("echo so far; sleep 60 & sleep 60"), limitMs });
    expect(late.exitCode).toBe(killedByLimit);
    return late.stdout;
  });
  expect(stdout).toBe("so far\n");
  expect(shell.closed).toBe(false);
  expect(await run({ args: ["echo", "next"] })).toMatchObject({ exitCode: 0, stdout: "next\n" });
});

test("no process list shows the mark that ends an output", async () => {
  const { run } = await opened();
  const { stdout } = await run({ args: script("tr '\\0' ' ' </proc/$(cut -d' ' -f4 /proc/$PPID/stat)/cmdline") });
  expect(stdout).toContain("httpsidecar");
  expect(stdout).not.toMatch(/[0-9a-f]{32}/);
});

// The parent is the limit, the driver is its parent.
const killDriver = "echo so far; sleep 0.1; kill -KILL $(cut -d' ' -f4 /proc/$PPID/stat); sleep 0.1";

describe("a shell that cannot go on", () => {
  test("is closed by a program that the container does not end in time, or that says too much", async () => {
    const slow = await opened(undefined, 0);
    await expect(slow.run({ args: ["sleep", "5"], limitMs: 200 })).rejects.toThrow("not finished within 0.2 s");
    expect(slow.shell.closed).toBe(true);
    const loud = await opened();
    await expect(loud.run({ args: ["cat", "/dev/zero"], maxBytes: 100_000 })).rejects.toThrow("more than 100000 bytes");
    expect(loud.shell.closed).toBe(true);
  });

  test.each([
    ["was closed half-way", "echo so far"],
    ["failed half-way", "echo so far; exit 2"],
  ])("and %s has ended with its container, and its words are no answer", async (_, text) => {
    const program = await programOf(text);
    await expect((await opened(() => program)).run({ args: ["true"] })).rejects.toThrow(ContainerEnded);
  });

  test("ends with its container, which is no limit of a program", async () => {
    const { run, shell } = await opened();
    await expect(run({ args: script(killDriver) })).rejects.toThrow(ContainerEnded);
    expect(shell.closed).toBe(true);
  });
});

async function programOf(text: string): Promise<string> {
  const path = join(await temporaryFolder(), "program");
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return path;
}

describe("where the Engine cannot start a shell", () => {
  const failed = "OCI runtime exec failed: exec failed:";
  const told = async (code: number, words: string) => {
    const program = await programOf(`printf '%s\\r\\n' '${words}' ${code === 255 ? ">&2" : ""}; exit ${code}`);
    return (await opened(() => program)).run({ args: ["true"] });
  };

  test.each([
    [127, `${failed} unable to start container process: exec: "sh": executable file not found in $PATH: unknown`],
    [126, `${failed} unable to start container process: exec: "sh": permission denied: unknown`],
    [
      127,
      "executable file `sh` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command",
    ],
    [255, "exec /bin/sh: exec format error"],
  ])("the container has none if its words name it (%i: %s)", async (code, words) => {
    expect(await told(code, words)).toMatchObject({ exitCode: noShell });
  });

  test.each([
    [126, `${failed} cannot exec in a stopped container: unknown`],
    [128, "cannot exec in a stopped state: unknown"],
    [126, `${failed} unable to start container process: error executing setns process: exit status 1: unknown`],
    [
      126,
      `${failed} unable to start container process: error writing config to pipe: write init-p: broken pipe: unknown`,
    ],
    [
      127,
      `${failed} unable to create new parent process: namespace path: lstat /proc/9/ns/ipc: no such file or directory`,
    ],
    [126, `${failed} container does not exist: unknown`],
    [126, `${failed} unable to start container process: read init-p: connection reset by peer: unknown`],
    [126, ""],
  ])("the container has ended if they do not (%i: %s)", async (code, words) => {
    await expect(told(code, words)).rejects.toThrow(ContainerEnded);
  });
});
