import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { newAccountKey } from "../../src/acme/account.ts";
import { minute } from "../../src/base/dates.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import type { CompanionAnswer } from "../../src/model/companion.ts";
import { emptyEntry } from "../../src/model/ledger.ts";
import { Problem } from "../../src/model/problem.ts";
import { accountStore } from "../../src/store/accounts.ts";
import { ledger } from "../../src/store/ledger.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { takeLock } from "../../src/store/lock.ts";
import { lineageOf } from "../support/acme.ts";
import { type CertificateOptions, makeCertificate } from "../support/certificates.ts";
import { domain, findings, scene, serve, serving, tell, untouchedPebble } from "../support/doctor.ts";
import { faultProxy } from "../support/fault-proxy.ts";
import { close, listen, portOf } from "../support/loopback.ts";
import { fetchText, type Pebble, startPebble } from "../support/pebble.ts";

const run = promisify(execFile);

// whatever is wrong in the scenes below, nothing is ever ordered
const authority = untouchedPebble();
let pebble: Pebble;
beforeAll(() => {
  pebble = authority();
});

/** What is not fine. */
const faults = (all: readonly Finding[]) => all.filter(({ verdict }) => verdict !== "fine");

const of = (all: readonly Finding[], check: string) => all.filter((finding) => finding.check === check);

/** Records of one name for the time of a test. */
async function records(host: string, given: { a?: string[]; aaaa?: string[]; cname?: string; caa?: string }) {
  if (given.a) await tell(pebble, "add-a", { host, addresses: given.a });
  if (given.aaaa) await tell(pebble, "add-aaaa", { host, addresses: given.aaaa });
  if (given.cname) await tell(pebble, "set-cname", { host, target: given.cname });
  if (given.caa) await tell(pebble, "add-caa", { host, policies: [{ tag: "issue", value: given.caa }] });
  onTestFinished(async () => {
    await tell(pebble, "clear-a", { host });
    await tell(pebble, "clear-aaaa", { host });
    await tell(pebble, "clear-cname", { host });
    await tell(pebble, "clear-caa", { host });
  });
}

test("finds nothing to say against a stack that is well, and leaves nothing behind", async () => {
  const stack = await scene();
  const all = await findings(pebble, stack);
  expect(faults(all)).toEqual([]);
  expect(await readdir(stack.webroot)).toEqual([]);
  expect([...new Set(all.map(({ check }) => check))]).toEqual([
    ...["settings", "folders", "storage", "attempts", "certificate", "nginx", "challenge", "dns", "caa", "port 80"],
    ...["authority", "port 443", "app", "app URLs"],
  ]);
});

describe("settings and folders", () => {
  test.each([
    ["your_domain.com", /placeholder/],
    ["localhost", /the machine itself/],
    ["dify.lan", /reserved: no public CA can sign it/],
    ["dify.internal", /reserved: no public CA can sign it/],
  ])(
    "CERTBOT_DOMAIN=%s is a finding with the line to change, and the folders are looked at all the same",
    async (name, saw) => {
      const environment = { CERTBOT_DOMAIN: name, CERTBOT_OPTIONS: "" };
      const all = await findings(pebble, await scene(), { environment });
      expect(of(all, "settings")).toMatchObject([
        { verdict: "blocks", saw: expect.stringMatching(saw), fix: expect.stringContaining("put CERTBOT_DOMAIN=") },
      ]);
      expect(of(all, "folders")).toHaveLength(2);
    },
  );

  test("flags that were left over and CERTBOT_AUTO=false warn, each with its mend", async () => {
    const environment = { CERTBOT_OPTIONS: `--server ${pebble.directory} --dry-run`, CERTBOT_AUTO: "false" };
    const seen = faults(await findings(pebble, await scene(), { environment }));
    expect(seen.filter((each) => JSON.stringify(each).includes("--dry-run"))).toEqual([
      expect.objectContaining({
        saw: "--dry-run is set in CERTBOT_OPTIONS",
        means: "it is only a dry run: no certificate is obtained",
        fix: expect.stringContaining("remove it in .env"),
      }),
    ]);
    expect(seen).toContainEqual(
      expect.objectContaining({ saw: "CERTBOT_AUTO=false", fix: expect.stringContaining("CERTBOT_AUTO=true") }),
    );
  });

  test.each([
    ["--staging", "no certificate is obtained that browsers trust"],
    ["--no-autorenew", "nothing is renewed automatically"],
  ])("%s that was left over warns, with what it costs", async (flag, means) => {
    // nobody is asked: the directory of --staging is on the internet
    const environment = { CERTBOT_OPTIONS: flag, CERTBOT_DOMAIN: "shop.chuo.jp", HTTPS_PROXY: "http://127.0.0.1:9" };
    expect(faults(of(await findings(pebble, await scene(), { environment }), "settings"))).toContainEqual({
      check: "settings",
      verdict: "warning",
      saw: `${flag} is set in CERTBOT_OPTIONS`,
      means: expect.stringContaining(means),
      fix: "remove it in .env, then: docker compose up -d certbot certbot-companion",
    });
  });

  test("a webroot that is a file blocks", async () => {
    const stack = await scene();
    await rm(stack.webroot, { recursive: true });
    await writeFile(stack.webroot, "");
    expect(faults(of(await findings(pebble, stack), "folders"))).toMatchObject([
      {
        verdict: "blocks",
        saw: `${stack.webroot} is not a folder`,
        fix: "mv ./volumes/certbot/www ./volumes/certbot/www.old; docker compose up -d --force-recreate certbot",
      },
    ]);
  });

  test("a webroot that is not mounted blocks, with the volume to add", async () => {
    const stack = await scene();
    await rm(stack.webroot, { recursive: true });
    const all = await findings(pebble, stack);
    expect(of(all, "folders")).toContainEqual(
      expect.objectContaining({
        verdict: "blocks",
        saw: `${stack.webroot} is not there`,
        fix: expect.stringContaining(`./volumes/certbot/www:${stack.webroot}`),
      }),
    );
    expect(of(all, "challenge")).toMatchObject([{ verdict: "blocks", saw: expect.stringContaining("is not there") }]);
  });

  /** A mount for the time of a test. */
  async function mount(folder: string, ...options: string[]) {
    await run("mount", [...options, folder]);
    onTestFinished(() => run("umount", [folder]).then(() => undefined));
  }

  test("a webroot that is mounted read-only blocks, with the mount and who owns it", async () => {
    const stack = await scene();
    await mount(stack.webroot, "--bind", stack.webroot);
    await run("mount", ["-o", "remount,ro,bind", stack.webroot]);
    expect(of(await findings(pebble, stack), "folders")).toContainEqual(
      expect.objectContaining({
        verdict: "blocks",
        saw: expect.stringMatching(`^${stack.webroot} cannot be written, owner \\d+:\\d+$`),
        fix: expect.stringContaining(`remove ":ro" from the mount ./volumes/certbot/www:${stack.webroot}`),
      }),
    );
  });

  test("a disk with little room warns", async () => {
    const stack = await scene();
    await mount(stack.webroot, "-t", "tmpfs", "-o", "size=8m", "none");
    expect(faults(of(await findings(pebble, stack), "folders"))).toMatchObject([
      { verdict: "warning", saw: `${stack.webroot} has 8 MiB of room`, fix: expect.stringContaining("df -h") },
    ]);
  });

  test("a folder where nothing can be saved blocks", async () => {
    const stack = await scene();
    await writeFile(join(stack.folder, "renewal"), "a file in the place of a folder");
    expect(of(await findings(pebble, stack), "storage")).toMatchObject([{ verdict: "blocks" }]);
  });

  test("an account folder that cannot be used blocks, with the command that mends it", async () => {
    const stack = await scene();
    for (const _ of [1, 2]) {
      const account = { privateKeyPem: await newAccountKey(), url: `${pebble.directory}/acct` };
      await accountStore(stack.folder).save(pebble.directory, account);
    }
    expect(of(await findings(pebble, stack), "authority")).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining("contains 2 accounts"), fix: expect.stringContaining("mv ") },
    ]);
  });
});

describe("nginx", () => {
  test("what the companion cannot find or test is a finding with its own words", async () => {
    const message = "nginx rejected its configuration: unknown directive in /etc/nginx/conf.d/mine.conf:3";
    const companion = new Problem({
      code: "config-test-failed",
      message,
      fix: "correct the file and line named above",
    });
    expect(of(await findings(pebble, await scene(), { companion }), "nginx")).toMatchObject([
      { verdict: "blocks", saw: message, fix: "correct the file and line named above" },
    ]);
  });

  test("a switched-off HTTPS and a missing challenge location warn", async () => {
    const companion = { off: true, challenge: false };
    expect(faults(of(await findings(pebble, await scene(), { companion }), "nginx"))).toMatchObject([
      { verdict: "warning", fix: "docker compose exec certbot httpsidecar enable-https" },
      { verdict: "warning", fix: expect.stringContaining("NGINX_ENABLE_CERTBOT_CHALLENGE=true") },
    ]);
  });

  test("another folder than the one we write to blocks, with the mount to mend", async () => {
    const elsewhere = () => serving("/nonexistent");
    expect(of(await findings(pebble, await scene(elsewhere)), "challenge")).toMatchObject([
      {
        verdict: "blocks",
        saw: expect.stringContaining("came back with status 404"),
        fix: "mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot, then: docker compose up -d nginx certbot",
      },
    ]);
  });

  test("no location for the path blocks, with the variable to set; doctor itself turns nothing on", async () => {
    const elsewhere = () => serving("/nonexistent");
    const companion = { challenge: false };
    expect(of(await findings(pebble, await scene(elsewhere), { companion }), "challenge")).toMatchObject([
      { verdict: "blocks", fix: expect.stringContaining("set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env") },
    ]);
  });

  test("a redirect that eats the challenge path blocks, and is shown", async () => {
    const eating = (): RequestListener => (request, response) =>
      response.writeHead(301, { location: `https://${domain}${request.url}` }).end();
    const all = await findings(pebble, await scene(eating));
    expect(of(all, "challenge")).toMatchObject([
      {
        verdict: "blocks",
        saw: expect.stringMatching(/^nginx sends the challenge path of shop\.example\.com on to https:\/\/shop/),
        fix: expect.stringContaining("location ^~ /.well-known/acme-challenge/"),
      },
    ]);
  });

  test("another server block that answers the name warns, with the line to change", async () => {
    const companion = { notes: ["other-server-block"] as const };
    expect(faults(of(await findings(pebble, await scene(), { companion }), "nginx"))).toMatchObject([
      { verdict: "warning", fix: expect.stringContaining(`set NGINX_SERVER_NAME=${domain} in .env`) },
    ]);
  });

  test("an app that does not answer behind nginx warns", async () => {
    const down =
      (folder: string): RequestListener =>
      (request, response) =>
        request.url === "/" ? response.writeHead(502).end() : serving(folder)(request, response);
    expect(of(await findings(pebble, await scene(down)), "app")).toMatchObject([
      {
        verdict: "warning",
        saw: `nginx responds to ${domain} with status 502: the app behind it does not respond`,
        fix: expect.stringContaining("UPSTREAM in .env"),
      },
    ]);
  });

  test("a port that nothing listens on blocks", async () => {
    const stack = await scene();
    stack.server.close();
    expect(of(await findings(pebble, stack), "challenge")).toMatchObject([
      {
        verdict: "blocks",
        saw: expect.stringContaining("nginx does not respond at 127.0.0.1"),
        fix: expect.stringContaining("docker compose up -d nginx"),
      },
    ]);
  });
});

describe("DNS", () => {
  test("a name without an address blocks, with the record to add", async () => {
    await tell(pebble, "set-default-ipv4", { ip: "" });
    onTestFinished(() => tell(pebble, "set-default-ipv4", { ip: "127.0.0.1" }));
    expect(of(await findings(pebble, await scene()), "dns")).toMatchObject([
      {
        verdict: "blocks",
        saw: `${domain} does not exist in DNS, or has no address`,
        fix: expect.stringContaining(`add a record: ${domain}. A `),
      },
    ]);
  });

  test("SERVFAIL from every resolver blocks, from one of two warns", async () => {
    await tell(pebble, "set-servfail", { host: domain });
    onTestFinished(() => tell(pebble, "clear-servfail", { host: domain }));
    expect(of(await findings(pebble, await scene()), "dns")).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining("SERVFAIL"), fix: expect.stringContaining("dig +trace") },
    ]);
    const other = await startPebble();
    onTestFinished(() => other.stop());
    const environment = { DOCTOR_RESOLVERS: `${pebble.dnsServer},${other.dnsServer}` };
    expect(of(await findings(pebble, await scene(), { environment }), "dns")).toMatchObject([
      { verdict: "fine" },
      {
        verdict: "warning",
        saw: expect.stringContaining("SERVFAIL"),
        fix: expect.stringContaining(`dig @127.0.0.1 -p ${pebble.dnsServer.split(":")[1]} `),
      },
    ]);
  });

  test("a resolver where nobody listens blocks, and is named", async () => {
    const environment = { DOCTOR_RESOLVERS: "127.0.0.1:9" };
    expect(of(await findings(pebble, await scene(), { environment }), "dns")).toMatchObject([
      { verdict: "blocks", saw: expect.stringMatching(/: 127\.0\.0\.1:9: (?:CONNREFUSED|TIMEOUT)$/) },
    ]);
  });

  test("resolvers that disagree warn, with what each says", async () => {
    const other = await startPebble();
    onTestFinished(() => other.stop());
    await tell(other, "add-a", { host: domain, addresses: ["127.0.0.3"] });
    const environment = { DOCTOR_RESOLVERS: `${pebble.dnsServer} ${other.dnsServer}` };
    expect(faults(of(await findings(pebble, await scene(), { environment }), "dns"))).toMatchObject([
      {
        verdict: "warning",
        saw: expect.stringContaining("127.0.0.3"),
        means: expect.stringContaining("a change is under way"),
      },
    ]);
  });

  test("CNAME records that lead in a circle block, and the circle is shown", async () => {
    await records(domain, { cname: "other.example.com" });
    await records("other.example.com", { cname: domain });
    expect(of(await findings(pebble, await scene()), "dns")).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining(`${domain} -> other.example.com -> ${domain}`) },
    ]);
  });

  test.each([
    ["10.0.0.7", "10.0.0.7 (not public)"],
    ["100.64.0.7", "100.64.0.7 (shared by a provider's customers, CGNAT)"],
    ["127.0.0.1", "127.0.0.1 (not public)"],
  ])("an address that the internet does not reach blocks where the authority is there: %s", async (address, saw) => {
    await records(domain, { a: [address] });
    const all = await findings(pebble, await scene(), { publicAuthority: true });
    expect(of(all, "dns")).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining(saw), fix: expect.stringContaining("A <public IPv4 address>") },
    ]);
  });

  test("with validation by DNS an inner address is well, and a name without one is for visitors to miss", async () => {
    await records(domain, { a: ["10.0.0.7"] });
    const over = { publicAuthority: true, environment: { DNS_PROVIDER: "exec", EXEC_PATH: "/dns.sh" } };
    expect(of(await findings(pebble, await scene(), over), "dns")).toMatchObject([
      { verdict: "fine", saw: `${domain} points to 10.0.0.7` },
    ]);
    await tell(pebble, "clear-a", { host: domain });
    await tell(pebble, "set-default-ipv4", { ip: "" });
    onTestFinished(() => tell(pebble, "set-default-ipv4", { ip: "127.0.0.1" }));
    expect(of(await findings(pebble, await scene(), over), "dns")).toMatchObject([
      { verdict: "warning", means: expect.stringContaining("issued all the same") },
    ]);
  });

  test("a CAA record for another authority blocks, with the record to add", async () => {
    await records("example.com", { caa: "digicert.com" });
    expect(of(await findings(pebble, await scene()), "caa")).toMatchObject([
      {
        verdict: "blocks",
        saw: expect.stringContaining("it names digicert.com"),
        fix: 'add to the DNS of example.com: CAA 0 issue "pebble.letsencrypt.org"',
      },
    ]);
  });
});

describe("the public name", () => {
  test("an AAAA record that is published but does not answer warns, with the record to remove", async () => {
    await records(domain, { a: ["127.0.0.1"], aaaa: ["::1"] });
    expect(faults(of(await findings(pebble, await scene()), "port 80"))).toMatchObject([
      {
        verdict: "warning",
        saw: expect.stringMatching(/at ::1 port 80 does not respond: econnrefused/),
        means: expect.stringContaining("the CA tries IPv6 first"),
        fix: expect.stringMatching(
          `remove the record at your DNS provider: ${domain}. AAAA; otherwise open port 80 for IPv6`,
        ),
      },
    ]);
  });

  test("a closed port 80 only warns: a host may not reach its own public address", async () => {
    await records(domain, { a: ["127.0.0.9"] });
    expect(faults(of(await findings(pebble, await scene()), "port 80"))).toMatchObject([
      {
        verdict: "warning",
        saw: expect.stringContaining("127.0.0.9 port 80 does not respond"),
        fix: expect.stringMatching(/open TCP port 80 in the security group .*; not ufw or firewalld, which Docker/),
      },
    ]);
  });

  test("a port 80 that is not published is told where nobody answers, and left alone where somebody passes it on", async () => {
    const companion = { notes: ["port-80-unpublished"] as const };
    expect(faults(of(await findings(pebble, await scene(), { companion }), "port 80"))).toEqual([]);
    await records(domain, { a: ["127.0.0.9"] });
    expect(of(await findings(pebble, await scene(), { companion }), "port 80")).toMatchObject([
      { verdict: "warning", saw: expect.stringContaining("does not respond") },
      {
        verdict: "warning",
        saw: "port 80 of this host does not reach nginx",
        fix: expect.stringMatching(/^set EXPOSE_NGINX_PORT=80 in \.env, then: docker compose up -d nginx; or /),
      },
    ]);
  });

  test("an nginx with the host's network stands behind the host's own firewall", async () => {
    await records(domain, { a: ["127.0.0.9"] });
    const companion = { notes: ["host-network"] as const };
    expect(faults(of(await findings(pebble, await scene(), { companion }), "port 80"))).toMatchObject([
      { fix: expect.stringContaining("ufw: ufw allow 80/tcp") },
    ]);
  });

  test("without a companion it is not known whether Docker publishes the port, so ufw and firewalld are told too", async () => {
    await records(domain, { a: ["127.0.0.9"] });
    const environment = { DEPLOY: "none" };
    expect(faults(of(await findings(pebble, await scene(), { environment }), "port 80"))).toMatchObject([
      { fix: expect.stringContaining("ufw: ufw allow 80/tcp; firewalld: firewall-cmd --permanent --add-port=80/tcp") },
    ]);
  });

  test("a port 443 that is not published is told before the first certificate, unless somebody answers there", async () => {
    const companion = { notes: ["port-443-unpublished"] as const };
    expect(faults(of(await findings(pebble, await scene(), { companion }), "port 443"))).toMatchObject([
      {
        verdict: "warning",
        saw: "port 443 of this host does not reach nginx",
        fix: expect.stringMatching(/^set EXPOSE_NGINX_SSL_PORT=443 in \.env, then: docker compose up -d nginx/),
      },
    ]);
    const { privateKeyPem: key, fullchainPem: cert } = await makeCertificate();
    const proxy = await listen(createServer({ key, cert }, entry("a proxy")), 0);
    onTestFinished(() => close(proxy));
    const stack = await scene();
    const publicPorts = { http: stack.port, https: portOf(proxy) };
    expect(faults(of(await findings(pebble, stack, { companion, publicPorts }), "port 443"))).toEqual([]);
  });

  test("HTTPS on another port is told with that port, in Dify's and Open WebUI's addresses too", async () => {
    const companion = { https: true, notes: ["port-443-unpublished"] as const };
    const theirs = { FILES_URL: "http://x/files", WEBUI_URL: "", CORS_ALLOW_ORIGIN: `http://${domain}` };
    const environment = { ...theirs, PUBLIC_HTTPS_PORT: "8443" };
    const all = faults(await findings(pebble, await scene(), { companion, environment }));
    expect(of(all, "port 443")).toMatchObject([
      { saw: "port 8443 of this host does not reach nginx", fix: expect.stringContaining('"8443:443"') },
    ]);
    expect(of(all, "app URLs")).toMatchObject([
      { fix: `set FILES_URL=https://${domain}:8443/files in .env, then: docker compose up -d` },
    ]);
    expect(of(all, "Open WebUI")).toMatchObject([
      { fix: expect.stringContaining(`CORS_ALLOW_ORIGIN=https://${domain}:8443 in .env`) },
    ]);
  });

  test("a page about a missing ICP filing leads to DNS and another port", async () => {
    expect(await foreign(entry("<title>该网站未备案</title>"))).toMatchObject([
      { fix: expect.stringMatching(/^without a filing \(ICP\): validate by DNS, .* 8443: docker\/docs\/dns\.md/) },
    ]);
  });

  /** Somebody else at 127.0.0.2, where the name leads. */
  async function foreign(answer: RequestListener) {
    const stack = await scene();
    await serve(answer, "127.0.0.2", stack.port);
    await records(domain, { a: ["127.0.0.2"] });
    return of(await findings(pebble, stack), "port 80");
  }
  const entry = (body: string, headers: Record<string, string> = {}, status = 200): RequestListener => {
    return (_, response) => response.writeHead(status, headers).end(body);
  };

  test.each([
    ["a page about a missing ICP filing", entry("<title>该网站未备案</title>"), "blocks", "missing ICP filing"],
    ["a parking page", entry("<p>This domain is for sale</p>"), "blocks", "a parking page"],
    [
      "another web server of the host",
      entry("It works!", { server: "Apache/2.4.67" }),
      "warning",
      "another web server",
    ],
  ] as const)("%s in our place is told apart", async (_, answer, verdict, means) => {
    expect(await foreign(answer)).toMatchObject([
      { verdict, means: expect.stringContaining(means), fix: expect.stringMatching(/\w/) },
    ]);
  });

  test.each([
    ["Cloudflare", { server: "cloudflare", "cf-ray": "8a-NRT" }, '"Always Use HTTPS" off'],
    [
      "CloudFront",
      { server: "CloudFront", via: "1.1 x.cloudfront.net (CloudFront)", "x-amz-cf-id": "x" },
      "a behaviour",
    ],
    ["Akamai", { server: "AkamaiGHost" }, "a rule for the path"],
    ["Fastly", { via: "1.1 varnish", "x-served-by": "cache-nrt-rjtf7700056-NRT" }, '"Force TLS" not'],
    ["Azure Front Door", { "x-azure-ref": "20260101T000000Z-x" }, "a route for the path"],
    ["Google Cloud", { via: "1.1 google" }, "the HTTP load balancer"],
    ["Bunny", { server: "BunnyCDN-TYO1-1085", "cdn-pullzone": "1" }, '"Force SSL" off'],
    [
      "Alibaba Cloud's CDN",
      { server: "Tengine", via: "cache11.l2cn3[0,0,403-1280,M]", eagleid: "x" },
      "no forced HTTPS, a cache",
    ],
    ["Tencent Cloud's CDN", { server: "Lego Server", "x-nws-log-uuid": "1" }, "no forced HTTPS"],
    ["Tencent EdgeOne", { server: "TencentEdgeOne", "eo-log-uuid": "1" }, "no forced HTTPS"],
  ] as const)("%s in front is named, with where to let the path through", async (name, headers, where) => {
    expect(await foreign(entry("", headers, 403))).toMatchObject([
      {
        verdict: "warning",
        means: expect.stringContaining(`${name} is in front`),
        fix: expect.stringMatching(new RegExp(`^at ${name} let http://.* challenge page: ${where}`)),
      },
    ]);
  });

  test.each([
    ["Vercel", { server: "Vercel", "x-vercel-id": "hnd1::x" }],
    ["Netlify", { server: "Netlify", "x-nf-request-id": "x" }],
    ["GitHub Pages", { server: "GitHub.com", "x-github-request-id": "x", "x-served-by": "cache-nrt-1" }],
  ] as const)("a site kept at %s blocks, with the record to change", async (name, headers) => {
    expect(await foreign(entry("", headers, 404))).toMatchObject([
      {
        verdict: "blocks",
        means: expect.stringContaining(`a site at ${name}`),
        fix: expect.stringContaining(`point the domain here: ${domain}. A <public IPv4 address`),
      },
    ]);
  });

  test("redirects are followed as an authority does: a circle, an odd port and another scheme block", async () => {
    const to =
      (location: string): RequestListener =>
      (_, response) =>
        response.writeHead(302, { location }).end();
    expect(await foreign(to("/a"))).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining("it redirects back to where it was") },
    ]);
  });

  test.each([
    [`http://${domain}:8080/x`, "no CA follows a redirect to port 8080"],
    ["ftp://example.com/x", "no CA follows a redirect to ftp:"],
  ])("a redirect to %s blocks", async (location, why) => {
    const answer: RequestListener = (_, response) => response.writeHead(302, { location }).end();
    expect(await foreign(answer)).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining(why), fix: expect.stringContaining("from the redirect") },
    ]);
  });

  test("more than ten redirects block", async () => {
    const answer: RequestListener = ({ url = "/" }, response) => response.writeHead(302, { location: `${url}x` }).end();
    expect(await foreign(answer)).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining("more than 10 redirects") },
    ]);
  });

  test("a redirect that ends at our file is fine, and is shown", async () => {
    const stack = await scene();
    const answer: RequestListener = (request, response) =>
      request.url?.endsWith("?again")
        ? serving(stack.webroot)(Object.assign(request, { url: request.url.replace("?again", "") }), response)
        : response.writeHead(301, { location: `${request.url}?again` }).end();
    await serve(answer, "127.0.0.2", stack.port);
    await records(domain, { a: ["127.0.0.2"] });
    expect(of(await findings(pebble, stack), "port 80")).toMatchObject([
      { verdict: "fine", saw: expect.stringContaining("is served by this stack, after a redirect to http://") },
    ]);
  });
});

describe("the authority", () => {
  test("that cannot be reached blocks, and names why", async () => {
    const environment = { CERTBOT_OPTIONS: "--server https://localhost:9/dir" };
    expect(of(await findings(pebble, await scene(), { environment }), "authority")).toMatchObject([
      {
        verdict: "blocks",
        saw: "nothing accepts connections at localhost:9",
        fix: expect.stringContaining("--server"),
      },
    ]);
  });

  test("behind a proxy that does not answer blocks, and names the variable", async () => {
    const environment = { HTTPS_PROXY: "http://127.0.0.1:9" };
    expect(of(await findings(pebble, await scene(), { environment }), "authority")).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining("proxy"), fix: expect.stringContaining("HTTPS_PROXY") },
    ]);
  });

  test("whose TLS is intercepted blocks, with the variable for the root", async () => {
    const environment = { REQUESTS_CA_BUNDLE: "/etc/ssl/certs/ca-certificates.crt" };
    expect(of(await findings(pebble, await scene(), { environment }), "authority")).toMatchObject([
      {
        verdict: "blocks",
        saw: expect.stringContaining("not trusted here"),
        fix: expect.stringContaining("REQUESTS_CA_BUNDLE="),
      },
    ]);
  });

  test.each([
    [40, "the clock of this host is 40 minutes behind"],
    [-600, "the clock of this host is 10 hours ahead of"],
  ])("whose clock differs by %d minutes warns", async (minutes, saw) => {
    const body = await fetchText(pebble.directory, pebble.caPem);
    const date = new Date(Date.now() + minutes * 60_000).toUTCString();
    const headers = { "content-type": "application/json", date };
    const proxy = await faultProxy(pebble, () => ({ status: 200, headers, body }));
    onTestFinished(() => proxy.stop());
    const environment = { CERTBOT_OPTIONS: `--server ${proxy.directory}` };
    expect(faults(of(await findings(pebble, await scene(), { environment }), "authority"))).toMatchObject([
      {
        verdict: "warning",
        saw: expect.stringContaining(saw),
        fix: "set the clock of the host: timedatectl set-ntp true",
      },
    ]);
  });

  test("that does not know our account warns: a new one is made with the next order", async () => {
    const stack = await scene();
    const account = { privateKeyPem: await newAccountKey(), url: pebble.directory.replace("/dir", "/my-account/1") };
    await accountStore(stack.folder).save(pebble.directory, account);
    expect(faults(of(await findings(pebble, stack), "authority"))).toMatchObject([
      { verdict: "warning", saw: expect.stringContaining("does not know this account") },
    ]);
  });
});

describe("the certificate", () => {
  const hour = 60 * 60 * 1000;

  /** A stored certificate, and what nginx serves at 443: the same, or another one. */
  async function stored(
    options: CertificateOptions & {
      directory?: string;
      served?: "same" | "alone" | "other" | "nothing";
      companion?: Partial<CompanionAnswer>;
      imported?: true;
    },
  ) {
    const stack = await scene();
    const { directory = pebble.directory, served = "same", imported } = options;
    const made = await makeCertificate({ domains: [domain], ...options });
    const store = lineageStore({ folder: stack.folder, webroot: stack.webroot, version: "1.2.3" });
    const { privateKeyPem, fullchainPem } = made;
    await store.save(lineageOf(domain), { privateKeyPem, fullchainPem, directory, accountId: "" });
    const isOurs = served === "same" || served === "alone";
    const shown = isOurs ? made : await makeCertificate({ domains: [domain] });
    const cert = served === "alone" ? shown.certPem : shown.fullchainPem;
    const server = createServer({ cert, key: shown.privateKeyPem }, (_, response) => response.writeHead(404).end());
    await listen(server, 0);
    const port = portOf(server);
    onTestFinished(() => close(server));
    if (served === "nothing") await close(server);
    const look = {
      environment: { NGINX_SSL_PORT: String(port), ...(imported && { OWN_CERTIFICATE: "true" }) },
      companion: options.companion ?? { https: true },
      publicPorts: { http: stack.port, https: port },
    };
    return findings(pebble, stack, look);
  }

  test("that is served as it is stored is fine, inside and by the public name", async () => {
    const all = await stored({});
    expect(faults(all)).toEqual([]);
    expect(of(all, "port 443").map(({ saw }) => saw)).toEqual([
      "nginx serves the certificate that is on disk",
      `https://${domain} serves it (127.0.0.1)`,
    ]);
  });

  test("that nginx does not serve blocks; another one at the public name warns", async () => {
    expect(of(await stored({ served: "other" }), "port 443")).toMatchObject([
      {
        verdict: "blocks",
        saw: expect.stringMatching(
          /another certificate than the one on disk: for shop\.example\.com by Test .*, until 20/,
        ),
        fix: expect.stringContaining("update-cert"),
      },
      {
        verdict: "warning",
        saw: expect.stringMatching(
          /serves another certificate: 127\.0\.0\.1 responds with .*, for shop\.example\.com by Test/,
        ),
        fix: expect.stringContaining("ss -ltnp"),
      },
    ]);
    expect(of(await stored({ served: "alone" }), "port 443")[0]).toMatchObject({
      verdict: "blocks",
      saw: expect.stringContaining("without the chain"),
      fix: expect.stringContaining("name fullchain.pem"),
    });
    expect(of(await stored({ served: "nothing" }), "port 443")).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining("serves no certificate") },
      { verdict: "warning", means: expect.stringContaining("port 443 is closed") },
    ]);
    const companion = { https: true, notes: ["port-443-unpublished"] as const };
    expect(of(await stored({ served: "nothing", companion }), "port 443")).toMatchObject([
      { verdict: "blocks" },
      { verdict: "warning", fix: expect.stringContaining("publish port 443 first, see below") },
      { verdict: "warning", saw: "port 443 of this host does not reach nginx" },
    ]);
  });

  test("that nginx has no use for warns: HTTPS is off, or its files are Dify's own", async () => {
    expect(of(await stored({ companion: { https: false } }), "port 443")).toMatchObject([
      { verdict: "warning", fix: "docker compose exec certbot httpsidecar enable-https" },
    ]);
    const companion = { https: false, notes: ["foreign-certificate"] as const };
    expect(of(await stored({ companion }), "port 443")).toMatchObject([
      {
        verdict: "warning",
        saw: expect.stringContaining("NGINX_SSL_CERT_FILENAME=dify.crt"),
        fix: expect.stringContaining("NGINX_SSL_CERT_FILENAME=fullchain.pem"),
      },
    ]);
    expect(of(await stored({ companion: { https: false, off: true } }), "port 443")).toMatchObject([
      { verdict: "fine", saw: "HTTPS is off" },
    ]);
  });

  test("of a staging authority warns, one that has ended blocks, one that ends soon warns", async () => {
    expect(of(await stored({ directory: "https://staging.example.com/dir" }), "certificate")).toMatchObject([
      { verdict: "warning", saw: "it is from a staging CA" },
    ]);
    const ago = new Date(Date.now() - 2000 * hour);
    expect(of(await stored({ notBefore: ago, notAfter: new Date(Date.now() - hour) }), "certificate")).toMatchObject([
      { verdict: "blocks", saw: expect.stringContaining("it expired on") },
    ]);
    expect(
      of(await stored({ notBefore: ago, notAfter: new Date(Date.now() + 9.5 * hour) }), "certificate"),
    ).toMatchObject([{ verdict: "warning", saw: expect.stringContaining("it expires in 9 hours") }]);
  });

  test("that the operator brings warns before its end and blocks after it, with the word that takes the next one", async () => {
    const ago = new Date(Date.now() - 2000 * hour);
    const fix = expect.stringMatching(/^ask your CA for the next one, then: .* httpsidecar import --cert/);
    const ended = await stored({ imported: true, notBefore: ago, notAfter: new Date(Date.now() - hour) });
    expect(of(ended, "certificate")).toMatchObject([{ verdict: "blocks", fix }]);
    const ending = await stored({ imported: true, notBefore: ago, notAfter: new Date(Date.now() + 200 * hour) });
    expect(of(ending, "certificate")).toMatchObject([
      { verdict: "warning", saw: expect.stringMatching(/^it expires on/), fix },
    ]);
  });
});

describe("earlier attempts", () => {
  const about = () => `${pebble.directory} no account ${domain}`;
  const order = () => ({
    at: new Date(),
    directory: pebble.directory,
    names: [domain],
    url: "https://ca.test/order/1",
  });

  test("that were paused warn with the moment and the reason; a spent limit blocks", async () => {
    const stack = await scene();
    const session = ledger(stack.folder, () => {});
    const soon = new Date(Date.now() + 60_000);
    const paused = { ...emptyEntry, failures: 2, notBefore: soon, about: about(), lastProblem: "port 80 was closed" };
    await session.write(domain, paused);
    expect(of(await findings(pebble, stack), "attempts")).toMatchObject([
      {
        verdict: "warning",
        saw: `paused until ${minute(soon)} after 2 failures in a row`,
        means: expect.stringContaining("port 80 was closed"),
      },
    ]);
    await session.write(domain, { ...emptyEntry, orders: [1, 2, 3, 4, 5].map(order) });
    expect(of(await findings(pebble, stack), "attempts")).toMatchObject([
      {
        verdict: "blocks",
        saw: expect.stringContaining("5 of 5 certificates this week"),
        fix: expect.stringContaining("wait"),
      },
    ]);
  });

  test("that ended with a certificate taken back by hand block until a person says so", async () => {
    const stack = await scene();
    const { privateKeyPem, fullchainPem, certPem } = await makeCertificate({ domains: [domain] });
    const store = lineageStore({ folder: stack.folder, webroot: stack.webroot, version: "1.2.3" });
    await store.save(lineageOf(domain), { privateKeyPem, fullchainPem, directory: pebble.directory, accountId: "" });
    const { fingerprint256: fingerprint } = new X509Certificate(certPem);
    const revoked = { fingerprint, at: new Date(), keyCompromised: false };
    await ledger(stack.folder, () => {}).write(domain, { ...emptyEntry, revoked });
    expect(of(await findings(pebble, stack), "attempts")).toMatchObject([
      {
        verdict: "blocks",
        saw: "the certificate was revoked by hand",
        fix: "docker compose exec certbot update-cert --force-renewal",
      },
    ]);
  });
});

describe("the app's URLs", () => {
  test("that still say http or ws warn once HTTPS is on, each with the line to set", async () => {
    const environment = {
      CONSOLE_API_URL: "",
      TRIGGER_URL: "http://localhost",
      NEXT_PUBLIC_SOCKET_URL: "ws://localhost",
      ENDPOINT_URL_TEMPLATE: "http://localhost/e/{hook_id}",
    };
    const stack = await scene();
    expect(faults(of(await findings(pebble, stack, { environment }), "app URLs"))).toEqual([]);
    const on = await findings(pebble, stack, { environment, companion: { https: true } });
    expect(faults(of(on, "app URLs"))).toMatchObject([
      {
        saw: "TRIGGER_URL still says http://",
        fix: `set TRIGGER_URL=https://${domain} in .env, then: docker compose up -d`,
      },
      {
        saw: "ENDPOINT_URL_TEMPLATE still says http://",
        fix: expect.stringContaining(`=https://${domain}/e/{hook_id} in .env`),
      },
      { saw: "NEXT_PUBLIC_SOCKET_URL still says ws://", fix: expect.stringContaining(`=wss://${domain} in .env`) },
    ]);
  });

  test("are those that the app's container runs with, unless .env has another since", async () => {
    const appUrls = { TRIGGER_URL: "http://localhost", FILES_URL: "http://old.test/files" };
    const environment = { TRIGGER_URL: "", FILES_URL: `https://${domain}` };
    const all = await findings(pebble, await scene(), { environment, companion: { https: true, appUrls } });
    expect(faults(of(all, "app URLs"))).toMatchObject([
      { fix: `set TRIGGER_URL=https://${domain} in .env, then: docker compose up -d` },
    ]);
  });

  test.each([
    ["the host publishes", { httpsPort: 31443, notes: ["port-443-unpublished"] as const }, {}, ":31443"],
    ["PUBLIC_HTTPS_PORT names", { httpsPort: 31443 }, { PUBLIC_HTTPS_PORT: "8443" }, ":8443"],
  ])("the advice has the port that %s, as attach has it", async (_, ports, set, port) => {
    const environment = { FILES_URL: "http://old", WEBUI_URL: "", CORS_ALLOW_ORIGIN: "https://old.example", ...set };
    const all = await findings(pebble, await scene(), { environment, companion: { https: true, ...ports } });
    expect(faults(of(all, "app URLs"))).toMatchObject([
      { fix: `set FILES_URL=https://${domain}${port} in .env, then: docker compose up -d` },
    ]);
    expect(faults(of(all, "Open WebUI"))).toMatchObject([
      { fix: expect.stringContaining(`https://${domain}${port} in .env`) },
    ]);
  });
});

describe("Open WebUI", () => {
  const of80 = { WEBUI_URL: "", CORS_ALLOW_ORIGIN: "" };

  test("gets no word where it is not in the stack, and one where all is well", async () => {
    expect(of(await findings(pebble, await scene()), "Open WebUI")).toEqual([]);
    const environment = { ...of80, CORS_ALLOW_ORIGIN: `https://${domain};http://localhost:3000` };
    expect(of(await findings(pebble, await scene(), { environment }), "Open WebUI")).toMatchObject([
      { verdict: "fine" },
    ]);
  });

  test("behind an nginx that passes no web socket and holds answers back warns, each with the directives", async () => {
    const companion = { notes: ["no-web-sockets", "buffered"] as const };
    expect(of(await findings(pebble, await scene(), { environment: of80, companion }), "Open WebUI")).toMatchObject([
      { verdict: "warning", saw: expect.stringContaining("no web socket"), fix: expect.stringContaining("Upgrade $") },
      {
        verdict: "warning",
        saw: expect.stringContaining("buffers each response"),
        fix: expect.stringContaining("proxy_buffering off;"),
      },
    ]);
  });

  test("whose list of origins lacks the one that has the certificate warns, with the line to set", async () => {
    const environment = { ...of80, CORS_ALLOW_ORIGIN: `http://${domain};https://chat.example.org` };
    expect(of(await findings(pebble, await scene(), { environment }), "Open WebUI")).toMatchObject([
      {
        verdict: "warning",
        fix: `set CORS_ALLOW_ORIGIN=https://chat.example.org;https://${domain} in .env, then: docker compose up -d`,
      },
    ]);
  });

  test("with a WEBUI_URL that still says http warns once HTTPS is on", async () => {
    const environment = { ...of80, WEBUI_URL: "http://localhost:3000" };
    const all = await findings(pebble, await scene(), { environment, companion: { https: true } });
    expect(faults(of(all, "app URLs"))).toMatchObject([
      { fix: `set WEBUI_URL=https://${domain} in .env, then: docker compose up -d` },
    ]);
  });
});

test("a look of the loop in between is waited for, and one that does not end only warns", async () => {
  const stack = await scene();
  const release = await takeLock(stack.folder);
  const all = findings(pebble, stack);
  await sleep(600);
  await release();
  expect(faults(of(await all, "storage"))).toEqual([]);
  const held = await takeLock(stack.folder);
  expect(of(await findings(pebble, stack, { patienceSeconds: 0.5 }), "storage")).toMatchObject([
    { verdict: "warning", means: "it could not be tried out just now" },
  ]);
  await held();
});

test("for a certificate that the operator brings, what only an order needs is left out", async () => {
  const environment = { OWN_CERTIFICATE: "true" };
  const all = await findings(pebble, await scene(), { environment });
  expect([...new Set(all.map(({ check }) => check))]).toEqual([
    ...["settings", "folders", "storage", "certificate", "nginx", "dns", "port 443", "app", "app URLs"],
  ]);
});
