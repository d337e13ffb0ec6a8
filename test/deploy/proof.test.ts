import { X509Certificate } from "node:crypto";
import { createServer as createPlain } from "node:net";
import { createServer, setDefaultCACertificates, type TlsOptions } from "node:tls";
import { expect, it, onTestFinished } from "vitest";
import { serviceProof } from "../../src/deploy/proof.ts";
import type { ProbeHeaders, ProbeTarget } from "../../src/model/probe.ts";
import { type MadeCertificate, makeCertificate } from "../support/certificates.ts";
import { certificate } from "../support/given.ts";
import { listen, portOf } from "../support/loopback.ts";

/** A TLS server on a loopback address with this certificate. */
async function serve({ privateKeyPem, fullchainPem }: MadeCertificate): Promise<number> {
  const options: TlsOptions = { key: privateKeyPem, cert: fullchainPem };
  const server = await listen(createServer(options), 0);
  onTestFinished(() => void server.close());
  return portOf(server);
}

function stored({ certPem, fullchainPem }: MadeCertificate) {
  return certificate({ fingerprint: new X509Certificate(certPem).fingerprint256, fullchainPem });
}

const proofAt = (port: number, addresses: readonly string[] = ["127.0.0.1"], timeout = 20_000) =>
  serviceProof({
    nginx: { host: "127.0.0.1", port: 80, sslPort: port },
    publicPort: port,
    timeout,
    findAddresses: async () => addresses,
  });

it("recognises the certificate on disk at nginx and at every public address", async () => {
  const made = await makeCertificate();
  const proof = proofAt(await serve(made), ["127.0.0.1", "127.0.0.1"]);
  expect(await proof.inner(stored(made))).toEqual({ served: "same" });
  expect(await proof.outer(stored(made))).toEqual({ seen: "yes", addresses: ["127.0.0.1", "127.0.0.1"] });
});

it.each(["nginx", "tasks.nginx"])(
  "of several servers behind %s each has to serve it, and the one that does not is the result",
  async (host) => {
    const made = await makeCertificate();
    const [port, other] = [await serve(made), await makeCertificate()];
    const late = await listen(createServer({ key: other.privateKeyPem, cert: other.fullchainPem }), port, "127.0.0.2");
    onTestFinished(() => void late.close());
    const proofOf = (tasks: readonly string[]) =>
      serviceProof({
        nginx: { host, port: 80, sslPort: port },
        timeout: 20_000,
        findServers: async () => tasks,
      });

    expect(await proofOf(["127.0.0.1", "127.0.0.1"]).inner(stored(made))).toEqual({ served: "same" });
    expect(await proofOf(["127.0.0.1", "127.0.0.2"]).inner(stored(made))).toMatchObject({ served: "other" });
    expect(await proofOf(["127.0.0.1", "127.0.0.3"]).inner(stored(made))).toMatchObject({
      served: "nothing",
      why: `127.0.0.3:${port}: econnrefused`,
    });
    expect(await proofOf([]).inner(stored(made))).toMatchObject({ served: "nothing" });
  },
);

it("a kind of address that nginx does not listen on says nothing of what it serves at the other kind", async () => {
  const made = await makeCertificate();
  const port = await serve(made);
  const proofOf = (servers: readonly string[]) =>
    serviceProof({
      nginx: { host: "nginx", port: 80, sslPort: port },
      timeout: 20_000,
      findServers: async () => servers,
    });

  expect(await proofOf(["::1", "127.0.0.1"]).inner(stored(made))).toEqual({ served: "same" });
  expect(await proofOf(["::1", "127.0.0.1"]).inner(stored(await makeCertificate()))).toMatchObject({ served: "other" });
  expect(await proofOf(["::1", "127.0.0.1", "127.0.0.3"]).inner(stored(made))).toMatchObject({ served: "nothing" });
  expect(await proofOf(["::1", "127.0.0.3"]).inner(stored(made))).toMatchObject({ served: "nothing" });
});

it("names what nginx serves instead", async () => {
  const old = await makeCertificate();
  const serial = new X509Certificate(old.certPem).serialNumber;
  const proof = proofAt(await serve(old));
  expect(await proof.inner(stored(await makeCertificate()))).toEqual({
    ...{ served: "other", serial },
    what: expect.stringMatching(/^for dify\.test by Test Intermediate, until \d{4}-\d\d-\d\d$/),
  });
});

it("sees that the chain is missing, and minds neither a root nor a stranger in the file", async () => {
  const made = await makeCertificate();
  const { certPem, fullchainPem, rootPem } = made;
  const alone = proofAt(await serve({ ...made, fullchainPem: certPem }));
  expect(await alone.inner(stored(made))).toEqual({ served: "without-chain" });
  expect(await alone.inner(stored({ ...made, fullchainPem: certPem }))).toEqual({ served: "same" });

  const other = (await makeCertificate({ domains: ["other.test"] })).certPem;
  const more = { ...made, fullchainPem: fullchainPem + other + rootPem };
  expect(await proofAt(await serve(more)).inner(stored(more))).toEqual({ served: "same" });
});

it("says why nothing is served: refused, no TLS, no answer", async () => {
  const plain = await listen(
    createPlain((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    0,
  );
  const silent = await listen(createPlain(), 0);
  onTestFinished(() => void plain.close());
  onTestFinished(() => void silent.close());
  const closed = await listen(createPlain(), 0);
  const closedPort = portOf(closed);
  await new Promise((done) => closed.close(done));

  expect(await proofAt(closedPort).inner(certificate())).toMatchObject({
    served: "nothing",
    why: `127.0.0.1:${closedPort}: econnrefused`,
  });
  expect(await proofAt(portOf(plain)).inner(certificate())).toMatchObject({ served: "nothing" });
  expect(await proofAt(portOf(silent), [], 300).inner(certificate())).toMatchObject({
    why: `127.0.0.1:${portOf(silent)}: no response in time`,
  });
});

it("does not hide one dead address behind a good one", async () => {
  const made = await makeCertificate();
  const proof = proofAt(await serve(made), ["127.0.0.1", "127.0.0.99"]);
  // Linux answers on all of 127/8 where something listens on 127.0.0.1 only: refused.
  expect(await proof.outer(stored(made))).toMatchObject({
    seen: "unknown",
    why: expect.stringContaining("127.0.0.99 port"),
  });
});

it("calls a stranger's certificate a no, and names who is in front of a trusted one by its response alone", async () => {
  const other = await makeCertificate();
  const port = await serve(other);
  const ours = stored(await makeCertificate());
  expect(await proofAt(port).outer(ours)).toEqual({
    seen: "no",
    why: expect.stringMatching(
      /^127\.0\.0\.1 responds with another certificate, for dify\.test by Test Intermediate, until \d{4}-/,
    ),
  });
  setDefaultCACertificates([other.rootPem]);
  const issuer = "Test Intermediate";
  expect(await proofAt(port).outer(ours)).toEqual({ seen: "other", issuer });
  const asked: ProbeTarget[] = [];
  const outerWith = (headers: ProbeHeaders) =>
    serviceProof({
      ...{ nginx: { host: "127.0.0.1", port: 80, sslPort: port }, publicPort: port, names: ["dify.test"] },
      findAddresses: async () => ["127.0.0.1"],
      ask: async (target) => {
        asked.push(target);
        return { kind: "answer", status: 200, body: "", server: undefined, headers };
      },
    }).outer(ours);
  expect(await outerWith({ "cf-ray": "8f0" })).toEqual({ seen: "edge", issuer, name: "Cloudflare" });
  expect(asked).toEqual([{ address: "127.0.0.1", port, domain: "dify.test", path: "/", tls: true }]);
  expect(await outerWith({ server: "nginx" })).toEqual({ seen: "other", issuer });
  expect(await outerWith({ "x-vercel-id": "hnd1" })).toMatchObject({
    ...{ seen: "no", why: expect.stringContaining("a site at Vercel") },
  });
});

it("cannot tell when the name cannot be looked up", async () => {
  const findAddresses = async () => {
    throw Object.assign(new Error("gone"), { code: "ENOTFOUND" });
  };
  const proof = serviceProof({ nginx: { host: "127.0.0.1", port: 80, sslPort: 443 }, findAddresses });
  expect(await proof.outer(certificate())).toEqual({ seen: "unknown", why: "enotfound" });
});

it("names the site it asks for, but not an address, since SNI holds names only", async () => {
  const warnings: string[] = [];
  const remember = ({ message }: Error) => warnings.push(message);
  process.on("warning", remember);
  onTestFinished(() => void process.off("warning", remember));
  const { privateKeyPem: key, fullchainPem: cert, ...made } = await makeCertificate();
  const asked: string[] = [];
  const SNICallback: TlsOptions["SNICallback"] = (name, done) => done(asked.push(name) > 9 ? new Error("many") : null);
  const server = await listen(createServer({ key, cert, SNICallback }), 0);
  onTestFinished(() => void server.close());
  const present = (domain: string) => ({
    ...stored({ privateKeyPem: key, fullchainPem: cert, ...made }),
    domains: [domain],
  });
  const proof = proofAt(portOf(server));
  for (const domain of ["192.0.2.7", "2001:db8::7", "dify.test"]) {
    expect(await proof.inner(present(domain))).toEqual({ served: "same" });
    expect(await proof.outer(present(domain))).toMatchObject({ seen: "yes" });
  }
  expect(asked).toEqual(["dify.test", "dify.test"]);
  expect(warnings).toEqual([]);
});

it("asks for the names of CERTBOT_DOMAIN where the certificate's own come first and lead elsewhere", async () => {
  const made = await makeCertificate();
  const asked: string[] = [];
  const SNICallback: TlsOptions["SNICallback"] = (name, done) => done(asked.push(name) > 9 ? new Error("many") : null);
  const server = await listen(createServer({ key: made.privateKeyPem, cert: made.fullchainPem, SNICallback }), 0);
  onTestFinished(() => void server.close());
  const lookedUp: string[] = [];
  const findAddresses = async (name: string) => {
    lookedUp.push(name);
    return ["127.0.0.1"];
  };
  const nginx = { host: "127.0.0.1", port: 80, sslPort: portOf(server) };
  const proof = serviceProof({ nginx, publicPort: portOf(server), names: ["ai.test"], findAddresses });
  for (const domains of [["intranet.test", "ai.test"], ["*.corp.test", "ai.test"], ["*.test"], ["other.test"]]) {
    expect(await proof.inner({ ...stored(made), domains })).toEqual({ served: "same" });
    expect(await proof.outer({ ...stored(made), domains })).toMatchObject({ seen: "yes" });
  }
  expect(lookedUp).toEqual(["ai.test", "ai.test", "ai.test", "other.test"]);
  expect(asked).toEqual(lookedUp.flatMap((name) => [name, name]));
});

it("asks a server with an RSA and an ECDSA certificate side by side for the kind that it is about", async () => {
  const [rsa, ecdsa] = [await makeCertificate({ keyType: "rsa" }), await makeCertificate()];
  const options = { key: [rsa.privateKeyPem, ecdsa.privateKeyPem], cert: [rsa.fullchainPem, ecdsa.fullchainPem] };
  const server = await listen(createServer(options), 0);
  onTestFinished(() => void server.close());
  const proof = proofAt(portOf(server));
  for (const one of [{ ...stored(rsa), keyType: "RSA" as const }, stored(ecdsa)]) {
    expect(await proof.inner(one)).toEqual({ served: "same" });
    expect(await proof.outer(one)).toMatchObject({ seen: "yes" });
  }
  const gone = { ...stored(await makeCertificate({ keyType: "rsa" })), keyType: "RSA" as const };
  expect(await proof.inner(gone)).toMatchObject({ served: "other" });
  expect(await proofAt(await serve(ecdsa)).inner(gone)).toMatchObject({ served: "other" });
});
