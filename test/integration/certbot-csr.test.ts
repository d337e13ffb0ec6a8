import { createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limitsOf } from "../../src/renewal/limits.ts";
import { type Scene, type Side, sceneOf } from "../support/certbot-sides.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
});
afterAll(() => pebble.stop());

interface Made {
  /** its file */
  request: string;
  publicKey: string;
}

/** The operator's own key and request, as openssl makes them. */
async function requestFor(
  { folder }: Scene,
  names: readonly string[],
  { form = "PEM", bits = "2048" } = {},
): Promise<Made> {
  const root = join(folder, "..");
  const [request, key] = [join(root, `own.${form}`), join(root, "own.key")];
  const subject = ["-subj", "/", "-addext", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`];
  const made = ["-newkey", `rsa:${bits}`, "-nodes", "-keyout", key, "-out", request, "-outform", form];
  await execa("openssl", ["req", "-new", ...made, ...subject]);
  const publicKey = createPublicKey(await readFile(key, "utf8")).export({ type: "spki", format: "pem" });
  return { request, publicKey: String(publicKey) };
}

const sign = ({ certbot }: Scene, request: string, ...words: string[]) =>
  certbot("certonly", "--csr", request, "-a", "webroot", "-w", pebble.webroot, ...words);
const inRoot = async ({ folder }: Scene) =>
  (await readdir(join(folder, ".."))).filter((file) => file.endsWith(".pem")).sort();
const keyOf = (pem: string) => String(new X509Certificate(pem).publicKey.export({ type: "spki", format: "pem" }));

const sides: readonly Side[] = ["ours", "theirs"];
describe.each(sides)(
  "%s",
  (side) => {
    test.each(["PEM", "DER"])(
      "a certificate for the operator's own request (%s) lands beside, numbered, and is no lineage",
      async (form) => {
        const scene = await sceneOf(pebble, [side]);
        const { request, publicKey } = await requestFor(scene, ["n0.test", "n1.test"], { form });
        const first = await sign(scene, request);
        expect(first.code, first.said).toBe(0);
        expect(first.said).toContain("Successfully received certificate.");
        expect(first.said).not.toContain(".csr.");
        expect(await inRoot(scene)).toEqual(["0000_cert.pem", "0000_chain.pem", "0001_chain.pem"]);
        const [cert, chain, full] = await Promise.all(
          ["0000_cert.pem", "0000_chain.pem", "0001_chain.pem"].map((file) => scene.text(file)),
        );
        expect(keyOf(cert ?? "")).toBe(publicKey);
        expect(new X509Certificate(cert ?? "").subjectAltName).toBe("DNS:n0.test, DNS:n1.test");
        expect(full).toBe(`${cert}${chain}`);
        expect((await stat(join(scene.folder, "../0000_cert.pem"))).mode & 0o777).toBe(0o644);
        expect(await readdir(join(scene.folder, "live")).catch(() => [])).toEqual([]);
        expect(await readdir(join(scene.folder, "renewal")).catch(() => [])).toEqual([]);

        const second = await sign(scene, request);
        expect(second.code, second.said).toBe(0);
        expect(await inRoot(scene)).toContain("0001_cert.pem");
        expect(await scene.text("0000_cert.pem")).toBe(cert);
        const renewed = await scene.certbot("renew", "--force-renewal");
        expect(renewed.code, renewed.said).toBe(0);
      },
    );

    test("files go where the flags say, and never over another; a dry run writes none", async () => {
      const scene = await sceneOf(pebble, [side]);
      const { request, publicKey } = await requestFor(scene, ["n0.test"]);
      const dry = await sign(scene, request, "--dry-run");
      expect(dry.code, dry.said).toBe(0);
      expect(dry.said).toContain("The dry run was successful.");
      expect(await inRoot(scene)).toEqual([]);

      const root = join(scene.folder, "..");
      const places = ["cert", "chain", "fullchain"].flatMap((kind) => [
        `--${kind}-path`,
        join(root, "new", `${kind}.pem`),
      ]);
      const given = await sign(scene, request, ...places);
      expect(given.code, given.said).toBe(0);
      expect((await readdir(join(root, "new"))).sort()).toEqual(["cert.pem", "chain.pem", "fullchain.pem"]);
      const before = await scene.text("new", "cert.pem");
      expect(keyOf(before)).toBe(publicKey);
      const again = await sign(scene, request, ...places);
      expect(again.code, again.said).toBe(1);
      expect(await scene.text("new", "cert.pem")).toBe(before);
    });

    test("what cannot be is refused before the CA is asked", async () => {
      const scene = await sceneOf(pebble, [side]);
      const { request } = await requestFor(scene, ["n0.test"]);
      const before = pebble.orders();
      const noRequest = join(scene.folder, "../no.csr");
      await writeFile(noRequest, "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n");
      for (const file of [noRequest, join(scene.folder, "../missing")])
        expect((await sign(scene, file)).code).toBeGreaterThan(0);
      for (const words of [["-d", "n2.test"], ["--allow-subset-of-names"]])
        expect((await sign(scene, request, ...words)).code).toBeGreaterThan(0);
      for (const verb of ["run", "renew"])
        expect((await scene.certbot(verb, "--csr", request)).code).toBeGreaterThan(0);
      expect(pebble.orders()).toBe(before);
    });
  },
  120_000,
);

test("ours alone refuses early: a weak key, a file that is too large, a wildcard without DNS, a place that is taken", async () => {
  const scene = await sceneOf(pebble, ["ours"]);
  const before = pebble.orders();
  const weak = await requestFor(scene, ["n0.test"], { bits: "1024" });
  expect((await sign(scene, weak.request)).said).toContain("1024");
  const wild = await requestFor(scene, ["*.n0.test"]);
  expect((await sign(scene, wild.request)).said).toContain("*.n0.test");
  const fine = await requestFor(scene, ["n0.test"]);
  const large = join(scene.folder, "../large.csr");
  const key = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
  await writeFile(large, `${await readFile(fine.request, "utf8")}${String(key).repeat(4000)}`);
  expect((await sign(scene, large)).said).toContain("large.csr is larger than");
  const taken = await sign(scene, fine.request, "--cert-path", fine.request);
  expect(taken).toMatchObject({ code: 1, said: expect.stringContaining("is there already") });
  expect(pebble.orders()).toBe(before);
});

test("a cron line with --csr cannot use up the CA's limit: what is spent counts, for a lineage of the same names too", async () => {
  const scene = await sceneOf(pebble, ["ours"]);
  const { request } = await requestFor(scene, ["n2.test"]);
  const before = pebble.orders();
  const { most } = limitsOf(pebble.directory, undefined).orders;
  for (let nth = 0; nth < most; nth += 1) expect(await sign(scene, request)).toMatchObject({ code: 0 });
  expect(await sign(scene, request)).toMatchObject({ code: 1 });
  const lineage = await scene.certbot("certonly", "-d", "n2.test", "-a", "webroot", "-w", pebble.webroot);
  expect(lineage).toMatchObject({ code: 1 });
  expect(pebble.orders() - before).toBe(most);
}, 120_000);
