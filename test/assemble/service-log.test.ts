import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { serviceLog } from "../../src/assemble/service-log.ts";
import { temporaryFolder } from "../support/folders.ts";

const clock = { now: () => new Date("2026-11-20T12:00:00Z") };

interface Given {
  words?: string[];
  format?: string;
  commandLine?: string;
  output?: (folder: string) => Promise<string>;
}

/** What lies in the service's log after a run that says and complains this. */
async function logged(
  { words = ["update-cert"], format, commandLine = "node\0/opt/httpsidecar/main.js\0serve", output }: Given,
  code = 0,
) {
  const folder = await temporaryFolder();
  const service = { commandLine: join(folder, "cmdline"), output: (await output?.(folder)) ?? join(folder, "log") };
  await writeFile(service.commandLine, commandLine);
  if (!output) await writeFile(service.output, "dify.test: kept\n");
  const log = serviceLog(words, { format, clock, service });
  const screen: string[] = [];
  const say = (line: string) => void screen.push(line);
  log.said(say)("dify.test: new certificate, serial 0B\u001b[2J");
  log.said(say)("next renewal: 2027-01-30 (automatic)");
  log.complained(say)("error: the CA is away");
  await log.note(code);
  expect(screen).toHaveLength(3);
  return output ? "" : await readFile(service.output, "utf8");
}

test("what is typed in the container leaves a line in the service's own log, as terminals may show it", async () => {
  expect(await logged({})).toBe("dify.test: kept\nexec update-cert: dify.test: new certificate, serial 0B [2J\n");
  expect(await logged({ words: ["enable-https"] }, 1)).toContain("\nexec enable-https failed: the CA is away\n");
});

test("the line is an event where the log is for machines", async () => {
  const [, line = ""] = (await logged({ format: "json" })).split("\n");
  expect(JSON.parse(line)).toMatchObject({ level: "info", message: expect.stringMatching(/^exec update-cert: /) });
});

test.each([
  ["only reads", { words: ["status"] }],
  ["runs where another program is the first process", { commandLine: "/sbin/init" }],
] as const)("a command that %s leaves none", async (_, given) => {
  expect(await logged({ ...given, words: "words" in given ? [...given.words] : ["update-cert"] })).toBe(
    "dify.test: kept\n",
  );
});

test("a log that nobody reads, or that is gone, holds no command back", async () => {
  const pipe = async (folder: string) => {
    await execa("mkfifo", [join(folder, "log")]);
    return join(folder, "log");
  };
  await logged({ output: pipe });
  await logged({ output: async (folder) => join(folder, "gone", "log") });
});
