import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "dotenv";
import { expect, onTestFinished, test } from "vitest";
import { ms } from "../../src/base/dates.ts";
import { readIniOptions } from "../../src/config/ini-options.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import type { CompanionAnswer } from "../../src/model/companion.ts";
import { emptyEntry, type LedgerEntry } from "../../src/model/ledger.ts";
import type { Parts } from "../../src/renewal/parts.ts";
import { ledger } from "../../src/store/ledger.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { follow, type Hands, type Said, saidOn } from "../fixes/follow.ts";
import { doctorFixes } from "../fixes/followed.ts";
import { patternOf } from "../languages/marked.ts";
import { issued } from "../store/stored.ts";
import { lineageOf } from "../support/acme.ts";
import { makeCertificate } from "../support/certificates.ts";
import { type CommandWorld, type } from "../support/command-line.ts";
import { fakes } from "../support/diary.ts";
import {
  assemblyAt,
  domain,
  environmentOf,
  type Scene,
  scene,
  serving,
  tell,
  untouchedPebble,
} from "../support/doctor.ts";
import { close, listen, portOf } from "../support/loopback.ts";

const pebble = untouchedPebble();
const run = promisify(execFile);

/** A stack whose nginx and companion do as Compose's files and the commands say; certificates, DNS and TLS are real. */
interface Stack {
  folder: string;
  webroot: string;
  companion: Partial<CompanionAnswer>;
  /** what nginx answers, once it runs */
  nginx: {
    app: number;
    shows: "stored" | "another";
    root?: string;
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
  };
  /** ports of the host that lead to nginx */
  published: { http: boolean; https: boolean };
  /** of the certbot service: Docker makes a folder that is missing */
  mounts: string[];
  /** those without ":ro" */
  writable: string[];
  /** what Compose gave the containers when they were made */
  made: Record<string, string>;
  store: ReturnType<typeof lineageStore>;
}

type Why = (typeof doctorFixes)[number]["why"];

const broken: Record<Why, (stack: Stack) => unknown> = {
  "--dry-run that was left over": ({ made }) => change(made, "CERTBOT_OPTIONS", (options) => `${options} --dry-run`),
  "--dry-run in certbot's own file": ({ folder }) => writeFile(join(folder, "cli.ini"), "dry-run = true\n"),
  "a webroot that nginx does not have": ({ nginx }) => Object.assign(nginx, { root: "/nonexistent" }),
  "CERTBOT_AUTO=false": ({ made }) => change(made, "CERTBOT_AUTO", () => "false"),
  "a webroot that is not mounted": ({ webroot }) => rm(webroot, { recursive: true }),
  "a file in the place of the webroot": async ({ webroot, mounts }) => {
    mounts.push(webroot);
    await rm(webroot, { recursive: true });
    await writeFile(webroot, "");
  },
  "a port 80 that is not published": ({ companion, published }) => {
    companion.notes = ["port-80-unpublished"];
    published.http = false;
  },
  "a port 443 that is not published": ({ companion, published }) => {
    companion.notes = ["port-443-unpublished"];
    published.https = false;
  },
  "a webroot that is mounted read-only": async ({ webroot }) => {
    await run("mount", ["--bind", webroot, webroot]);
    await run("mount", ["-o", "remount,ro,bind", webroot]);
    onTestFinished(() => run("umount", [webroot]).then(() => undefined));
  },
  "--staging where a trusted certificate is stored": ({ made }) =>
    change(made, "CERTBOT_OPTIONS", () => "--server https://staging.ca.test/dir --force-renewal"),
  "HTTPS that was turned off": ({ companion }) => Object.assign(companion, { off: true, https: false }),
  "a certificate that nginx does not serve": ({ companion }) => Object.assign(companion, { https: false }),
  "a certificate of Dify's own": ({ companion }) =>
    Object.assign(companion, { https: false, notes: ["foreign-certificate"] }),
  "a server block that is not ours": ({ companion }) => Object.assign(companion, { notes: ["other-server-block"] }),
  "services with new addresses": ({ companion }) =>
    Object.assign(companion, { notes: ["upstream-moved"], output: "api" }),
  "no location for the challenge": ({ companion }) => Object.assign(companion, { challenge: false }),
  "another certificate on the wire": ({ nginx }) => Object.assign(nginx, { shows: "another" }),
  "an app's URL that says http": ({ made }) => change(made, "CONSOLE_WEB_URL", () => `http://${domain}`),
  "an app's URL that says ws": ({ made }) => change(made, "NEXT_PUBLIC_SOCKET_URL", () => `ws://${domain}`),
  "an origin that Open WebUI refuses": ({ made }) =>
    Object.assign(made, { WEBUI_URL: `https://${domain}`, CORS_ALLOW_ORIGIN: `http://${domain}` }),
  "an app that does not run": ({ nginx }) => Object.assign(nginx, { app: 502 }),
  "an nginx that does not run": ({ nginx }) => nginx.stop(),
  "failures in a row": (stack) => note(stack, { failures: 3, notBefore: inAnHour(), lastProblem: "no route" }, fewDays),
  "a certificate that was revoked by hand": async (stack) => {
    const { fingerprint = "" } = (await stack.store.read(domain)) ?? {};
    await note(stack, { revoked: { fingerprint, at: ago(1), keyCompromised: false } });
  },
  "a certificate that has expired": (stack) => keep(stack, { notBefore: ago(90), notAfter: ago(1) }),
  "a certificate that should have been renewed": (stack) => keep(stack, { notBefore: ago(88), notAfter: ago(-2) }),
  "a certificate of a staging CA": (stack) => keep(stack, { directory: staging }),
  "a name without an address": async () => {
    await tell(pebble(), "set-default-ipv4", { ip: "" });
    onTestFinished(() => tell(pebble(), "set-default-ipv4", { ip: "127.0.0.1" }));
  },
};

const staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
const ago = (days: number) => new Date(Date.now() - days * ms.day);
const inAnHour = () => new Date(Date.now() + ms.hour);
const fewDays = { notBefore: ago(85), notAfter: ago(-5) };

async function keep({ store }: Stack, { directory = pebble().directory, ...dates }: Parameters<typeof issued>[0] = {}) {
  await store.save(lineageOf(domain), await issued({ domains: [domain], directory, accountId: "", ...dates }));
}

async function note(stack: Stack, entry: Partial<LedgerEntry>, dates?: typeof fewDays) {
  if (dates) await keep(stack, dates);
  await ledger(stack.folder, () => {}).write(domain, { ...emptyEntry, ...entry });
}

async function change(made: Record<string, string>, name: string, value: (before: string) => string) {
  made[name] = value(made[name] ?? "");
}

test.each(doctorFixes)("for $why, following '$fix' changes the next message", async ({ why, fix, ...more }) => {
  const { stack, world, hands } = await aStack();
  await broken[why](stack);
  await writeEnv(stack);
  const faults = "typed" in more ? () => refusedBy(more.typed, world) : () => foundBy(world);
  const look = async () => (await faults()).find((each) => patternOf(fix).test(each.fix));
  const before = (await look()) as Said;
  expect(before, why).toBeDefined();
  expect(await look()).toEqual(before);
  await follow(before, hands);
  const after = await faults();
  expect(after.map(({ message }) => message)).not.toContain(before.message);
  expect(after).toEqual([]);
});

/** What doctor finds wrong. */
async function foundBy(world: () => Promise<CommandWorld>): Promise<readonly Said[]> {
  const { screen } = await type("doctor --json", await world());
  const { findings } = JSON.parse(screen) as { findings: readonly Finding[] };
  return findings.flatMap((each) => (each.verdict === "fine" ? [] : [{ message: each.saw, fix: each.fix }]));
}

/** What a command ends with. */
async function refusedBy(line: string, world: () => Promise<CommandWorld>): Promise<readonly Said[]> {
  const said = saidOn((await type(line, await world())).screen);
  return said ? [said] : [];
}

async function aStack() {
  const place = await scene((folder) => (request, response) => {
    if (request.url === "/") response.writeHead(nginx.app, { connection: "close" }).end();
    else serving(nginx.root ?? folder)(request, response);
  });
  const nginx: Stack["nginx"] = {
    ...{ app: 200, shows: "stored" },
    stop: () => close(place.server),
    start: () => listen(place.server, place.port),
  };
  const another = await makeCertificate({ domains: [domain] });
  const server = createServer({ cert: another.fullchainPem, key: another.privateKeyPem }, (_, response) =>
    response.writeHead(nginx.app).end(),
  );
  await listen(server, 0);
  onTestFinished(() => close(server));
  const https = portOf(server);
  const ports = { NGINX_SSL_PORT: String(https), PUBLIC_HTTPS_PORT: String(https) };
  const stack: Stack = {
    ...{ folder: place.folder, webroot: place.webroot, nginx },
    store: lineageStore({ folder: place.folder, webroot: place.webroot, version: "1.2.3" }),
    companion: { https: true, notes: [], output: "" },
    mounts: [],
    writable: [],
    published: { http: true, https: true },
    made: environmentOf(pebble(), place, { environment: ports }),
  };
  await keep(stack);
  const world = async (): Promise<CommandWorld> => {
    const live = (name: string) => readFile(join(place.folder, "live", domain, name), "utf8");
    const stored = { cert: await live("fullchain.pem"), key: await live("privkey.pem") };
    server.setSecureContext(
      nginx.shows === "stored" ? stored : { cert: another.fullchainPem, key: another.privateKeyPem },
    );
    const { published } = stack;
    // nobody listens at the port of "discard"
    return worldOf(stack, place, { http: published.http ? place.port : 9, https: published.https ? https : 9 });
  };
  return { stack, world, hands: handsOn(stack, world) };
}

function worldOf(stack: Stack, place: Scene, publicPorts: { http: number; https: number }): CommandWorld {
  const { companion, made, nginx, store, folder } = stack;
  const reload = async () => {
    nginx.shows = "stored";
    companion.notes = (companion.notes ?? []).filter((each) => each !== "upstream-moved");
    return [];
  };
  const enable = async () => {
    Object.assign(companion, { https: true, off: false, notes: [] });
    return [];
  };
  const { parts } = fakes();
  const deployer: Parts["deployer"] = {
    ...parts.deployer,
    deploy: () => reload().then(() => ({ https: "on", outside: "", lines: [] })),
    serves: async () => nginx.shows === "stored",
  };
  const authority: Parts["authority"] = {
    ...parts.authority,
    issue: ({ domains }) => issued({ domains, directory: pebble().directory, accountId: "" }),
  };
  const real = { store, ledger: ledger(folder, () => {}), clock: { now: () => new Date() } };
  return {
    ...{ environment: made, transport: { reload, enable }, now: new Date() },
    assembly: {
      ...assemblyAt(place, () => ({ environment: made, companion, publicPorts })),
      store: async () => store,
      ini: (named) => readIniOptions(folder, named),
      parts: async (_, say) => ({ ...parts, ...real, deployer, authority, say }),
    },
  };
}

function handsOn(stack: Stack, world: () => Promise<CommandWorld>): Hands {
  return {
    folder: stack.folder,
    // a person types it, at a terminal
    inContainer: async (line) => type(line.replace(/^httpsidecar /, ""), { ...(await world()), columns: 120 }),
    compose: (line) => composed(line, stack),
    mount: async (_, target) => void stack.mounts.push(target),
    writable: async (target) => void stack.writable.push(target),
    shell: (line) => run("bash", ["-ec", line.replaceAll("./volumes/certbot/www", stack.webroot)]),
    record: (name, address) => tell(pebble(), "add-a", { host: name, addresses: [address] }),
  };
}

const file = (name: string) => (/^(?:CERTBOT|NGINX|EXPOSE)_|_URL$|^CORS_/.test(name) ? ".env" : "httpsidecar.env");

async function writeEnv({ folder, made }: Stack) {
  for (const name of [".env", "httpsidecar.env"]) {
    const lines = Object.entries(made).filter(([variable]) => file(variable) === name);
    await writeFile(join(folder, name), lines.map(([variable, value]) => `${variable}=${value}\n`).join(""));
  }
}

/** What a command of Compose's does to the containers. */
async function composed(line: string, stack: Stack): Promise<void> {
  const texts = await Promise.all(
    [".env", "httpsidecar.env"].map((name) => readFile(join(stack.folder, name), "utf8")),
  );
  const env = parse(texts.join("\n"));
  const services = line.replace(/^docker compose up -d(?: --force-recreate)?/, "").trim();
  for (const folder of stack.writable) await run("mount", ["-o", "remount,rw,bind", folder]);
  for (const folder of stack.mounts) await mkdir(folder, { recursive: true }).catch(() => {});
  const isMade = (service: string) => services === "" || services.split(" ").includes(service);
  if (isMade("certbot")) for (const name of Object.keys({ ...stack.made, ...env })) stack.made[name] = env[name] ?? "";
  if (services === "") stack.nginx.app = 200;
  if (!isMade("nginx")) return;
  await stack.nginx.start().catch(() => {});
  if (stack.mounts.length > 0) delete stack.nginx.root;
  const { companion } = stack;
  if (env["NGINX_ENABLE_CERTBOT_CHALLENGE"] === "true") companion.challenge = true;
  if (env["NGINX_SERVER_NAME"] === domain) companion.notes = [];
  if (env["EXPOSE_NGINX_PORT"] === "80") publish(stack, "http");
  if (env["EXPOSE_NGINX_SSL_PORT"] === env["PUBLIC_HTTPS_PORT"]) publish(stack, "https");
}

function publish({ companion, published }: Stack, what: "http" | "https"): void {
  published[what] = true;
  companion.notes = (companion.notes ?? []).filter((note) => note !== `port-${what === "http" ? 80 : 443}-unpublished`);
}
