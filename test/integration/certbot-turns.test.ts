import { createPrivateKey } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nextKey } from "../../src/assemble/certbot-parts.ts";
import { paramsOfOptions } from "../../src/config/saved-options.ts";
import type { CertbotOptions } from "../../src/model/certbot-options.ts";
import { Problem } from "../../src/model/problem.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { authorityAt, lineageOf, plainly } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

const names: [string, ...string[]] = ["dify.test", "www.dify.test"];
let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble({ authzReuse: 100 });
});
afterAll(() => pebble.stop());

/** One store that both sides work on. */
function sides(folder: string) {
  const store = lineageStore({ folder, webroot: pebble.webroot, version: "0.1.0" });
  return {
    store,
    async ours(options: CertbotOptions = {}) {
      const accounts = accountStore(folder);
      const certificateKey = (lineage: { name: string }) =>
        nextKey(folder, options, { ...lineageOf(...names), ...lineage });
      const { authority } = authorityAt(pebble, { accounts, certificateKey });
      const saving = lineageStore({
        folder,
        webroot: pebble.webroot,
        version: "0.1.0",
        params: paramsOfOptions(options),
      });
      const lineage = lineageOf(...names);
      return await saving.exclusively(async () => saving.save(lineage, await authority.issue(lineage, plainly())));
    },
    async certbot(...words: string[]) {
      const folders = ["--config-dir", folder, "--work-dir", `${folder}/.work`, "--logs-dir", `${folder}/.logs`];
      const env = { REQUESTS_CA_BUNDLE: pebble.caFile };
      return await execa("certbot", [...words, ...folders], { reject: false, all: true, env });
    },
    async key() {
      const pem = await readFile(join(folder, "live", "dify.test", "privkey.pem"), "utf8");
      const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
      return {
        pem,
        kind: `${asymmetricKeyType} ${asymmetricKeyDetails?.modulusLength ?? asymmetricKeyDetails?.namedCurve}`,
      };
    },
  };
}

const force = ["renew", "--force-renewal", "--no-random-sleep-on-renew"];
const domains = names.flatMap((name) => ["-d", name]);

function certonly(...more: string[]): string[] {
  const who = ["-n", "--agree-tos", "--register-unsafely-without-email"];
  return ["certonly", ...who, "--webroot", "-w", pebble.webroot, "--server", pebble.directory, ...domains, ...more];
}

const kinds = [
  ["rsa 2048", { keyType: "rsa", rsaKeySize: 2048 }],
  ["rsa 3072", { keyType: "rsa", rsaKeySize: 3072 }],
  ["rsa 4096", { keyType: "rsa", rsaKeySize: 4096 }],
  ["ec prime256v1", { keyType: "ecdsa", ellipticCurve: "secp256r1" }],
  ["ec secp384r1", { keyType: "ecdsa", ellipticCurve: "secp384r1" }],
  ["ec secp521r1", { keyType: "ecdsa", ellipticCurve: "secp521r1" }],
] as const satisfies readonly (readonly [string, CertbotOptions])[];

describe("a key of its kind goes from hand to hand", () => {
  test.each(kinds)("%s: ours first, then certbot, then ours", async (kind, options) => {
    const { ours, certbot, key, store } = sides(await temporaryFolder());
    await ours(options);
    expect((await key()).kind).toBe(kind);
    expect((await certbot("certificates")).all).toContain("(VALID: 89 days)");
    expect((await certbot(...force)).all).toContain("Congratulations, all renewals succeeded");
    expect((await key()).kind).toBe(kind);
    await ours();
    expect((await key()).kind).toBe(kind);
    expect((await store.read("dify.test"))?.version).toBe(3);
  });

  test.each(kinds)("%s: certbot first, then ours, then certbot", async (kind, options) => {
    const { ours, certbot, key } = sides(await temporaryFolder());
    const size = "rsaKeySize" in options ? ["--rsa-key-size", `${options.rsaKeySize}`] : [];
    const curve = "ellipticCurve" in options ? ["--elliptic-curve", options.ellipticCurve] : [];
    expect((await certbot(...certonly("--key-type", options.keyType, ...size, ...curve))).exitCode).toBe(0);
    await ours();
    expect((await key()).kind).toBe(kind);
    expect((await certbot(...force)).exitCode).toBe(0);
    expect((await key()).kind).toBe(kind);
    expect((await certbot("certificates")).all).not.toContain("INVALID");
  });
});

test("a key that is to be kept stays the same in both hands", async () => {
  const { ours, certbot, key } = sides(await temporaryFolder());
  await ours({ reuseKey: true });
  const { pem } = await key();
  expect((await certbot(...force)).exitCode).toBe(0);
  expect((await key()).pem).toBe(pem);
  await ours();
  expect((await key()).pem).toBe(pem);
  await ours({ newKey: true });
  expect((await key()).pem).not.toBe(pem);
});

test("a lost account folder is replaced by a new account, with which certbot goes on", async () => {
  const folder = await temporaryFolder();
  const { ours, certbot } = sides(folder);
  await ours();
  await rm(join(folder, "accounts"), { recursive: true });
  expect((await certbot(...force)).exitCode).toBe(1);
  await ours();
  expect((await certbot(...force)).all).toContain("Congratulations, all renewals succeeded");
});

test("twenty turns in a random order on one store: each side finds the other's whole", async () => {
  const seed = Date.now() % 1_000_000;
  const random = randomOf(seed);
  const { ours, certbot, store } = sides(await temporaryFolder());
  await ours();
  for (let turn = 2; turn <= 21; turn++) {
    const by = random() < 0.5 ? "ours" : "certbot";
    if (by === "ours") await ours();
    else expect((await certbot(...force)).exitCode, `seed ${seed}, turn ${turn}`).toBe(0);
    expect((await store.read("dify.test"))?.version, `seed ${seed}, turn ${turn} by ${by}`).toBe(turn);
    if (by === "ours" && turn % 3 === 0) expect((await certbot("certificates")).all).toContain("(VALID: 89 days)");
  }
  expect((await certbot("certificates")).all).toContain("(VALID: 89 days)");
});

test("started at the same moment 50 times, one of the two waits or says so, and the store stays whole", async () => {
  const random = randomOf(Date.now() % 1_000_000);
  const { ours, certbot, store } = sides(await temporaryFolder());
  let version = (await ours()).version;
  const refused = { certbot: 0, ours: 0 };
  for (let turn = 0; turn < 50; turn++) {
    const theirs = certbot(...force);
    await new Promise((resolve) => setTimeout(resolve, random() * 800));
    const mine = await ours().then(
      () => "done",
      (error) => (error instanceof Problem ? error.code : Promise.reject(error)),
    );
    const { exitCode, all = "" } = await theirs;
    if (exitCode !== 0) expect(all).toContain("Another instance of Certbot is already running");
    if (mine !== "done") expect(mine).toBe("locked");
    refused.certbot += exitCode === 0 ? 0 : 1;
    refused.ours += mine === "done" ? 0 : 1;
    version += (exitCode === 0 ? 1 : 0) + (mine === "done" ? 1 : 0);
    expect((await store.read("dify.test"))?.version).toBe(version);
  }
  console.log(`50 meetings: certbot gave way ${refused.certbot} times, ours ${refused.ours} times`);
  expect(refused.certbot + refused.ours).toBeGreaterThan(0);
  expect((await certbot("certificates")).all).toContain("(VALID: 89 days)");
}, 240_000);

/** Numbers in [0, 1) that a seed decides (Park and Miller). */
function randomOf(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
