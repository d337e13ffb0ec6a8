import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { edge } from "../../src/doctor/checks/edge.ts";
import { edgeOf } from "../../src/model/edges.ts";
import { cloudflare, domain, edgeThat, edgeTo, type Look, origin, partsAt } from "../support/fake-edge.ts";
import { certificate } from "../support/given.ts";

const found = (port: number, look?: Look) => edge.look(partsAt(port, look));

const text = (_: string, __: unknown, response: ServerResponse) => void response.end("app");
const redirect = (url: string | undefined, response: ServerResponse) =>
  void response.writeHead(302, { location: `https://${domain}${url}` }).end();

test("Flexible is seen by the request that reaches nginx over HTTP, and Full by one over HTTPS", async () => {
  const nginx = await origin(text);
  const flexible = await edgeTo(nginx, "flexible", cloudflare);
  expect(await found(flexible.port, { nginx })).toMatchObject([
    {
      verdict: "warning",
      saw: `requests for ${domain} through Cloudflare reach nginx over plain HTTP`,
      means: expect.stringContaining("Flexible"),
      fix: expect.stringContaining("Full (strict)"),
    },
  ]);
  expect(flexible.diary).toEqual(["http /.well-known/acme-challenge/token", "http /"]);
  const full = await edgeTo(nginx, "full", cloudflare);
  expect(await found(full.port, { nginx })).toEqual([
    {
      verdict: "fine",
      saw: `Cloudflare is in front of ${domain} and connects to this server over HTTPS (Full or Full (strict)); Full (strict) accepts the stored certificate`,
    },
  ]);
});

test("Flexible with a redirect of this server is a loop that blocks; before HTTPS is on Flexible is no fault", async () => {
  const nginx = await origin((scheme, { url }, response) =>
    scheme === "http" ? redirect(url, response) : void response.end("app"),
  );
  const { port } = await edgeTo(nginx, "flexible", cloudflare);
  expect(await found(port, { nginx })).toMatchObject([
    { verdict: "blocks", means: expect.stringContaining("plain HTTP (Flexible), and this server redirects to HTTPS") },
  ]);
  const plain = await origin(text);
  const early = await edgeTo(plain, "flexible", cloudflare);
  expect(await found(early.port, { nginx: plain, https: false, stored: undefined })).toMatchObject([
    { verdict: "fine", saw: expect.stringContaining("once HTTPS is on, choose Full (strict)") },
  ]);
});

test("a loop of the app's own, or of the edge's own, is not called Flexible", async () => {
  const nginx = await origin((_, { url }, response) => redirect(url, response));
  const { port } = await edgeTo(nginx, "full", cloudflare);
  expect(await found(port, { nginx })).toMatchObject([
    { verdict: "warning", means: expect.stringContaining("the app itself makes it") },
  ]);
  const alone = await edgeTo(await origin((_, { url }, response) => redirect(url, response)), "full", cloudflare);
  expect(await found(alone.port, { nginx: await origin(text) })).toMatchObject([
    { verdict: "warning", means: expect.stringContaining("this server does not make it") },
  ]);
});

test("a page that redirects to itself to set a cookie, or to another page, is no loop", async () => {
  const cookie = await origin(
    (_, { url }, response) =>
      void response.writeHead(302, { location: `https://${domain}${url}`, "set-cookie": "a=b" }).end(),
  );
  const signIn = await origin((_, __, response) => redirect("/signin", response));
  for (const nginx of [cookie, signIn]) {
    const { port } = await edgeTo(nginx, "full", cloudflare);
    expect(await found(port, { nginx })).toMatchObject([{ verdict: "fine" }]);
  }
});

/** nginx files without our header, such as Dify's: only a redirect of theirs tells. */
const without = (headers: Record<string, string>) => ({ ...headers, "x-httpsidecar-scheme": "" });

test("without our header the mode is told by a redirect that does not come through, and else not at all", async () => {
  const leading = await origin((scheme, { url }, response) =>
    scheme === "http" ? redirect(url, response) : void response.end("app"),
  );
  const full = await edgeTo(leading, "full", without(cloudflare));
  expect(await found(full.port, { nginx: leading })).toMatchObject([
    { verdict: "fine", saw: expect.stringContaining("over HTTPS (Full or Full (strict))") },
  ]);
  const nginx = await origin(text);
  for (const how of ["flexible", "full"] as const) {
    const { port } = await edgeTo(nginx, how, without(cloudflare));
    expect(await found(port, { nginx })).toMatchObject([
      { verdict: "fine", saw: expect.stringContaining("cannot be seen from here: choose Full (strict)") },
    ]);
  }
});

test("Full (strict) is not said to accept what is of no public CA, and nothing is said of what is not known", async () => {
  const nginx = await origin(text);
  const { port } = await edgeTo(nginx, "full", cloudflare);
  const saws = async (look: Look) => JSON.stringify(await found(port, { nginx, ...look }));
  expect(await saws({ publicAuthority: false })).toContain("(Full); Full (strict) accepts only");
  for (const stored of [
    undefined,
    certificate({ domains: ["other.example.com"] }),
    certificate({ imported: true }),
    new Error("broken"),
  ])
    expect(await saws({ stored })).toContain('over HTTPS (Full or Full (strict))"');
});

test.each([
  [525, "", "the TLS handshake fails"],
  [526, "", "its mode is Full (strict)"],
  [521, "", "does not reach this server"],
  [522, "", "does not reach this server"],
  [530, "error code: 1033", "a tunnel whose program is not connected"],
  [530, "error code: 1016", "no address for the server behind it"],
])("Cloudflare's status %i %s has its own meaning, and another edge's is not read so", async (status, body, means) => {
  const port = await edgeThat(status, cloudflare, body);
  expect(await found(port)).toMatchObject([{ verdict: "blocks", means: expect.stringContaining(means) }]);
  const other = await edgeThat(status, { "x-served-by": "cache-nrt-1" }, body);
  expect(await found(other)).toMatchObject([{ verdict: "fine", saw: expect.stringContaining("Fastly is in front") }]);
});

test("what pages show is said where the test file cannot be written, as with a challenge over DNS alone", async () => {
  const nginx = await origin((scheme, { url }, response) =>
    scheme === "http" ? redirect(url, response) : void response.end("app"),
  );
  const { port } = await edgeTo(nginx, "flexible", cloudflare);
  expect(await found(port, { nginx, writable: false })).toMatchObject([
    { verdict: "blocks", means: expect.stringContaining("(Flexible)") },
  ]);
});

test("a server that cannot be reached because HTTPS is off here gets the command that turns it on", async () => {
  const nginx = { http: 9, https: 9 };
  const { port } = await edgeTo(nginx, "full", cloudflare);
  expect(await found(port, { nginx, https: false })).toMatchObject([
    { verdict: "blocks", fix: "docker compose exec certbot httpsidecar enable-https" },
  ]);
});

test("an edge that is not known is not named: only that the test file comes through it, or not", async () => {
  const nginx = await origin(text);
  const { port } = await edgeTo(nginx, "full", {});
  expect(await found(port, { nginx })).toEqual([
    { verdict: "fine", saw: `a server in front of this one ends TLS for ${domain} and passes requests on` },
  ]);
  const elsewhere = await edgeThat(200, { server: "nginx" });
  expect(await found(elsewhere, { nginx })).toMatchObject([
    { verdict: "warning", means: expect.stringContaining("the name points to another server") },
  ]);
  expect(await found(elsewhere, { nginx, outer: { seen: "yes", addresses: ["127.0.0.1"] } })).toEqual([]);
  expect(await found(9, { nginx })).toEqual([]);
});

test("an edge is known by its addresses too", () => {
  for (const address of ["104.16.0.1", "172.67.1.2", "2606:4700::1"])
    expect(edgeOf({}, address)?.name).toBe("Cloudflare");
  for (const address of ["104.15.255.255", "172.80.0.1", "2606:4800::1", "1.1.1.1", "not an address", undefined])
    expect(edgeOf({ server: "nginx" }, address)).toBeUndefined();
});
