import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { archiveOf } from "../../src/attach/archive.ts";
import { temporaryFolder } from "../support/folders.ts";

test("an archive unpacks to the same bytes and modes, with long paths and any length", async () => {
  const long = `/etc/letsencrypt/live/${"a".repeat(60)}.example/${"b".repeat(40)}/fullchain.pem`;
  const files = [
    { path: "/empty", bytes: Buffer.alloc(0), mode: 0o600 },
    { path: "/docker-entrypoint.d/40-https.sh", bytes: Buffer.alloc(512, "\xff", "latin1"), mode: 0o755 },
    { path: long, bytes: Buffer.from("pem\r\n"), mode: 0o644 },
  ];
  const folder = await mkdtemp(join(await temporaryFolder(), "x"));
  await writeFile(join(folder, "x.tar"), archiveOf(files));
  await execa("tar", ["-x", "-p", "-f", "x.tar"], { cwd: folder });
  for (const { path, bytes, mode } of files) {
    expect(await readFile(join(folder, path))).toEqual(bytes);
    expect((await stat(join(folder, path))).mode & 0o777).toBe(mode);
  }
});
