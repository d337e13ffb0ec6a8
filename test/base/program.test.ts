import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Program, runProgram } from "../../src/base/program.ts";
import { temporaryFolder } from "../support/folders.ts";
import { withGrowing } from "../support/wire.ts";

const environment = { PATH: process.env["PATH"] };

function shell(text: string, options: Partial<Program> = {}) {
  return runProgram({ file: "/bin/sh", words: ["-c", text], environment, limitMs: 10_000, ...options });
}

describe("a program", () => {
  test("ends with its exit code and what it said", async () => {
    expect(await shell("echo one; echo two >&2; exit 3")).toEqual({
      ending: { kind: "exited", code: 3 },
      output: "one\ntwo\n",
    });
  });

  test("that a signal ended is told by that signal", async () => {
    expect((await shell("kill -SEGV $$")).ending).toEqual({ kind: "killed", signal: "SIGSEGV" });
    expect((await shell("kill -KILL $$")).ending).toEqual({ kind: "killed", signal: "SIGKILL" });
  });

  test("that takes too long is killed with all that it started", async () => {
    const pid = await withGrowing(async (limitMs) => {
      const { ending, output } = await shell("sleep 120 & echo $!; wait", { limitMs });
      expect(ending).toEqual({ kind: "late" });
      return Number(output);
    });
    await expect.poll(() => stateOf(pid)).toMatch(/^(?:gone|Z)$/);
  });

  test("is ended by the signal", async () => {
    const began = performance.now();
    expect((await shell("sleep 120", { signal: AbortSignal.timeout(100) })).ending).toEqual({ kind: "stopped" });
    expect((await shell("sleep 120", { signal: AbortSignal.abort() })).ending).toEqual({ kind: "stopped" });
    expect(performance.now() - began).toBeLessThan(100_000);
  });

  test("may say as much as it likes: the beginning is kept, and it is not ended", async () => {
    const { ending, output } = await shell("head -c 20000000 /dev/zero", { maxBytes: 1000 });
    expect(ending).toEqual({ kind: "exited", code: 0 });
    expect(output.length).toBe(1000);
  });

  test("is not waited for longer because of what it left running, which goes on", async () => {
    const folder = await temporaryFolder();
    const left = "until [ -e go ]; do sleep 0.05; done; echo noise; echo done >late";
    const { output } = await shell(`cd ${folder}; (${left}) & echo started`);
    expect(output).toBe("started\n");
    await writeFile(join(folder, "go"), "");
    await expect.poll(() => readFile(join(folder, "late"), "utf8").catch(() => "")).toBe("done\n");
  });

  test("that cannot be started is told with the reason", async () => {
    const missing = await runProgram({ file: "/nowhere/at-all", environment, limitMs: 1000 });
    expect(missing.ending).toEqual({ kind: "not-started", why: "ENOENT" });
    const noProgram = await runProgram({ file: "/etc/passwd", environment, limitMs: 1000 });
    expect(noProgram.ending).toEqual({ kind: "not-started", why: "EACCES" });
  });

  test("has the environment that it was given and nothing else", async () => {
    const { output } = await shell('echo "$HOME$A"', { environment: { A: "a" } });
    expect(output).toBe("a\n");
  });
});

async function stateOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return /\) (\w)/.exec(text)?.[1] ?? "gone";
}
