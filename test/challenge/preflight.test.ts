import { readdir, readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { preflight } from "../../src/challenge/preflight.ts";
import { webroot } from "../../src/challenge/webroot.ts";
import { Problem } from "../../src/model/problem.ts";
import { temporaryFolder } from "../support/folders.ts";
import { lineage } from "../support/given.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

interface World {
  /** what stands at the name nginx */
  nginx?: (folder: string) => RequestListener;
  turnOn?: () => Promise<void>;
  lookup?: (name: string) => Promise<readonly string[]>;
  publicly?: (name: string) => Promise<readonly string[]>;
  domain?: string;
  domains?: readonly [string, ...string[]];
  identities?: () => Promise<readonly string[]>;
  issuer?: () => Promise<object>;
}

const serving =
  (folder: string): RequestListener =>
  async (request, response) => {
    const body = await readFile(join(folder, request.url ?? "")).catch(() => undefined);
    response.writeHead(body ? 200 : 404).end(body ?? "not here");
  };

async function check(
  {
    nginx = serving,
    turnOn = async () => {},
    lookup,
    publicly,
    domain = "dify.test",
    domains = [domain],
    ...ca
  }: World,
  mend = true,
) {
  const folder = await temporaryFolder();
  const diary: string[] = [];
  const port = await listen(nginx(folder));
  const { check } = preflight({
    responder: webroot(folder),
    authority: { caaIdentities: ca.identities ?? (async () => []) },
    ...(ca.issuer && { issuer: ca.issuer }),
    httpsSwitch: {
      async enableChallenge() {
        diary.push("enable-challenge");
        await turnOn();
      },
    },
    nginx: { host: "127.0.0.1", port, sslPort: 443 },
    webroot: "/var/www/html",
    // Nothing listens there: the doubt that comes of it is part of what is tested.
    findPublicly: publicly,
    findAddresses: lookup ?? (async () => ["127.0.0.1"]),
  });
  const signal = new AbortController().signal;
  const outcome = await check(lineage({ domains }), { mend, signal }).catch((problem: unknown) => problem);
  return { outcome, diary, left: await readdir(folder) };
}

it("leaves no rejection behind that would end the process, when it is stopped while the account is read", async () => {
  const left: unknown[] = [];
  const note = (reason: unknown) => void left.push(reason);
  process.on("unhandledRejection", note);
  closing.push(() => process.off("unhandledRejection", note));
  const identities = () => Promise.reject(new Error("stopped"));
  const { outcome } = await check({ identities, issuer: () => sleep(50).then(() => ({})) });
  expect(outcome).toMatchObject({ message: "stopped" });
  expect(left).toEqual([]);
});

it("names the first of several names that fail, whichever fails first, so that each round says the same", async () => {
  const lookup = async (name: string) => {
    await sleep(name === "a.test" ? 40 : 0);
    throw Object.assign(new Error("none"), { code: "ENOTFOUND" });
  };
  const { outcome } = await check({ domains: ["a.test", "b.test"], lookup });
  expect(outcome).toMatchObject({ code: "name-unknown", names: ["a.test"] });
});

it("finds nothing to say against a path that nginx serves, and leaves no file behind", async () => {
  const { outcome, diary, left } = await check({ lookup: async () => [] });
  expect(outcome).toEqual([]);
  expect(diary).toEqual([]);
  expect(left).toEqual([]);
});

it("has the challenge location turned on when nginx does not serve the path, and looks again", async () => {
  let on = false;
  const nginx = (folder: string): RequestListener => {
    const serve = serving(folder);
    return (request, response) => (on ? serve(request, response) : response.writeHead(404).end());
  };
  const turnOn = async () => {
    on = true;
  };
  const { outcome, diary } = await check({ nginx, turnOn, lookup: async () => [] });
  expect(outcome).toEqual([]);
  expect(diary).toEqual(["enable-challenge"]);
});

it("names the mount when the location is on and another folder is served", async () => {
  const elsewhere = (): RequestListener => (_, response) => response.writeHead(404).end();
  const { outcome, left } = await check({ nginx: elsewhere });
  expect(outcome).toMatchObject({
    code: "challenge-not-served",
    retry: "look",
    message:
      "nginx does not serve the challenge path of dify.test: a test file written to /var/www/html came back with status 404; the CA was not contacted",
    fix: "mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot, then: docker compose up -d nginx certbot",
  });
  expect(left).toEqual([]);
});

it("names the variable when there is no companion, and when it may not mend", async () => {
  const missing = (): RequestListener => (_, response) => response.writeHead(404).end();
  const absent = async () => {
    throw new Problem({ code: "companion-absent", message: "m", fix: "f" });
  };
  const alone = await check({ nginx: missing, turnOn: absent });
  expect(alone.outcome).toMatchObject({
    fix: "docker compose up -d certbot-companion, or set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx; where nginx's file is your own: docker/attach FOLDER",
  });
  const rehearsing = await check({ nginx: missing }, false);
  expect(rehearsing.diary).toEqual([]);
  expect(rehearsing.outcome).toMatchObject({
    fix: "set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx; where nginx's file is your own: docker/attach FOLDER",
  });
});

it("is not content with the right status and another body", async () => {
  const catchAll = (): RequestListener => (_, response) => response.writeHead(200).end("<html>my page</html>");
  expect((await check({ nginx: catchAll })).outcome).toMatchObject({ code: "challenge-not-served" });
});

it("stops at a name that does not exist, with the record to add", async () => {
  const lookup = async () => {
    throw Object.assign(new Error("gone"), { code: "ENOTFOUND" });
  };
  expect((await check({ lookup })).outcome).toMatchObject({
    code: "name-unknown",
    fix: "at your DNS provider add a record: dify.test. A <public IPv4 address of this server>",
  });
});

it("only doubts what cannot be known from here", async () => {
  const lookup = async () => {
    throw Object.assign(new Error("try later"), { code: "EAI_AGAIN" });
  };
  expect((await check({ lookup })).outcome).toEqual([
    "dify.test could not be looked up from here (EAI_AGAIN); the CA will try",
  ]);
});

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8::7", "[2001:db8::7]"],
])("asks nginx for the address %s as a browser would", async (domain, host) => {
  const hosts: unknown[] = [];
  const nginx = (folder: string): RequestListener => {
    const serve = serving(folder);
    return (request, response) => {
      hosts.push(request.headers.host);
      serve(request, response);
    };
  };
  const { outcome } = await check({ nginx, domain });
  expect(hosts).toEqual([host]);
  expect(outcome).toEqual([expect.stringContaining(`http://${host}/ at 127.0.0.1 port 80 `)]);
});

const notFound = async () => {
  throw Object.assign(new Error("gone"), { code: "ENOTFOUND" });
};

it("stops at a name that is unknown here only where a public resolver agrees", async () => {
  expect((await check({ lookup: notFound, publicly: notFound })).outcome).toMatchObject({ code: "name-unknown" });
  expect((await check({ lookup: notFound, publicly: async () => ["203.0.113.7"] })).outcome).toEqual([
    "dify.test has no address in this container's DNS, and a public resolver knows it",
  ]);
  const blocked = () => Promise.reject(Object.assign(new Error("late"), { code: "ETIMEOUT" }));
  expect((await check({ lookup: notFound, publicly: blocked })).outcome).toEqual([
    "dify.test has no address in this container's DNS, and no public resolver could be asked; the CA will try",
  ]);
});

const redirecting =
  (to: (path: string) => string) =>
  (folder: string): RequestListener =>
  (request, response) => {
    if (request.headers.host === "www.dify.test") return serving(folder)(request, response);
    response.writeHead(301, { location: to(request.url ?? "") }).end();
  };
const byHttp = { domains: ["dify.test", "www.dify.test"] as const };

it("follows a redirect to another of its names, as the CA does", async () => {
  const nginx = redirecting((path) => `http://www.dify.test${path}`);
  expect((await check({ nginx, ...byHttp, lookup: async () => [] })).outcome).toEqual([]);
});

it("doubts, and does not stop at, what may look otherwise from outside", async () => {
  const away = await check({ nginx: redirecting((path) => `https://edge.example.com${path}`) });
  expect(away.outcome).toContainEqual(
    expect.stringMatching(/^nginx redirects the challenge path of dify.test to another name/),
  );
  const listed = await check({ nginx: () => (_, response) => response.writeHead(403).end() });
  expect(listed.outcome).toContainEqual(expect.stringMatching(/from inside \(status 403\)/));
  const proxied = await check({ nginx: () => (request) => request.socket.destroy() });
  expect(proxied.outcome).toContainEqual(expect.stringMatching(/as it does with PROXY protocol/));
});

it("stops at a redirect that no CA follows: in a circle, to another port", async () => {
  const circle = await check({ nginx: redirecting((path) => `http://dify.test${path}`) });
  expect(circle.outcome).toMatchObject({ code: "challenge-not-served" });
  const port = await check({ nginx: redirecting((path) => `http://dify.test:8080${path}`) });
  expect(port.outcome).toMatchObject({ code: "challenge-not-served", message: expect.stringContaining("port 8080") });
});
