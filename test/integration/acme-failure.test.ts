import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { webroot } from "../../src/challenge/webroot.ts";
import type { ChallengeResponder, IssueOptions } from "../../src/model/contracts.ts";
import type { OpenOrder } from "../../src/model/lineage.ts";
import { accountsInMemory, authorityAt, lineageOf, never, plainly } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { close, listen, portOf, serveFolder } from "../support/loopback.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { freePorts } from "../support/ports.ts";

let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble();
});
afterAll(() => pebble.stop());

/** Presents something else than the key authorization. */
function lying(): ChallengeResponder {
  const real = webroot(pebble.webroot);
  return { present: (token) => real.present(token, "a router's page"), cleanUp: real.cleanUp };
}

describe("a failed validation", () => {
  test("tells which name failed, where the authority connected and what it saw there", async () => {
    const { authority } = authorityAt(pebble, { responder: lying() });
    await expect(authority.issue(lineageOf("wrong.example.com"), plainly())).rejects.toMatchObject({
      name: "Problem",
      code: "validation-unauthorized",
      message: expect.stringMatching(
        /^something else responded instead of httpsidecar's challenge file: wrong\.example\.com: .*a router's page/,
      ),
      fix: expect.stringContaining("curl -i http://wrong.example.com/.well-known/acme-challenge/test"),
      retry: "after-a-fix",
    });
  });

  test("leaves no challenge file behind", async () => {
    const { authority } = authorityAt(pebble, { responder: lying() });
    await expect(authority.issue(lineageOf("gone.example.com"), plainly())).rejects.toThrow();
    expect(await readdir(pebble.webroot)).toEqual([]);
  });

  test("names only the names that failed", async () => {
    const real = webroot(pebble.webroot);
    let presented = 0;
    const responder = {
      present: (token: string, right: string) => real.present(token, ++presented === 1 ? "wrong" : right),
      cleanUp: real.cleanUp,
    };
    const { authority } = authorityAt(pebble, { responder });
    const failure = await authority
      .issue(lineageOf("x.example.com", "y.example.com"), plainly())
      .catch((error) => error);
    const named = ["x.example.com", "y.example.com"].filter((name) => failure.message.includes(name));
    expect(named).toHaveLength(1);
  });

  test("of a closed port 80 says to open it", async () => {
    const closed = await startPebble({ httpPort: 9 });
    try {
      const { authority } = authorityAt(closed);
      await expect(authority.issue(lineageOf("closed.example.com"), plainly())).rejects.toMatchObject({
        code: "validation-connection",
        message: expect.stringMatching(
          /^the CA reached the address, and nothing listens on port 80 there: .*closed\.example\.com.* 127\.0\.0\.1:9: connect: connection refused$/,
        ),
        fix: expect.stringMatching(/^check that nginx runs and port 80 is published/),
      });
    } finally {
      await closed.stop();
    }
  });

  test("is not asked for when the challenge cannot be presented", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "elsewhere"));
    await symlink(join(folder, "elsewhere"), join(folder, ".well-known"));
    const before = pebble.requests().length;
    const { authority } = authorityAt(pebble, { responder: webroot(folder) });
    await expect(authority.issue(lineageOf("planted.example.com"), plainly())).rejects.toMatchObject({
      code: "webroot-not-a-folder",
    });
    const asked = pebble.requests().slice(before);
    expect(asked.filter((line) => line.startsWith("POST /chalZ"))).toEqual([]);
  });

  test("takes back the authorizations that are still pending", async () => {
    const responder = { present: () => Promise.reject(new Error("no")), cleanUp: async () => {} };
    const { authority } = authorityAt(pebble, { responder });
    const before = pebble.requests().length;
    await expect(authority.issue(lineageOf("p.example.com", "q.example.com"), plainly())).rejects.toThrow("no");
    const asked = pebble.requests().slice(before);
    // read, read again, taken back: for each of the two
    expect(asked.filter((line) => line === "POST /authZ/")).toHaveLength(6);
  });
});

describe("a name that the authority will not have", () => {
  test("is refused with the authority's words and no challenge", async () => {
    const { authority } = authorityAt(pebble, { responder: lying() });
    await expect(authority.issue(lineageOf("www.blocked.example"), plainly())).rejects.toMatchObject({
      code: "acme-rejected-identifier",
      message: expect.stringContaining("www.blocked.example"),
    });
  });
});

describe("an authority that cannot be talked to", () => {
  test("is down: says that nothing accepts connections, at once", async () => {
    const halted = await startPebble();
    await halted.halt();
    const began = performance.now();
    const { authority } = authorityAt(halted);
    await expect(authority.issue(lineageOf("down.example.com"), plainly())).rejects.toMatchObject({
      code: "authority-refused",
      message: `nothing accepts connections at ${new URL(halted.directory).host}`,
      retry: "soon",
    });
    expect(performance.now() - began).toBeLessThan(10_000);
    await halted.stop();
  });

  test("has an issuer that is not trusted: says how to name it", async () => {
    const { authority } = authorityAt(pebble, { caBundle: undefined });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({
      code: "authority-untrusted",
      fix: expect.stringContaining("REQUESTS_CA_BUNDLE="),
      retry: "after-a-fix",
    });
  });

  test("is taken as it is with --no-verify-ssl", async () => {
    const { authority } = authorityAt(pebble, { caBundle: undefined, verifySsl: false });
    expect(await authority.caaIdentities(never())).toEqual(["pebble.letsencrypt.org"]);
  });

  test("has a name that does not exist", async () => {
    const { authority } = authorityAt(pebble, { directory: "https://no-such-host.invalid/dir" });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "authority-unresolved" });
  });

  test("speaks plain HTTP where HTTPS was expected", async () => {
    const server = await listen(
      createServer((_, response) => response.end("hello")),
      0,
    );
    const { authority } = authorityAt(pebble, { directory: `https://localhost:${portOf(server)}/dir` });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "authority-not-tls" });
    await close(server);
  });

  test("is no authority: another page answers at that address", async () => {
    const { authority } = authorityAt(pebble, { directory: `${pebble.managementUrl}/roots/0` });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code: "not-a-directory" });
  });

  test.each([
    ["is not there", undefined, "ca-bundle-unreadable"],
    ["has no certificate in it", "hello", "ca-bundle-empty"],
    ["has a damaged one only", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "ca-bundle-empty"],
  ])("cannot be checked when REQUESTS_CA_BUNDLE %s", async (_, content, code) => {
    const file = join(await temporaryFolder(), "bundle.pem");
    if (content !== undefined) await writeFile(file, content);
    const { authority } = authorityAt(pebble, { caBundle: file });
    await expect(authority.caaIdentities(never())).rejects.toMatchObject({ code, retry: "look" });
  });
});

describe("an abort", () => {
  /** Stops a run while the authority looks; `goOn` lets it see what is there then. */
  async function stopInTheMiddle(keep?: IssueOptions["keep"]) {
    const [httpPort = 0] = await freePorts(1);
    const slow = await startPebble({ httpPort });
    onTestFinished(() => slow.stop());
    const looking = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const before = async () => {
      looking.resolve();
      await answer.promise;
    };
    const nginx = await serveFolder(slow.webroot, httpPort, { before });
    onTestFinished(() => close(nginx));
    const at = authorityAt(slow);
    const stop = new AbortController();
    const refusal = expect(
      at.authority.issue(lineageOf("slow.example.com"), { signal: stop.signal, keep }),
    ).rejects.toThrow("SIGTERM");
    await looking.promise;
    stop.abort(new Error("SIGTERM"));
    // before the authority has had its answer
    await refusal;
    return { slow, ...at, goOn: answer.resolve };
  }

  test("in the middle of a validation leaves the challenge to the authority, and the next run takes it away", async () => {
    let open: OpenOrder | undefined;
    const keep = async (order: OpenOrder | undefined) => {
      open = order;
    };
    const { slow, authority, goOn } = await stopInTheMiddle(keep);
    goOn();
    await expect.poll(() => slow.log()).toMatch(/set VALID by completed challenge/);
    expect(await challenges(slow)).toHaveLength(1);

    await authority.issue(lineageOf("slow.example.com"), plainly({ open, keep }));
    expect([slow.orders(), await challenges(slow)]).toEqual([1, []]);
  });

  test("in the middle of a rehearsal takes the challenge away, since nobody goes on with it", async () => {
    const { slow, goOn } = await stopInTheMiddle();
    goOn();
    expect(await readdir(slow.webroot)).toEqual([]);
  });

  test("before the start asks nothing", async () => {
    const before = pebble.requests().length;
    const accounts = accountsInMemory();
    const { authority } = authorityAt(pebble, { accounts });
    await expect(
      authority.issue(lineageOf("never.example.com"), plainly({ signal: AbortSignal.abort(new Error("no")) })),
    ).rejects.toThrow("no");
    expect(pebble.requests().slice(before)).toEqual([]);
    expect(accounts.kept).toEqual([]);
  });
});

async function challenges({ webroot: folder }: Pebble): Promise<readonly string[]> {
  return await readdir(join(folder, ".well-known", "acme-challenge")).catch(() => []);
}
