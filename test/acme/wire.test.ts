import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type ServerOptions } from "node:https";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { chooseProxy } from "../../src/acme/proxy.ts";
import { agentOptions, openWire, type WireOptions } from "../../src/acme/wire.ts";
import { Problem } from "../../src/model/problem.ts";
import { never } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { close, listen, portOf } from "../support/loopback.ts";

const plain: WireOptions = { userAgent: "test", verifySsl: true, caBundle: undefined, environment: {} };
const codeOf = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return error instanceof Problem ? error.message : error;
  }
};

describe("a proxy", () => {
  test.each([
    [{ HTTPS_PROXY: "http://proxy:3128" }, "http://proxy:3128"],
    [{ HTTPS_PROXY: "proxy.corp:3128" }, "http://proxy.corp:3128"],
    [{ HTTPS_PROXY: "me:pass@proxy.corp:3128" }, "http://me:pass@proxy.corp:3128"],
    [{ ALL_PROXY: "http://all:3128" }, "http://all:3128"],
    [{ all_proxy: "all:3128", ALL_PROXY: "http://other:1" }, "http://all:3128"],
    [{ HTTPS_PROXY: "https://proxy:443", ALL_PROXY: "socks5://all:1080" }, "https://proxy:443"],
    [{ HTTPS_PROXY: " ", ALL_PROXY: "" }, undefined],
    [{}, undefined],
  ])("of %j is %s", (environment, expected) => {
    expect(chooseProxy(environment).proxyEnv["https_proxy"]).toBe(expected);
  });

  test.each([
    [{ HTTPS_PROXY: "socks5://me:s3cret@proxy:1080" }, "HTTPS_PROXY names a socks5 proxy"],
    [{ ALL_PROXY: "socks5h://proxy:1080" }, "ALL_PROXY names a socks5h proxy"],
    [{ https_proxy: "ftp://proxy" }, "https_proxy names a ftp proxy"],
  ])("of %j is refused by name where it would be used, without its password", (environment, words) => {
    const said = codeOf(() => chooseProxy(environment).checkFor("ca.example"));
    expect(said).toContain(words);
    expect(said).not.toContain("s3cret");
    for (const NO_PROXY of ["*", "ca.example", ".example", "x, example:443"])
      expect(codeOf(() => chooseProxy({ ...environment, NO_PROXY }).checkFor("ca.example"))).toBeUndefined();
  });

  test("that cannot be used stops a request before it is sent", async () => {
    const wire = await openWire({ ...plain, environment: { ALL_PROXY: "socks5://127.0.0.1:1" } });
    onTestFinished(() => wire.close());
    await expect(wire.send({ method: "GET", url: "https://ca.example/dir" }, never())).rejects.toMatchObject({
      code: "authority-proxy",
      retry: "after-a-fix",
    });
  });
});

test("each address of a name has seconds, not Node's 250 ms", async () => {
  expect((await agentOptions(plain)).autoSelectFamilyAttemptTimeout).toBe(5000);
});

describe("an old CA", () => {
  /** A server with this certificate; gives the Problem of a request to it. */
  async function problemOf(make: (openssl: (...words: string[]) => void) => void, options: ServerOptions = {}) {
    const folder = await temporaryFolder();
    const openssl = (...words: string[]) => void execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
    openssl("req", "-x509", ...ec, "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=old");
    make(openssl);
    const read = (name: string) => readFileSync(join(folder, name));
    const keys = { key: read("leaf.key"), cert: read("leaf.pem"), ciphers: "ALL:@SECLEVEL=0" };
    const server = await listen(
      createServer({ ...keys, ...options }, (_, answer) => answer.end()),
      0,
    );
    onTestFinished(() => close(server));
    const wire = await openWire({ ...plain, caBundle: join(folder, "ca.pem") });
    onTestFinished(() => wire.close());
    const url = `https://localhost:${portOf(server)}/dir`;
    return await wire.send({ method: "GET", url }, never()).catch((error: unknown) => error);
  }
  const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const leaf = (key: readonly string[], digest: string) => (openssl: (...words: string[]) => void) => {
    openssl("req", ...key, "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=localhost");
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", `-${digest}`, "-out", "leaf.pem");
  };

  test.each([
    ["SHA-1", leaf(ec, "sha1"), {}, "authority-weak-certificate", /signed with SHA-1/],
    ["RSA-1024", leaf(["-newkey", "rsa:1024"], "sha256"), {}, "authority-weak-certificate", /less than 2048 bits/],
    [
      "TLS 1.1",
      leaf(ec, "sha256"),
      { minVersion: "TLSv1", maxVersion: "TLSv1.1" },
      "authority-old-tls",
      /TLS 1\.0 or 1\.1/,
    ],
  ] as const)("with %s is told by that", async (_, make, options, code, message) => {
    expect(await problemOf(make, options)).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
