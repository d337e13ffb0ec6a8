import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import type { Finding } from "../../src/doctor/finding.ts";
import { readImages } from "../support/images.ts";
import { askNames, dropAt, type Names, nameService, startNames } from "../support/name-server.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

// What doctor sees of the world, with a name server, edges and firewalls of the test's own. Nothing is ever ordered.

const domain = "shop.example.test";

/** Of the prefix for documentation (RFC 3849), one for each run; it leads nowhere but to this stack. */
const subnet = `2001:db8:${createHash("md5").update(`${process.pid} ${Date.now()}`).digest("hex").slice(0, 4)}::/64`;

/** Answers each name as the edge of that name does. */
const edges: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "cloudflare.example.test": { server: "cloudflare", "cf-ray": "8a0-NRT" },
  "akamai.example.test": { server: "AkamaiGHost" },
  "fastly.example.test": { via: "1.1 varnish", "x-served-by": "cache-nrt-rjtf7700056-NRT" },
  "alibaba.example.test": { server: "Tengine", via: "cache11.l2cn3[0,0,403-1280,M]", eagleid: "2a" },
  "tencent.example.test": { server: "TencentEdgeOne", "eo-log-uuid": "1" },
  "vercel.example.test": { server: "Vercel", "x-vercel-id": "hnd1::2a" },
};
const edgeScript = `const edges = ${JSON.stringify(edges)};
require("node:http").createServer((q, s) => s.writeHead(403, edges[q.headers.host] ?? {}).end()).listen(80);`;

let names: Names;

const test = withStack({
  kind: "official",
  domain,
  env: { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: `--server ${pebbleDirectory}`, CERTBOT_AUTO: "false" },
  network: { enable_ipv6: true, ipam: { config: [{ subnet }] } },
  services: {
    ...(await nameService()),
    edge: { image: readImages().node, init: true, command: ["node", "-e", edgeScript] },
  },
  async prepare(stack) {
    names = await startNames(stack);
    await askNames(stack, "certbot", names);
    await stack.bringUp();
    await stack.compose("up", "-d", "certbot", "certbot-companion");
    await names.tell("add-a", { host: domain, addresses: [await names.addressOf("nginx")] });
    await eventually(async () => expect(await faults(stack)).toEqual([unpublished]));
  },
});

/** The stack of a test has ports of its own, and nobody answers HTTPS before there is a certificate. */
const unpublished = expect.objectContaining({
  check: "port 443",
  verdict: "warning",
  saw: "port 443 of this host does not reach nginx",
  fix: expect.stringMatching(/^set EXPOSE_NGINX_SSL_PORT=443 in \.env, then: docker compose up -d nginx/),
});

/** What is not fine, by our name server. */
async function faults(stack: Stack, environment: Readonly<Record<string, string>> = {}): Promise<readonly Finding[]> {
  const given = Object.entries({ CERTBOT_AUTO: "true", DOCTOR_RESOLVERS: names.address, ...environment });
  const flags = given.map(([name, value]) => `-e ${name}='${value}'`).join(" ");
  const { output } = await stack.tries(`docker compose exec -T ${flags} certbot httpsidecar doctor --json`);
  const { findings }: { findings: readonly Finding[] } = JSON.parse(output);
  return findings.filter(({ verdict }) => verdict !== "fine");
}

/** The name has these addresses for the time of a test. */
async function leadsTo(given: { a?: string[]; aaaa?: string[] }): Promise<void> {
  const host = domain;
  if (given.a) {
    await names.tell("clear-a", { host });
    await names.tell("add-a", { host, addresses: given.a });
  }
  if (given.aaaa) await names.tell("add-aaaa", { host, addresses: given.aaaa });
  onTestFinished(async () => {
    await names.tell("clear-aaaa", { host });
    await names.tell("clear-a", { host });
    await names.tell("add-a", { host, addresses: [await names.addressOf("nginx")] });
  });
}

const of = (findings: readonly Finding[], check: string) => findings.filter((finding) => finding.check === check);

describe("port 80", () => {
  test("an AAAA record whose packets are dropped is named before the check is given up, with both ways out", async ({
    stack,
  }) => {
    await leadsTo({ aaaa: [await names.addressOf("nginx", 6)] });
    expect(of(await faults(stack), "port 80")).toEqual([]);
    onTestFinished(await dropAt(stack, "nginx", 80, 6));
    expect(of(await faults(stack), "port 80")).toContainEqual({
      check: "port 80",
      verdict: "warning",
      saw: `${domain} at ${await names.addressOf("nginx", 6)} port 80 does not respond: no response within 5 s`,
      means: expect.stringContaining("the CA tries IPv6 first"),
      fix: expect.stringMatching(
        `remove the record at your DNS provider: ${domain}. AAAA; otherwise open port 80 for IPv6 in its firewall`,
      ),
    });
  });

  test.for([
    ["dropped, as by a firewall or a router without hairpin", "edge", "no response within 5 s"],
    ["refused", "pebble", "econnrefused"],
  ] as const)("packets that are %s warn, with the way to check from outside", async ([, service, why], { stack }) => {
    await leadsTo({ a: [await names.addressOf(service)] });
    if (service === "edge") onTestFinished(await dropAt(stack, service, 80, 4));
    expect(of(await faults(stack), "port 80")).toEqual([
      expect.objectContaining({
        verdict: "warning",
        saw: expect.stringMatching(`port 80 does not respond: ${why}$`),
        fix: expect.stringMatching(/^check from outside, .* publish port 80 first, see below$/),
      }),
      expect.objectContaining({ fix: expect.stringContaining("set EXPOSE_NGINX_PORT=80 in .env") }),
    ]);
  });

  test("each edge that answers in our place is named, and what to do there", async ({ stack }) => {
    const hosts = Object.keys(edges);
    const addresses = [await names.addressOf("edge")];
    for (const host of hosts) await names.tell("add-a", { host, addresses });
    const found = of(await faults(stack, { CERTBOT_DOMAIN: hosts.join(",") }), "port 80");
    expect(
      found.slice(0, hosts.length).map(({ verdict, ...rest }) => [verdict, "means" in rest && rest.means]),
    ).toEqual([
      ["warning", expect.stringMatching(/^Cloudflare is in front/)],
      ["warning", expect.stringMatching(/^Akamai is in front/)],
      ["warning", expect.stringMatching(/^Fastly is in front/)],
      ["warning", expect.stringMatching(/^Alibaba Cloud's CDN is in front/)],
      ["warning", expect.stringMatching(/^Tencent EdgeOne is in front/)],
      ["blocks", expect.stringMatching(/^the domain points to a site at Vercel/)],
    ]);
  });
});

describe("nginx", () => {
  /** A file of its own for the time of a test, read at a start. */
  async function template(stack: Stack, text: string) {
    const path = join(stack.folder, "docker/nginx/templates/a-blog.conf.template");
    await writeFile(path, text);
    await anew(stack);
    onTestFinished(async () => {
      await rm(path);
      await anew(stack);
    });
  }
  async function anew(stack: Stack) {
    await stack.compose("up", "-d", "--no-deps", "--force-recreate", "nginx");
    await eventually(() => stack.exec("nginx", "sh", "-c", "nginx -t && test -s /run/nginx.pid"));
    await names.tell("clear-a", { host: domain });
    await names.tell("add-a", { host: domain, addresses: [await names.addressOf("nginx")] });
  }

  test("a server block that answers in the place of ours is named, and its line mends it", async ({ stack }) => {
    onTestFinished(() => stack.setEnv({ NGINX_SERVER_NAME: "_" }));
    await template(
      stack,
      'server { listen 80; listen [::]:80; server_name blog.example.test; return 200 "a blog"; }\n',
    );
    const found = await faults(stack);
    expect(of(found, "nginx")).toEqual([
      expect.objectContaining({
        verdict: "warning",
        saw: expect.stringMatching(`^nginx answers for ${domain} with another server block than the one`),
        fix: expect.stringMatching(`set NGINX_SERVER_NAME=${domain} in \\.env, then: docker compose up -d nginx`),
      }),
    ]);
    expect(of(found, "challenge")).toEqual([expect.objectContaining({ verdict: "blocks" })]);

    await stack.setEnv({ NGINX_SERVER_NAME: domain });
    await anew(stack);
    expect(await faults(stack)).toEqual([unpublished]);
  });

  test("a line that nginx does not know blocks, in its own words", async ({ stack }) => {
    onTestFinished(() => stack.exec("nginx", "rm", "/etc/nginx/conf.d/mine.conf").then(() => undefined));
    await stack.exec("nginx", "sh", "-c", "echo 'listne 81;' > /etc/nginx/conf.d/mine.conf");
    expect(of(await faults(stack), "nginx")).toEqual([
      expect.objectContaining({
        verdict: "blocks",
        saw: expect.stringContaining('unknown directive "listne" in /etc/nginx/conf.d/mine.conf:1'),
        fix: expect.stringMatching(/\w/),
      }),
    ]);
  });

  test("Open WebUI behind directives that hold its answers and sockets back is told both", async ({ stack }) => {
    onTestFinished(() => anew(stack));
    const edit = "sed -i -e /proxy_buffering/d -e '/Upgrade/d' /etc/nginx/conf.d/default.conf";
    await stack.exec("nginx", "sh", "-c", edit);
    expect(of(await faults(stack, { WEBUI_URL: "", CORS_ALLOW_ORIGIN: "" }), "Open WebUI")).toEqual([
      expect.objectContaining({ fix: expect.stringContaining("proxy_set_header Upgrade $http_upgrade;") }),
      expect.objectContaining({ fix: expect.stringContaining("proxy_buffering off;") }),
    ]);
  });

  test("an app that is down warns, and the certificate is not blamed", async ({ stack }) => {
    await stack.compose("stop", "--timeout", "0", "app");
    onTestFinished(() => stack.compose("start", "app").then(() => undefined));
    expect(of(await faults(stack), "app")).toEqual([
      expect.objectContaining({
        verdict: "warning",
        saw: expect.stringMatching(
          `^nginx responds to ${domain} with status 50[24]: the app behind it does not respond$`,
        ),
        fix: expect.stringContaining("UPSTREAM in .env"),
      }),
    ]);
  });
});

test("an authority whose name does not exist blocks, with the line that looks it up", async ({ stack }) => {
  const environment = { CERTBOT_OPTIONS: "--server https://ca.nowhere.example.test/dir" };
  expect(of(await faults(stack, environment), "authority")).toEqual([
    expect.objectContaining({
      verdict: "blocks",
      saw: "the name of ca.nowhere.example.test cannot be resolved",
      fix: expect.stringContaining("docker compose exec certbot getent hosts ca.nowhere.example.test"),
    }),
  ]);
});

describe("folders", () => {
  test.for([
    ["/etc/letsencrypt", "./volumes/certbot/conf"],
    ["/var/www/html", "./volumes/certbot/www"],
  ] as const)("%s that is not mounted blocks, with the volume to add", async ([path, from], { stack }) => {
    const file = join(stack.folder, "compose.yaml");
    const text = await readFile(file, "utf8");
    onTestFinished(async () => {
      await writeFile(file, text);
      await stack.compose("up", "-d", "--no-deps", "certbot");
    });
    // nginx's own line ends in :ro
    await writeFile(file, text.replace(`      - ${from}:${path}\n`, ""));
    await stack.compose("up", "-d", "--no-deps", "certbot");
    expect(of(await faults(stack), "folders")).toEqual([
      expect.objectContaining({
        verdict: "blocks",
        saw: `${path} is not there`,
        fix: `add the volume ${from}:${path} to the certbot service, then: docker compose up -d certbot`,
      }),
    ]);
  });

  test("one that lies in the container alone blocks: what is saved there is lost", async ({ stack }) => {
    // a container that may write anywhere, as one by an older compose file
    const { project } = stack;
    const image = readImages().httpsidecar;
    const words = [
      "run",
      "--rm",
      "--network",
      `${project}_default`,
      "--entrypoint",
      "sh",
      "-e",
      `CERTBOT_DOMAIN=${domain}`,
    ];
    const script = "mkdir -p /etc/letsencrypt /var/www/html && httpsidecar doctor --json";
    const { output } = await stack.tries(`docker ${words.join(" ")} ${image} -c '${script}'`);
    const { findings }: { findings: readonly Finding[] } = JSON.parse(output);
    expect(of(findings, "folders")).toEqual([
      expect.objectContaining({
        verdict: "blocks",
        saw: "/etc/letsencrypt is not mounted",
        fix: expect.stringContaining("add the volume ./volumes/certbot/conf:/etc/letsencrypt to the certbot service"),
      }),
      expect.objectContaining({ verdict: "blocks", saw: "/var/www/html is not mounted" }),
    ]);
  });
});

test("the authority has received no order in any of these", async ({ stack }) => {
  expect(await stack.authority.orders()).toBe(0);
});
