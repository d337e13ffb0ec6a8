import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { peersOf } from "../../src/deploy/watched-peers.ts";
import { type CertificateOptions, makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { accepts, close, listen, portOf } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";
import { repository } from "../support/repository.ts";
import { startNginx } from "../support/template-nginx.ts";
import { kinds } from "../support/web-processes.ts";
import { type Pair, webServer } from "../support/web-servers.ts";

const day = 24 * 60 * 60 * 1000;
const here = (options: CertificateOptions = {}) => makeCertificate({ domains: ["127.0.0.1"], ...options });
const urlOf = (port: number) => `https://127.0.0.1:${port}`;

/** The program itself, which trusts the root of these certificates. */
async function typed(...words: readonly string[]) {
  const bundle = join(await temporaryFolder(), "roots.pem");
  await writeFile(bundle, (await here()).rootPem);
  const command = [repository("src/main.ts"), "watch", ...words];
  return { command, env: { REQUESTS_CA_BUNDLE: bundle } };
}

async function once(...words: readonly string[]) {
  const { command, env } = await typed("--once", ...words);
  return await execa(process.execPath, command, { env, reject: false });
}

test.each(kinds)("a real %s is fine with what browsers take, and each fault ends with exit code 1", async (kind) => {
  const made = await here();
  const late = await here({ notBefore: new Date(Date.now() - 85 * day) });
  const pairs = [made, { ...made, fullchainPem: made.certPem }, late];
  const urls = (await Promise.all(pairs.map((pair) => webServer(kind, pair)))).map(urlOf);

  const good = await once(urls[0] ?? "");
  expect(good).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^https:.*: valid until .*, 89 days left/) });
  const bad = await once("--json", ...urls);
  expect(bad.exitCode).toBe(1);
  const { watched } = JSON.parse(bad.stdout) as { watched: readonly { fault: string | null }[] };
  expect(watched.map(({ fault }) => fault)).toEqual([null, "chain-incomplete", "ends-soon"]);
});

/** For this address, and by nobody else. */
async function selfSignedHere(): Promise<Pair> {
  const cwd = await temporaryFolder();
  const names = ["-subj", "/CN=here", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "90"];
  const files = ["-keyout", "key.pem", "-out", "cert.pem"];
  await execa("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...names, ...files], { cwd });
  const [privateKeyPem = "", fullchainPem = ""] = await Promise.all(
    ["key.pem", "cert.pem"].map((name) => readFile(join(cwd, name), "utf8")),
  );
  return { privateKeyPem, fullchainPem };
}

test("each fault of a chain is told as what it is, and what browsers put up with is none", async () => {
  const now = Date.now();
  const [made, rsa] = [await here(), await here({ keyType: "rsa" })];
  const chainUntil = new Date(now - day);
  const served: readonly [fault: string | null, pair: Pair, site?: string][] = [
    [null, rsa],
    [null, { ...made, fullchainPem: made.certPem + made.rootPem + made.chainPem }],
    ["expired", await here({ notBefore: new Date(now - 9 * day), notAfter: new Date(now - day) })],
    ["not-yet-valid", await here({ notBefore: new Date(now + day) })],
    ["wrong-name", await here({ domains: ["other.test", "127.0.0.2"] })],
    ["self-signed", await selfSignedHere()],
    // with an intermediate that is another CA's
    ["chain-incomplete", await here({ issuer: "CN=Somebody Else" })],
    ["chain-expired", await here({ chainUntil })],
    ["not-replaced", await here({ notBefore: new Date(now - 70 * day) })],
    ["ends-soon", await here({ notBefore: new Date(now - 89 * day) })],
    ["handshake", made, "ssl_reject_handshake on;"],
  ];
  const ports = await Promise.all(served.map(([, pair, site]) => webServer("nginx", pair, site)));
  const plain = createServer((_, response) => response.end());
  await listen(plain, 0);
  onTestFinished(() => close(plain));
  const [closed = 0] = await freePorts(1);
  const { stdout } = await once("--json", ...[...ports, portOf(plain), closed].map(urlOf));
  const { watched } = JSON.parse(stdout) as { watched: readonly { fault: string | null }[] };
  expect(watched.map(({ fault }) => fault)).toEqual([...served.map(([fault]) => fault), "no-tls", "unreachable"]);
});

test("a chain that leads to a root that is not known here is untrusted, whether the root is sent or not", async () => {
  const made = await here();
  const pairs = [made, { ...made, fullchainPem: made.fullchainPem + made.rootPem }];
  const urls = (await Promise.all(pairs.map((pair) => webServer("nginx", pair)))).map(urlOf);
  const command = [repository("src/main.ts"), "watch", "--once", "--json", ...urls];
  const { stdout } = await execa(process.execPath, command, { env: { REQUESTS_CA_BUNDLE: "" }, reject: false });
  const { watched } = JSON.parse(stdout) as { watched: readonly { fault: string | null }[] };
  expect(watched.map(({ fault }) => fault)).toEqual(["untrusted", "untrusted"]);
});

test("a server that answers no one who does not say the name is asked by its name", async () => {
  const made = await makeCertificate({ domains: ["sni.example.test"] });
  const folder = await temporaryFolder();
  const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  await writeFile(files.cert, made.fullchainPem);
  await writeFile(files.key, made.privateKeyPem);
  const [port = 0] = await freePorts(1);
  await startNginx(`server { listen 127.0.0.1:${port} ssl default_server; ssl_reject_handshake on; }
    server { listen 127.0.0.1:${port} ssl; server_name sni.example.test; return 200;
      ssl_certificate ${files.cert}; ssl_certificate_key ${files.key}; }`);
  await accepts(port);
  const options = { findAddresses: async () => ["127.0.0.1"] };
  const [shown] = await peersOf({ url: "", host: "sni.example.test", port }, options);
  expect(shown).toMatchObject({ kind: "peer", address: "127.0.0.1" });
  const [other] = await peersOf({ url: "", host: "other.example.test", port }, options);
  expect(other).toMatchObject({ kind: "nothing" });
});

test("it watches in the foreground, says what is wrong, and ends well when it is stopped", async () => {
  const now = Date.now();
  const port = await webServer(
    "nginx",
    await here({ notBefore: new Date(now - 9 * day), notAfter: new Date(now - day) }),
  );
  const { command, env } = await typed(urlOf(port));
  // as in a stack, whose `serve` posts the status
  const watching = execa(process.execPath, command, { env: { ...env, CERTBOT_DOMAIN: "dify.test" }, reject: false });
  const lines: string[] = [];
  for await (const line of createInterface({ input: watching.stdout })) {
    lines.push(line);
    if (line.includes("fix:")) break;
  }
  expect(lines).toEqual([
    expect.stringMatching(/^error: https:\/\/127\.0\.0\.1:\d+: the certificate EXPIRED on /),
    expect.stringContaining("fix: renew it where it is kept"),
  ]);
  watching.kill("SIGTERM");
  expect((await watching).exitCode).toBe(0);
});
