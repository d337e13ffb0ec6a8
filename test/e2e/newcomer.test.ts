import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, type TestContext, test } from "vitest";
import { makeCertificate } from "../support/certificates.ts";
import { askNames, nameService, startNames } from "../support/name-server.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { makeStack, type Stack, type StackOptions } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";

// Each stack starts from .env.example with one mistake; its first screen names the mistake and the line to change.

const domain = "dify.example.test";
const server = `--server ${pebbleDirectory}`;
const right = { CERTBOT_DOMAIN: domain, CERTBOT_OPTIONS: server };

/** What a terminal of usual size shows of it. */
const screenLines = 40;

interface Mistake {
  mistake: string;
  env?: Record<string, string>;
  services?: NonNullable<StackOptions["services"]>;
  edit?: (stack: Stack, afterwards: TestContext["onTestFinished"]) => Promise<void>;
  /** what names the mistake */
  names: string | RegExp;
  /** the line to change */
  mend: string | RegExp;
}

/** Seen before anything else runs. */
const settings: readonly Mistake[] = [
  {
    mistake: "the placeholder was left",
    env: { CERTBOT_DOMAIN: "your_domain.com" },
    names: 'CERTBOT_DOMAIN "your_domain.com" is still a placeholder',
    mend: /put CERTBOT_DOMAIN=<the name that people type .*> into \.env/,
  },
  {
    mistake: "a URL in place of the name",
    env: { CERTBOT_DOMAIN: `https://${domain}/` },
    names: `CERTBOT_DOMAIN "https://${domain}/" is a URL`,
    mend: `put CERTBOT_DOMAIN=${domain} into .env`,
  },
  {
    mistake: "a list with spaces",
    env: { CERTBOT_DOMAIN: `${domain}, www.${domain}` },
    names: "contains white space",
    mend: `put CERTBOT_DOMAIN=${domain},www.${domain} into .env`,
  },
  {
    mistake: "quotes out of a word processor",
    env: { CERTBOT_DOMAIN: `“${domain}”` },
    names: /CERTBOT_DOMAIN .* has a character that no domain has: "“"/,
    mend: "put CERTBOT_DOMAIN=",
  },
  {
    mistake: "localhost",
    env: { CERTBOT_DOMAIN: "localhost" },
    names: 'CERTBOT_DOMAIN "localhost" means the machine itself',
    mend: "put CERTBOT_DOMAIN=",
  },
  {
    mistake: "a typo in an option",
    env: { CERTBOT_OPTIONS: `${server} --agre-tos` },
    names: /CERTBOT_OPTIONS .*--agre-tos/,
    mend: "--agree-tos",
  },
  {
    mistake: "--dry-run was left",
    env: { CERTBOT_OPTIONS: `${server} --dry-run` },
    names: "CERTBOT_OPTIONS contains --dry-run: no certificate is obtained",
    mend: "remove it in .env",
  },
  {
    mistake: "--staging was left",
    env: { CERTBOT_DOMAIN: "dify.chuo.jp", CERTBOT_OPTIONS: "--staging" },
    // no name leads out of here, so that nobody is asked
    services: { certbot: { dns: ["127.0.0.1"] } },
    names: "CERTBOT_OPTIONS names Let's Encrypt's staging directory: no browser trusts its certificates",
    mend: "remove it in .env",
  },
  {
    mistake: "the line ends of Windows, handed on by what read them",
    services: { certbot: { environment: { CERTBOT_DOMAIN: `${domain}\r` } } },
    names: "CERTBOT_DOMAIN ends in a carriage return: .env has Windows line ends",
    mend: "sed -i 's/\\r$//' .env",
  },
];

test.concurrent.for(settings)("$mistake: the first screen of the log says so", async (mistake, context) => {
  const stack = await broken(mistake, context);
  await stack.types("docker compose up -d --no-deps certbot");
  await seen(mistake, stack, logs);
});

const whole = "docker compose up -d nginx app pebble certbot certbot-companion";

const stacks: readonly (Mistake & { up?: string; look?: Look })[] = [
  {
    mistake: "no DNS record",
    env: { CERTBOT_DOMAIN: "nowhere.example.test" },
    names: "nowhere.example.test does not exist in DNS, or has no address",
    mend: "add a record: nowhere.example.test. A <public IPv4 address of this server>",
  },
  {
    mistake: "a record that leads elsewhere",
    env: { CERTBOT_DOMAIN: "other.example.test" },
    services: { app: { networks: { default: { aliases: ["other.example.test"] } } } },
    names: /http:\/\/other\.example\.test\/ at \S+ port 80 cannot be reached from here/,
    mend: "check that the domain points to this host",
  },
  {
    mistake: "a port that is not 80",
    env: { CERTBOT_DOMAIN: "other.example.test" },
    services: { app: { networks: { default: { aliases: ["other.example.test"] } } } },
    look: doctor,
    names: "port 80 of this host does not reach nginx",
    mend: "set EXPOSE_NGINX_PORT=80 in .env",
  },
  {
    mistake: "nginx mounts another folder",
    edit: (stack) => replace(stack, "compose.yaml", "./volumes/certbot/www:/var/www/html", "./www:/var/www/html"),
    names: `nginx does not serve the challenge path of ${domain}`,
    mend: "mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot",
  },
  {
    mistake: "the companion was forgotten",
    up: "docker compose up -d nginx app pebble certbot",
    names: "the companion does not run",
    mend: "docker compose up -d certbot-companion",
  },
  {
    mistake: "the name of another service",
    env: { NGINX_SERVICE: "web" },
    names: "this stack has no container of a service web, and one of a service nginx",
    mend: "set NGINX_SERVICE=nginx in .env",
  },
  {
    mistake: "a socket that is none",
    env: { DOCKER_SOCKET: "/etc/hostname" },
    look: doctor,
    names: "/var/run/docker.sock is not a socket",
    mend: "set DOCKER_SOCKET",
  },
  {
    mistake: "a line that nginx does not know",
    edit: (stack) => writeFile(join(stack.folder, "docker/nginx/templates/mine.conf.template"), "listne 81;\n"),
    names: 'unknown directive "listne" in /etc/nginx/conf.d/mine.conf:1',
    mend: "in the template",
  },
  {
    mistake: "a port that another program has",
    async edit({ httpPort }, afterwards) {
      const other = createServer().listen(httpPort, "0.0.0.0");
      afterwards(() => void other.close());
    },
    names: /Docker could not start nginx: something else on this host has \S+ already/,
    mend: /change that port in \.env \(EXPOSE_NGINX_PORT/,
  },
  {
    mistake: "a CAA record for another authority",
    services: await nameService(),
    async edit(stack) {
      const names = await startNames(stack);
      const policies = [{ tag: "issue", value: "digicert.com" }];
      await names.tell("add-caa", { host: "example.test", policies });
      await askNames(stack, "certbot", names);
    },
    names: /the CAA record of example\.test does not allow this CA to issue for .*: it names digicert\.com/,
    mend: 'add to the DNS of example.test: CAA 0 issue "pebble.letsencrypt.org"',
  },
  {
    mistake: "an own certificate that has expired",
    async edit({ folder }) {
      await appendFile(join(folder, "httpsidecar.env"), "OWN_CERTIFICATE=true\n");
      const own = join(folder, "volumes/certbot/conf/own");
      const notBefore = new Date("2024-01-01T00:00:00Z");
      const made = await makeCertificate({ domains: [domain], notBefore });
      await mkdir(own, { recursive: true });
      await writeFile(join(own, "site.crt"), made.certPem);
      await writeFile(join(own, "chain.crt"), made.chainPem + made.rootPem);
      await writeFile(join(own, "site.key"), made.privateKeyPem);
    },
    look: (stack) => typed(stack, `import --cert ${own}/site.crt --chain ${own}/chain.crt --key ${own}/site.key`),
    names: /dify\.example\.test has expired: it was valid until 2024-03-31 /,
    mend: "ask the CA for the one that is valid now",
  },
  {
    mistake: "an app that listens elsewhere",
    env: { UPSTREAM: "app:9999" },
    look: doctor,
    names: `nginx responds to ${domain} with status 502: the app behind it does not respond`,
    mend: "UPSTREAM in .env",
  },
  {
    mistake: "an app that is down",
    up: "docker compose up -d nginx pebble certbot certbot-companion",
    look: doctor,
    names: /nginx responds to dify\.example\.test with status 50[24]: the app behind it does not respond/,
    mend: "start the app: docker compose up -d",
  },
  {
    mistake: "another site's server block first",
    edit: (stack) =>
      writeFile(
        join(stack.folder, "docker/nginx/templates/a-blog.conf.template"),
        "server { listen 80; listen [::]:80; server_name blog.example.test; return 204; }\n",
      ),
    look: doctor,
    names: `nginx answers for ${domain} with another server block than the one`,
    mend: `set NGINX_SERVER_NAME=${domain} in .env`,
  },
];

test.concurrent.for(stacks)("$mistake: the first screen says so", async (mistake, context) => {
  const { up = whole, look = logs } = mistake;
  const stack = await broken(mistake, context);
  await stack.tries(up);
  await seen(mistake, stack, look);
});

test("a .env with the line ends of Windows is no mistake: HTTPS comes, and the lines stay as they were", async (context) => {
  const stack = await broken({ mistake: "none", names: "", mend: "", edit: onWindows }, context);
  await stack.types(whole);
  await stack.waitForHttps();
  await stack.waitForLog("certbot", "next renewal");
  const lines = (await stack.read(".env")).split("\n").slice(0, -1);
  expect(lines).toContain("NGINX_HTTPS_ENABLED=true\r");
  expect(lines.filter((line) => !line.endsWith("\r"))).toEqual([]);
});

/** As an editor of Windows saves it. */
async function onWindows({ folder }: Stack): Promise<void> {
  const path = join(folder, ".env");
  await writeFile(path, (await readFile(path, "utf8")).replaceAll("\n", "\r\n"));
}

/** From .env.example, with this one mistake; it goes with the test. */
async function broken({ env = {}, services = {}, edit }: Mistake, { onTestFinished }: TestContext): Promise<Stack> {
  const stack = await makeStack({ kind: "official", domain, env: { ...right, ...env }, services });
  onTestFinished(() => stack.down());
  await edit?.(stack, onTestFinished);
  return stack;
}

type Look = (stack: Stack) => Promise<string>;

async function logs(stack: Stack): Promise<string> {
  return (await stack.tries("docker compose --profile '*' logs --no-color certbot")).output;
}

async function doctor(stack: Stack): Promise<string> {
  return await typed(stack, "doctor");
}

async function typed(stack: Stack, words: string): Promise<string> {
  return (await stack.tries(`docker compose exec -T certbot httpsidecar ${words}`)).output;
}

/** Where an own certificate is put, in the container. */
const own = "/etc/letsencrypt/own";

/** Two looks of the loop at most, a minute apart: what starts beside it may take a while. */
async function seen({ names, mend }: Mistake, stack: Stack, look: Look): Promise<void> {
  await eventually(async () => {
    const screen = (await look(stack)).split("\n").slice(0, screenLines).join("\n");
    expect(screen).toMatch(names);
    expect(screen).toMatch(mend);
  });
}

async function replace({ folder }: Stack, file: string, old: string, put: string): Promise<void> {
  const path = join(folder, file);
  await writeFile(path, (await readFile(path, "utf8")).replace(old, put));
}
