import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { accountStore } from "../../src/store/accounts.ts";
import { patternOf } from "../languages/marked.ts";
import { temporaryFolder } from "../support/folders.ts";
import { newAccount } from "../support/new-account.ts";
import { directory, typeOn } from "../support/on-store.ts";
import { follow, type Hands, type Said, saidOn } from "./follow.ts";
import { storeFixes } from "./followed.ts";

const run = promisify(execFile);
const domain = "dify.acme.org";

/** What happened to the folder of certbot's, in which a lineage was stored. */
const broken: Record<(typeof storeFixes)[number]["why"], (folder: string) => Promise<unknown>> = {
  "a lost conf": (folder) => rm(join(folder, "renewal", `${domain}.conf`)),
  "plain files in the place of links": (folder) =>
    run("bash", ["-ec", "for f in *.pem; do cp --remove-destination $(readlink -f $f) $f; done"], {
      cwd: join(folder, "live", domain),
    }),
  "a stranger's file in archive/": async (folder) => {
    await rm(folder, { recursive: true });
    await mkdir(join(folder, "archive", domain), { recursive: true });
    await writeFile(join(folder, "archive", domain, "x"), "");
  },
  "a key that is lost": (folder) => rm(join(folder, "archive", domain, "privkey1.pem")),
  "a conf with a line that is none": (folder) =>
    run("sed", ["-i", "2i ]what", join(folder, "renewal", `${domain}.conf`)]),
  "a conf of a folder that moved": (folder) =>
    run("sed", ["-i", "s|^archive_dir = .*|archive_dir = /elsewhere|", join(folder, "renewal", `${domain}.conf`)]),
  "two accounts": async (folder) => {
    await accountStore(folder).save(directory, newAccount());
    await run("sed", ["-i", "s|^account = .*||", join(folder, "renewal", `${domain}.conf`)]);
  },
  "an account that cannot be read": (folder) =>
    run("bash", ["-ec", `for f in accounts/ca.test/dir/*/regr.json; do chmod u+w $f; echo x > $f; done`], {
      cwd: folder,
    }),
  "an account under another name": (folder) =>
    run("bash", ["-ec", `mv accounts/ca.test/dir/* accounts/ca.test/dir/mine`], { cwd: folder }),
  "a folder that has the name as typed": (folder) => mkdir(join(folder, "live", "Dify.Acme.org")),
};

test.each(storeFixes)("for $why, following '$fix' changes the next message", async ({ why, fix }) => {
  const folder = await temporaryFolder();
  const typed = why === "a folder that has the name as typed" ? "Dify.Acme.org" : domain;
  const type = async (line: string) => (await typeOn(folder, line, typed)).screen;
  expect(saidOn(await typeOn(folder, "update-cert", domain).then(({ screen }) => screen))).toBeUndefined();
  await broken[why](folder);
  const hands: Hands = {
    folder,
    // an account is asked for when there is an order
    inContainer: (line) =>
      line.startsWith("mv ")
        ? run("bash", ["-ec", line.replaceAll("/etc/letsencrypt", folder)])
        : type(line.replace(/^httpsidecar /, "")),
    compose: () => Promise.reject(new Error("no other container is concerned")),
  };
  const look = async () => saidOn(await type("update-cert --force-renewal"));
  const before = (await look()) as Said;
  expect(before.fix).toMatch(patternOf(fix));
  expect(await look()).toEqual(before);
  await follow(before, hands);
  expect(await look()).toBeUndefined();
});
