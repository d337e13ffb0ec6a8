import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import acme from "acme-client";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { isRevoked, windowIfRevoked } from "../../src/acme/revocation.ts";
import { never, unkindWith } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { close, end, listen, portOf } from "../support/loopback.ts";
import { makeOwnAuthority, type OwnAuthority } from "../support/own-authority.ts";
import { freePorts } from "../support/ports.ts";
import type { Habit } from "../support/unkind-authority/messages.ts";

const environment = { PATH: process.env["PATH"] };

async function request(): Promise<string> {
  const key = await acme.crypto.createPrivateEcdsaKey();
  return (await acme.crypto.createCsr({ altNames: ["a.example.com"] }, key))[1].toString();
}

/** A leaf whose responder is openssl's own; what it says of it, and who signs that. */
async function world(status: "V" | "R", says: (authority: OwnAuthority) => OwnAuthority | Promise<OwnAuthority>) {
  const [folder, port] = [await temporaryFolder(), (await freePorts(1))[0]];
  const authority = await makeOwnAuthority("Paid");
  const leaf = await authority.sign(await request(), { responder: `http://127.0.0.1:${port}/` });
  const { serialNumber } = new X509Certificate(leaf);
  const revoked = status === "R" ? "260101000000Z,keyCompromise" : "";
  const signer = await says(authority);
  const files = {
    "index.txt": `${status}\t360101000000Z\t${revoked}\t${serialNumber}\tunknown\t/CN=a.example.com\n`,
    "ca.pem": authority.intermediatePem,
    "signer.pem": signer.intermediatePem,
    "signer.key": await signer.signerKeyPem(),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const words = ["ocsp", "-index", "index.txt", "-port", `${port}`, "-CA", "ca.pem", "-ndays", "1"];
  const responder = execa("openssl", [...words, "-rsigner", "signer.pem", "-rkey", "signer.key"], {
    ...{ cwd: folder, reject: false, buffer: false, all: true },
  });
  onTestFinished(() => end(responder.nodeChildProcess));
  // it takes one connection at a time, so a try whether it accepts any would be in the way
  const log = createInterface({ input: responder.all });
  let asked = 0;
  log.on("line", (line) => (asked += Number(line.includes("Received request"))));
  await once(log, "line");
  return { chain: leaf + authority.intermediatePem, leaf, asked: () => asked };
}

test("a certificate that its CA's responder calls revoked is wanted back at once", async () => {
  const { chain, leaf } = await world("R", (authority) => authority);
  const window = await windowIfRevoked(chain, environment, never());
  const { validFromDate } = new X509Certificate(leaf);
  expect(window?.start).toEqual(validFromDate);
  expect(window?.end.getTime()).toBeLessThan(Date.now());
});

test("one that it calls good is not, nor one of which somebody else says that it is revoked", async () => {
  const good = await world("V", (authority) => authority);
  expect(await windowIfRevoked(good.chain, environment, never())).toBeUndefined();
  expect(await isRevoked(good.chain, environment, never())).toBe(false);
  const foreign = await world("R", () => makeOwnAuthority("Somebody"));
  expect(await windowIfRevoked(foreign.chain, environment, never())).toBeUndefined();
  await expect.poll(() => [good.asked(), foreign.asked()]).toEqual([2, 1]);
});

test("a responder that answers with a page, or is none, is no reason to renew, and no error", async () => {
  const site = await listen(
    createServer((_, answer) => answer.end("revoked\nResponse verify OK\n")),
    0,
  );
  onTestFinished(() => close(site));
  const authority = await makeOwnAuthority("Paid");
  for (const responder of [`http://127.0.0.1:${portOf(site)}/`, "file:///etc/passwd", "-url", "http://"]) {
    const chain = (await authority.sign(await request(), { responder })) + authority.intermediatePem;
    expect(await isRevoked(chain, environment, never())).toBeUndefined();
    expect(await isRevoked(chain, { PATH: "/nowhere" }, never())).toBeUndefined();
  }
});

test("the CA's OCSP responder is asked when to renew where the CA has no ARI, and it is said", async () => {
  const { chain } = await world("R", (authority) => authority);
  const withoutAri: Habit = {
    changed: (reply, { route }) =>
      route === "directory" ? { ...reply, body: { ...(reply.body as object), renewalInfo: undefined } } : reply,
  };
  const { authority, said } = await unkindWith([withoutAri], { environment });
  const { window } = await authority.renewalWindow({ fullchainPem: chain } as never, never(), true);
  expect(window?.end.getTime()).toBeLessThan(Date.now());
  expect(said).toEqual(["the CA says that the certificate is revoked (OCSP)"]);
  expect((await authority.renewalWindow({ fullchainPem: chain } as never, never(), false)).window).toBeUndefined();
});

test("it is asked, too, where the CA's window is still to come, and not where it is over", async () => {
  const { chain, asked } = await world("R", (authority) => authority);
  const certificate = { fullchainPem: chain } as never;
  const { authority } = await unkindWith([], { environment });
  expect((await authority.renewalWindow(certificate, never(), false)).window?.end.getTime()).toBeGreaterThan(
    Date.now(),
  );
  expect((await authority.renewalWindow(certificate, never(), true)).window?.end.getTime()).toBeLessThan(Date.now());
  const over: Habit = {
    changed: (reply, { route }) =>
      route === "renewalInfo"
        ? { ...reply, body: { suggestedWindow: { start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z" } } }
        : reply,
  };
  const other = await unkindWith([over], { environment });
  const { window } = await other.authority.renewalWindow(certificate, never(), true);
  expect(window?.end).toEqual(new Date("2026-01-02T00:00:00Z"));
  await expect.poll(asked).toBe(1);
});

test("what it calls good, or does not say, leaves the CA's window as it is", async () => {
  const { chain } = await world("V", (authority) => authority);
  const { authority, said } = await unkindWith([], { environment });
  const { window } = await authority.renewalWindow({ fullchainPem: chain } as never, never(), true);
  expect(window?.end.getTime()).toBeGreaterThan(Date.now());
  expect(said).toEqual([]);
});
