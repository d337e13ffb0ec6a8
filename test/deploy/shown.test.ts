import { X509Certificate } from "node:crypto";
import { createServer as createPlain } from "node:net";
import { createServer } from "node:tls";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { shownAt } from "../../src/deploy/shown.ts";
import { makeCertificate } from "../support/certificates.ts";
import { listen, portOf } from "../support/loopback.ts";

/** What is shown for the name by an nginx with this certificate. */
async function shownBy({ key, cert }: { key: string; cert: string }, name = "dify.test") {
  const server = await listen(createServer({ key, cert }), 0);
  onTestFinished(() => void server.close());
  return await shownAt({ host: "127.0.0.1", port: 80, sslPort: portOf(server) }, name);
}

it("gives what nginx shows for the name, even when it is over, and nothing for another name", async () => {
  const notBefore = new Date("2026-01-01T00:00:00Z");
  const made = await makeCertificate({ notBefore });
  const pair = { key: made.privateKeyPem, cert: made.fullchainPem };
  const { serialNumber: serial } = new X509Certificate(made.certPem);
  const notAfter = new Date("2026-04-01T00:00:00Z");
  expect(await shownBy(pair)).toEqual({ serial, issuer: "Test Intermediate", notAfter });
  expect(await shownBy(pair, "other.test")).toBeUndefined();
});

it("gives nothing for a certificate that signed itself, as nginx is often started with", async () => {
  const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout - -subj /CN=dify.test";
  const { stdout } = await execa("openssl", [...words.split(" "), "-addext", "subjectAltName=DNS:dify.test"]);
  expect(await shownBy({ key: stdout, cert: stdout })).toBeUndefined();
});

it("gives nothing where nothing answers, speaks no TLS, or falls silent", async () => {
  const rude = await listen(
    createPlain((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    0,
  );
  const silent = await listen(createPlain(), 0);
  onTestFinished(() => void rude.close());
  onTestFinished(() => void silent.close());
  for (const sslPort of [9, portOf(rude), portOf(silent)]) {
    expect(await shownAt({ host: "127.0.0.1", port: 80, sslPort }, "dify.test", 200)).toBeUndefined();
  }
});
