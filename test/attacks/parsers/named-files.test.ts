import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { trustedRoots } from "../../../src/acme/trust.ts";
import { passphraseFor } from "../../../src/cli/imported/passphrase.ts";
import { processesIn } from "../../../src/deploy/strategies/processes.ts";
import { readNamedFile } from "../../../src/imported/read-file.ts";
import { knownRoots } from "../../../src/imported/roots.ts";
import { openLogFile } from "../../../src/store/log-file.ts";
import { readPem } from "../../../src/store/pem-file.ts";
import { temporaryFolder } from "../../support/folders.ts";

/** Which files an operator names is no stranger's choice; what lies there may be, where nginx can write the folder. */
const makers: readonly [string, (path: string) => Promise<unknown>][] = [
  ["a FIFO", (path) => execa("mkfifo", [path])],
  ["a folder", (path) => mkdir(path)],
  ["a link to an endless file", (path) => symlink("/dev/zero", path)],
  ["a link to itself", (path) => symlink(path, path)],
];

describe.each(makers)("%s in the place of a file that was named", (_, make) => {
  const made = async () => {
    const path = join(await temporaryFolder(), "named.pem");
    await make(path);
    return path;
  };

  test("is refused at once, whatever it was named for", async () => {
    const path = await made();
    const asked = { environment: {}, assembly: { ask: async () => undefined } };
    const reads: Record<string, () => Promise<unknown>> = {
      "ca-bundle-unreadable": () => trustedRoots(path),
      "unusable-file": () => readPem(path),
      "own-no-file": () => readNamedFile(path),
      "bad-words": () => passphraseFor(asked as unknown as Parameters<typeof passphraseFor>[0], path, undefined),
    };
    for (const [code, read] of Object.entries(reads)) await expect(read()).rejects.toMatchObject({ code });
  });

  test("adds no root, and stops no log", async () => {
    const path = await made();
    expect(await knownRoots(path)).toEqual(await knownRoots(undefined));

    const folder = await temporaryFolder();
    const said: string[] = [];
    const log = await openLogFile({ folder, backups: 0, complain: (line) => said.push(line) });
    await rm(join(folder, "letsencrypt.log"), { force: true });
    await make(join(folder, "letsencrypt.log"));
    log.write("INFO", "httpsidecar", "hello");
    if (_ === "a link to an endless file") expect(said).toEqual([]);
    else expect(said).toEqual([expect.stringContaining("no log is written")]);
  });

  test("is no process", async () => {
    const proc = await temporaryFolder();
    await mkdir(join(proc, "7"));
    await make(join(proc, "7", "cmdline"));
    expect(await processesIn(proc)).toEqual([]);
  });
});
