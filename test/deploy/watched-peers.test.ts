import "reflect-metadata";
import { createServer as createPlain, type Server } from "node:net";
import { createSecureContext, createServer, type TlsOptions } from "node:tls";
import * as x509 from "@peculiar/x509";
import { expect, it, onTestFinished } from "vitest";
import { peersOf } from "../../src/deploy/watched-peers.ts";
import { judge } from "../../src/watch/judge.ts";
import { listen, portOf } from "../support/loopback.ts";

const day = 24 * 60 * 60 * 1000;
const days = (many: number) => new Date(Date.now() + many * day);

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const small = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 1024,
};
const keysOf = (algorithm: typeof ecdsa | typeof small) =>
  crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

interface Issuer {
  name: string;
  keys: CryptoKeyPair;
}

interface Wanted {
  name: string;
  keys: CryptoKeyPair;
  by: Issuer;
  isCa?: boolean;
  from?: Date;
  until?: Date;
}

async function issue({ name, keys, by, isCa = false, from = days(-10), until = days(80) }: Wanted): Promise<string> {
  const made = await x509.X509CertificateGenerator.create({
    ...{ subject: `CN=${name}`, issuer: `CN=${by.name}`, notBefore: from, notAfter: until },
    ...{ publicKey: keys.publicKey, signingKey: by.keys.privateKey, signingAlgorithm: ecdsa },
    extensions: [
      new x509.BasicConstraintsExtension(isCa, undefined, true),
      ...(isCa ? [] : [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])]),
    ],
  });
  return `${made.toString("pem")}\n`;
}

const issuer = async (name: string): Promise<Issuer> => ({ name, keys: await keysOf(ecdsa) });
const root = await issuer("Root");
const intermediate = await issuer("Intermediate");
const rootPem = await issue({ ...root, by: root, isCa: true, until: days(4000) });
const intermediatePem = await issue({ ...intermediate, by: root, isCa: true, until: days(900) });

async function pemOf(keys: CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
}

const serve = async (server: Server) => {
  await listen(server, 0);
  onTestFinished(() => void server.close());
  return portOf(server);
};

/** What is said of a server at this port, whose root is trusted. */
async function saidOf(port: number, { trusted = rootPem, timeout = 3000, addresses = ["127.0.0.1"] } = {}) {
  const target = { url: `https://chat.test:${port}`, host: "chat.test", port };
  const secureContext = createSecureContext({ ca: [trusted] });
  const shown = await peersOf(target, { secureContext, timeout, findAddresses: async () => addresses });
  return judge(target, shown, new Date());
}

/** The server's own certificate, then what it sends with it. */
async function shows(wanted: Partial<Wanted> & { sends?: readonly string[]; options?: TlsOptions } = {}) {
  const { keys = await keysOf(ecdsa), sends = [intermediatePem], options = {}, ...rest } = wanted;
  const leaf = await issue({ name: "chat.test", keys, by: intermediate, ...rest });
  return await serve(createServer({ key: await pemOf(keys), cert: [leaf, ...sends].join(""), ...options }));
}

it("a good chain is fine", async () => {
  expect(await saidOf(await shows())).toMatchObject({ verdict: "fine", line: expect.stringContaining("79 days left") });
});

it.each<{ what: string; fault: string; wanted: Partial<Wanted> & { sends?: readonly string[] } }>([
  { what: "no intermediate", fault: "chain-incomplete", wanted: { sends: [] } },
  { what: "another name", fault: "wrong-name", wanted: { name: "other.test" } },
  { what: "an end in the past", fault: "expired", wanted: { from: days(-90), until: days(-1) } },
  { what: "a begin in the future", fault: "not-yet-valid", wanted: { from: days(1) } },
  { what: "nine of ninety days left", fault: "ends-soon", wanted: { from: days(-81.5), until: days(8.5) } },
  { what: "twenty of ninety days left", fault: "not-replaced", wanted: { from: days(-70), until: days(20) } },
])("a server with $what is $fault", async ({ fault, wanted }) => {
  expect((await saidOf(await shows(wanted))).fault).toBe(fault);
});

it("a server that signed for itself is told from one of a CA that no browser knows", async () => {
  const own = await issuer("chat.test");
  const pem = await issue({ ...own, by: own });
  const port = await serve(createServer({ key: await pemOf(own.keys), cert: pem }));
  expect((await saidOf(port)).fault).toBe("self-signed");
  const stranger = await issuer("Stranger");
  const strangerPem = await issue({ ...stranger, by: stranger, isCa: true });
  const unknown = await saidOf(await shows({ by: stranger, sends: [strangerPem] }));
  expect(unknown).toMatchObject({ fault: "untrusted", line: expect.stringContaining("SELF_SIGNED_CERT_IN_CHAIN") });
});

it("a key that browsers refuse is named with its size", async () => {
  const port = await shows({ keys: await keysOf(small), options: { ciphers: "DEFAULT@SECLEVEL=0" } });
  expect(await saidOf(port)).toMatchObject({ fault: "weak-key", line: expect.stringContaining("RSA with 1024 bits") });
});

it("an expired cross-sign is no fault while a browser finds another way to a root, and is one otherwise", async () => {
  const old = await issuer("Old Root");
  const oldPem = await issue({ ...old, by: old, isCa: true, from: days(-4000), until: days(4000) });
  const cross = await issue({ ...root, by: old, isCa: true, from: days(-4000), until: days(-1) });
  const port = await shows({ sends: [intermediatePem, cross] });
  expect((await saidOf(port)).verdict).toBe("fine");
  expect((await saidOf(port, { trusted: oldPem })).fault).toBe("chain-expired");
});

it("a server without a certificate for the name refuses the handshake, and plain HTTP is told from TLS", async () => {
  const options: TlsOptions = { SNICallback: (_, done) => done(new Error("unknown name")) };
  expect((await saidOf(await shows({ options }))).fault).toMatch(/^(?:handshake|unreachable)$/);
  const old: TlsOptions = { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" };
  expect((await saidOf(await shows({ options: old }))).fault).toBe("handshake");
  const plain = await serve(
    createPlain((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    }),
  );
  expect((await saidOf(plain)).fault).toBe("no-tls");
});

/** Of what a stranger's server can do with a connection. */
const rude: Readonly<Record<string, (write: (bytes: Buffer) => void) => void>> = {
  "says nothing": () => {},
  "sends one byte now and then": (write) => write(Buffer.from([22])),
  "never ends its first record": (write) => write(Buffer.concat([Buffer.from([22, 3, 3, 64, 0]), Buffer.alloc(1000)])),
  "sends text without an end": (write) => write(Buffer.alloc(65_536, "x")),
};

it.each(Object.keys(rude))("a server that %s costs its time and no more", async (what) => {
  const port = await serve(
    createPlain((socket) => {
      const timer = setInterval(() => rude[what]?.((bytes) => socket.write(bytes)), 20);
      socket.on("error", () => {});
      socket.on("close", () => clearInterval(timer));
    }),
  );
  const began = Date.now();
  const site = await saidOf(port, { timeout: 300 });
  expect(site).toMatchObject({ verdict: "error", certificate: undefined });
  expect(Date.now() - began).toBeLessThan(20_000);
});

it("a name without an end to its search, or with none to find, is not waited for", async () => {
  const target = { url: "https://chat.test", host: "chat.test", port: 443 };
  const never = await peersOf(target, { timeout: 100, findAddresses: () => new Promise(() => {}) });
  expect(judge(target, never, new Date())).toMatchObject({
    fault: "unreachable",
    line: expect.stringContaining("chat.test does not respond"),
  });
  const none = await peersOf(target, { findAddresses: async () => [] });
  expect(judge(target, none, new Date()).line).toContain("it has no address");
});

it("each address of a name is asked, and the worst is told", async () => {
  const port = await shows();
  const site = await saidOf(port, { addresses: ["127.0.0.1", "127.0.0.9"] });
  expect(site).toMatchObject({
    verdict: "warning",
    fault: "partly-unreachable",
    line: expect.stringMatching(/^127\.0\.0\.9 does not/),
  });
});
