import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { readSmall } from "../../../src/base/read-small.ts";
import { webroot } from "../../../src/challenge/webroot.ts";
import { settingsFiles } from "../../../src/companion/settings/files.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { repeat } from "../../support/soak.ts";

// Somebody who can write the folder too, and is quicker than a look and the step after it: a link to another's file
// is put in the place of ours again and again, by a program of its own.
const turns = 150 * repeat;

/** What `path` is taken from and replaced by without end, until the test is over. */
async function swapped(program: string, ...paths: string[]): Promise<void> {
  const swapping = execa("perl", ["-e", `$| = 1; print "on\\n"; while (1) { ${program} }`, ...paths], {
    reject: false,
  });
  onTestFinished(async () => {
    swapping.kill("SIGKILL");
    await swapping;
  });
  await new Promise((resolve) => swapping.stdout.once("data", resolve));
}

async function victimIn(folder: string): Promise<string> {
  const path = join(folder, "victim");
  await writeFile(path, "of somebody else");
  return path;
}

test("a token is written into no file that a link leads to, whenever it is planted", async () => {
  const folder = await temporaryFolder();
  const victim = await victimIn(folder);
  const [www, token] = [join(folder, "www"), "token-1"];
  const challenges = join(www, ".well-known/acme-challenge");
  await mkdir(challenges, { recursive: true });
  for (const name of [token, `${token}.new`])
    await swapped("symlink $ARGV[0], $ARGV[1]", victim, join(challenges, name));
  const responder = webroot(www);
  let refused = 0;
  for (let turn = 0; turn < turns || refused === 0; turn += 1)
    await responder.present(token, "ours").catch(() => {
      refused += 1;
    });
  expect(await readFile(victim, "utf8")).toBe("of somebody else");
  // the link was there in time, more than once
  expect(refused).toBeGreaterThan(0);
});

test("a folder of challenges that becomes a link meanwhile takes no token elsewhere", async () => {
  const folder = await temporaryFolder();
  const [www, elsewhere] = [join(folder, "www"), join(folder, "elsewhere")];
  const challenges = join(www, ".well-known/acme-challenge");
  await mkdir(challenges, { recursive: true });
  await mkdir(elsewhere);
  const swap =
    "rename $ARGV[0], $ARGV[1]; symlink $ARGV[2], $ARGV[0]; unlink $ARGV[0]; rename $ARGV[1], $ARGV[0]; select undef, undef, undef, 0.0005";
  await swapped(swap, challenges, `${challenges}.away`, elsewhere);
  let done = 0;
  for (let turn = 0; turn < turns || done === 0; turn += 1) {
    await webroot(www)
      .present("token-1", "ours")
      .then(
        () => {
          done += 1;
        },
        () => undefined,
      );
    expect(await readdir(elsewhere)).toEqual([]);
  }
  expect(done).toBeGreaterThan(0);
});

test("a setting is written into no file that a link leads to, whenever it is planted", async () => {
  const folder = await temporaryFolder();
  const victim = await victimIn(folder);
  await writeFile(join(folder, ".env"), "A=1\n");
  await writeFile(join(folder, "compose.yaml"), "services: {}\n");
  await swapped("symlink $ARGV[0], $ARGV[1]", victim, join(folder, ".env.httpsidecar-new"));
  const settings = settingsFiles({ stackFolder: folder, writeEnv: "env" });
  const stack = {
    ...{ project: "stack", workingFolder: "/srv/stack", configFiles: ["/srv/stack/compose.yaml"], service: "nginx" },
    ...{ environmentFile: undefined, otherEnvironments: [] },
  };
  let refused = 0;
  for (let turn = 0; turn < turns || refused === 0; turn += 1) {
    const write = async () =>
      settings.write(await settings.plan(stack, { NGINX_HTTPS_ENABLED: turn % 2 === 0 ? "true" : "false" }));
    await write().catch(() => {
      refused += 1;
    });
  }
  expect(await readFile(victim, "utf8")).toBe("of somebody else");
  expect(await readFile(join(folder, ".env"), "utf8")).toMatch(/^A=1\n(?:NGINX_HTTPS_ENABLED=\w+\n)?$/);
  expect(refused).toBeGreaterThan(0);
});

test("a file that becomes a FIFO, a folder, an endless one and a link again is read whole, or refused, and never waited for", async () => {
  const folder = await temporaryFolder();
  const [path, secret] = [join(folder, "file"), join(folder, "secret")];
  await writeFile(secret, "secret");
  const kinds = [
    'if (open(my $file, ">", $ARGV[0])) { print $file "ours"; close $file }',
    "system('mkfifo', $ARGV[0])",
    "mkdir $ARGV[0]",
    'symlink "/dev/zero", $ARGV[0]',
    "symlink $ARGV[1], $ARGV[0]",
  ];
  await swapped(kinds.map((make) => `${make}; unlink $ARGV[0]; rmdir $ARGV[0];`).join("\n"), path, secret);
  const ends = new Set<string>();
  for (const until = Date.now() + 1500 * repeat; Date.now() < until; ) {
    const read = readSmall(path, { maxBytes: 100, follow: false }).then(
      (bytes) => (bytes === undefined ? "missing" : bytes.toString()),
      ({ code }) => code,
    );
    ends.add(await read);
  }
  expect([...ends].filter((end) => !["missing", "", "ours", "not-a-file", "ELOOP"].includes(end))).toEqual([]);
  expect(ends.size).toBeGreaterThan(2);
});
