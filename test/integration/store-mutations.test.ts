import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountStore } from "../../src/store/accounts.ts";
import { issued, storeIn } from "../store/stored.ts";
import { breakages } from "../support/breakages.ts";
import { lineage } from "../support/given.ts";
import { newAccount } from "../support/new-account.ts";
import { directory, typeOn } from "../support/on-store.ts";
import { soak } from "../support/soak.ts";

const verbs = {
  certificates: "certbot certificates",
  renew: "certbot renew --force-renewal",
  update: "update-cert",
  certonly: `certbot certonly -d NAME --server ${directory}`,
  repair: "repair",
  delete: "certbot delete --cert-name NAME",
};
type Verb = keyof typeof verbs;
/** The exit code, and words that are said (others may stand at the …); NAME stands for the lineage, AT for the folder. */
type Says = Readonly<Record<Verb, string>>;
type Kind = keyof typeof breakages;

const fine: Says = {
  certificates: "0 (VALID: 89 days)",
  renew: "0 all renewals succeeded",
  update: "0 nginx has not been confirmed to serve it yet",
  certonly: "0 not yet due for renewal",
  repair: "0 nothing to repair",
  delete: "0 They are kept in AT/httpsidecar/deleted/NAME-",
};

/** Said by whoever reads it; until `repair` has been run, or for a person to mend. */
function broken(what: string, fix: string, repair: string): Partial<Says> {
  const said = `1 ${what} … fix: ${fix}`;
  return { certificates: `0 ${what}`, renew: said, update: said, certonly: said, repair: `0 ${repair}` };
}
const offer = "docker compose exec certbot httpsidecar repair";
const mendable = (what: string, repair: string) => broken(what, offer, repair);
const forPerson = (what: string, fix: string) => broken(what, fix, fix);

/** Taking the lock mends it, so every verb but a mere list goes on. */
const madeAgain: Partial<Says> = {
  certificates: "0 its four symlinks do not point to one version",
  repair: "0 restored its symlinks from archive/",
};
const none: Partial<Says> = {
  certificates: "0 No certificates found",
  renew: "0 No renewals were attempted",
  delete: "1 No certificate found with name NAME",
};
const taken = { update: `1 fix: ${offer}`, certonly: `1 fix: ${offer}` };
const unreadable = (line: number, why: string) =>
  forPerson(
    `AT/renewal/NAME.conf, line ${line}, cannot be read: ${why}`,
    `correct line ${line} of AT/renewal/NAME.conf, or move the file away and keep a copy`,
  );

/** Whatever is not here is as fine as nothing at all. */
const says: Readonly<Partial<Record<Kind, Partial<Says>>>> = {
  "one link a plain file": mendable("it has plain files where symlinks belong", "restored the symlinks"),
  "all links plain files (cp -rL, zip, git)": mendable(
    "it has plain files where symlinks belong",
    "restored the symlinks",
  ),
  "all links plain files of one's own": mendable(
    "it has plain files where symlinks belong",
    "they are not those of the archive",
  ),
  "a link to nowhere": madeAgain,
  "live/<name> gone": madeAgain,
  "one link gone": madeAgain,
  "links that disagree": madeAgain,
  "a switch that was cut off (previous_*.pem)": madeAgain,
  "links to files of other names": madeAgain,
  "an archive_dir elsewhere": forPerson(
    "AT/renewal/NAME.conf expects archive_dir in another place",
    "put this line above its first section: archive_dir = AT/archive/NAME",
  ),
  "no fullchain": forPerson(
    "AT/renewal/NAME.conf does not say where fullchain is",
    "put this line above its first section: fullchain = AT/live/NAME/fullchain.pem",
  ),
  "an authenticator that is not here": { renew: "0 NAME was proven by dns-cloudflare, which is not here" },
  "the key of another": mendable("privkey.pem is not the key of fullchain.pem", "pointed the symlinks to version 1"),
  "keys of others throughout": forPerson(
    "privkey.pem is not the key of fullchain.pem",
    "restore AT/archive/NAME and AT/live/NAME from a backup, or move them and AT/renewal/NAME.conf away",
  ),
  "rsa_key_size = big": { renew: '1 error: --rsa-key-size "big" is not a number' },
  "a key twice": unreadable(10, "server is there twice"),
  "a section twice": unreadable(15, "renewalparams is there twice"),
  "a line that is nothing": unreadable(15, "it is neither a section"),
  "a conf of 0 bytes beside an archive": mendable("NAME.conf is empty", "wrote the conf again"),
  "a conf of 0 bytes alone": mendable("NAME.conf is empty", "moved it to AT/renewal/NAME.conf.before-repair-"),
  "a conf that was deleted": { ...none, ...taken, repair: "0 wrote the conf again" },
  "a conf and accounts that were deleted": { ...none, ...taken, repair: "0 wrote the conf again" },
  "a placeholder in live/": { ...none, ...taken, repair: "0 it is kept in AT/live/NAME.before-repair-" },
  "empty folders made by Docker": {
    ...none,
    update: "0 new certificate",
    certonly: "0 Successfully received certificate",
  },
  "an archive without a whole version, and no conf": {
    ...none,
    update: "1 fix: docker compose exec certbot mv AT/archive/NAME AT/archive/NAME.old",
    certonly: "1 fix: docker compose exec certbot mv AT/archive/NAME AT/archive/NAME.old",
  },
  "a certificate of a staging authority": {
    certificates: "0 (INVALID: TEST_CERT)",
    update: "0 new certificate",
    certonly: "0 Successfully received certificate",
    repair: "0 update-cert gets a trusted one in its place",
  },
  "a second lineage NAME-0001": { repair: "0 certbot delete --cert-name NAME-0001" },
};

const leftToAPerson: readonly string[] = [
  "an archive_dir elsewhere",
  "no fullchain",
  "keys of others throughout",
  "a key twice",
  "a section twice",
  "a line that is nothing",
  "an archive without a whole version, and no conf",
] satisfies Kind[];

let root: string;
/** always the same place: the confs name it */
let at: string;
const account = newAccount();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "httpsidecar-test-"));
  at = join(root, "letsencrypt");
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Two versions with their account, and then what is the matter with them. */
async function makeBroken(what: Kind, name: string): Promise<void> {
  await rm(at, { recursive: true, force: true });
  await mkdir(at);
  const { id: accountId } = await accountStore(at).save(directory, account);
  for (let version = 1; version <= 2; version++) {
    await storeIn(at).save(lineage({ name, domains: [name] }), await issued({ domains: [name], directory, accountId }));
  }
  const conf = join(at, "renewal", `${name}.conf`);
  await breakages[what]({ name, folder: at, conf, live: join(at, "live", name), archive: join(at, "archive", name) });
}

/** All of them in the long run; else half of them, other ones for the next mutation. */
function verbsFor(what: Kind): [Verb, string][] {
  const all = Object.entries(verbs) as [Verb, string][];
  return all.filter((_, at) => soak || at % 2 === Object.keys(breakages).indexOf(what) % 2);
}

async function putBack(from: string): Promise<void> {
  await rm(at, { recursive: true, force: true });
  await cp(from, at, { recursive: true, verbatimSymlinks: true });
}

async function saysOf(line: string, name: string, domain = name): Promise<string> {
  const { screen, code } = await typeOn(at, line.replaceAll("NAME", name), domain);
  return `${code} ${screen.replaceAll(at, "AT").replaceAll(name, "NAME")}`;
}

/** Path and text of every file, by the hash of its bytes; links are only the names of what they lead to. */
async function inventory(): Promise<Map<string, { path: string; text: string }>> {
  const entries = await readdir(at, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const read = async (path: string) => ({ path, text: await readFile(path, "utf8") });
  const files = await Promise.all(paths.map(read));
  return new Map(files.map((file) => [createHash("sha256").update(file.text).digest("hex"), file]));
}

/** Lines that a renewal may write anew. All else in a conf stays, and every other file's bytes are still somewhere. */
const renewed = /^\uFEFF?(?:version|account|server|authenticator|webroot_path|key_type|reuse_key|NAME) = /;

async function expectNothingLost(before: Awaited<ReturnType<typeof inventory>>, name: string): Promise<void> {
  const after = await inventory();
  for (const [hash, { path, text }] of before) {
    if (after.has(hash)) continue;
    expect(path).toMatch(/renewal\/.+\.conf$/);
    const now = (await readFile(path, "utf8")).split("\n");
    const kept = text.split("\n").filter((line) => !renewed.test(line.replace(name, "NAME")));
    expect(kept.filter((line) => !now.includes(line))).toEqual([]);
  }
}

describe("what each verb says, its exit code, and nothing is lost:", () => {
  test.each(Object.keys(breakages) as Kind[])("%s", async (what) => {
    const name = `m${Object.keys(breakages).indexOf(what)}.stack.dev`;
    const base = join(root, "base");
    await makeBroken(what, name);
    await rm(base, { recursive: true, force: true });
    await rename(at, base);
    for (const [verb, line] of verbsFor(what)) {
      await putBack(base);
      const before = await inventory();
      const said = await saysOf(line, name, verb === "delete" ? "other.stack.dev" : name);
      const expected = { ...fine, ...says[what] }[verb];
      expect(said.slice(0, 2), `${verb}: ${said}`).toBe(expected.slice(0, 2));
      for (const part of expected.slice(2).split(" … ")) expect(said, verb).toContain(part);
      // what is another lineage's is never to be moved away
      expect(said, verb).not.toContain("is in the way");
      await expectNothingLost(before, name);
    }

    await putBack(base);
    await saysOf("repair", name);
    const said = await saysOf("update-cert --force-renewal", name);
    expect(said).toMatch(leftToAPerson.includes(what) ? /^1 / : /^0 /);
    if (said.startsWith("0")) await cp(at, join(root, "mended"), { recursive: true, verbatimSymlinks: true });
  });
});

test("real certbot finds everything valid that was mended", async () => {
  await putBack(join(root, "mended"));
  const folders = ["--config-dir", at, "--work-dir", `${root}/work`, "--logs-dir", `${root}/logs`];
  const { all, exitCode } = await execa("certbot", ["certificates", ...folders], { all: true, reject: false });
  expect(all).not.toMatch(/invalid/i);
  const second = 1;
  expect(all.match(/\(VALID: 89 days\)/g)).toHaveLength(Object.keys(breakages).length - leftToAPerson.length + second);
  expect(exitCode).toBe(0);
});
