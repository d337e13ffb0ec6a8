import { refusal } from "../../src/acme/refusal.ts";
import type { CertificateAuthority, IssueOptions } from "../../src/model/contracts.ts";
import type { Certificate, IssuedCertificate, Lineage, OpenOrder, WindowAnswer } from "../../src/model/lineage.ts";
import { Problem } from "../../src/model/problem.ts";
import { parseLeaf, printLeaf } from "./leaf.ts";
import type { CaLimits } from "./limits.ts";
import { day, hour, minute } from "./weather.ts";
import { Violation, type World } from "./world.ts";

export interface SimulatedAuthority extends CertificateAuthority {
  /** when the newest certificate that it revoked was revoked; undefined: this one is good */
  revokedAt(fingerprint: string): number | undefined;
  counts: { orders: number; issued: number; failed: number; refused: number };
}

export interface AuthorityOptions {
  directory: string;
  lifetime: number;
  limits: CaLimits;
  /** the account on the sidecar's disk */
  accounts: { find(): string | undefined; save(id: string): void };
  staging: boolean;
  /** renewals that say what they replace are free of limits (Let's Encrypt's are) */
  exempts: boolean;
}

interface Order {
  url: string;
  status: "pending" | "valid" | "invalid";
  names: string;
  key: string;
  chain: string;
  exempt: boolean;
  madeAt: number;
  /** the sidecar has it on its disk */
  kept: boolean;
  fetched: boolean;
}

/** Let's Encrypt in simulated time: its steps, its limits, and the weather between it and us. */
export function simulatedAuthority(world: World, options: AuthorityOptions): SimulatedAuthority {
  const { directory, limits, staging, lifetime } = options;
  const orders = new Map<string, Order>();
  const issuedAt = new Map<string, number>();
  const counts = { orders: 0, issued: 0, failed: 0, refused: 0 };
  let failuresInARow = 0;
  let lastIssued = -Infinity;

  /** One request: time goes by, a kill may come, the weather may be bad. */
  function request(): void {
    world.step(2000);
    throwWeather(world, staging);
  }
  function overLimit(wait: number, what: string): void {
    if (wait === 0) return;
    counts.refused++;
    throw new Violation(`${staging ? "staging" : "production"}: past the limit of ${what}`);
  }
  function account(): string {
    const known = options.accounts.find();
    if (known) return known;
    request();
    overLimit(limits.accounts.wait(world.now()), "new accounts");
    limits.accounts.spend(world.now());
    const id = `account ${world.now()}`;
    options.accounts.save(id);
    world.step();
    return id;
  }
  function newOrder(lineage: Lineage, exempt: boolean): Order {
    request();
    const names = lineage.domains.join(" ");
    if (failuresInARow >= limits.pausedAfter) throw new Violation("the pair of account and name was paused");
    overLimit(exempt ? 0 : limits.failedValidations.wait(world.now()), "failed validations");
    overLimit(exempt ? 0 : limits.sameNames.wait(world.now()), "certificates for the same names");
    overLimit(exempt ? 0 : limits.orders.wait(world.now()), "new orders");
    mustBeTheOnlyOne(names);
    limits.orders.spend(world.now());
    counts.orders++;
    const url = `${directory}/order/${counts.orders}`;
    const fresh = { status: "pending", key: "", chain: "", kept: false, fetched: false } as const;
    const order: Order = { url, names, exempt, madeAt: world.now(), ...fresh };
    orders.set(url, order);
    return order;
  }
  function mustBeTheOnlyOne(names: string): void {
    const inFlight = [...orders.values()].some(
      (order) =>
        order.names === names &&
        order.kept &&
        order.madeAt >= Math.max(world.lostAt(), world.renamed().at) &&
        order.status !== "invalid" &&
        !order.fetched,
    );
    if (inFlight && !staging) throw new Violation("two orders in flight for one set of names");
  }
  function validate(order: Order): void {
    request();
    if (!world.is("portClosed")) return;
    order.status = "invalid";
    counts.failed++;
    failuresInARow++;
    limits.failedValidations.spend(world.now());
    throw portClosed();
  }
  function finalize(order: Order, lineage: Lineage, key: string): void {
    request();
    if (order.status === "valid") return;
    mustBeNeeded();
    order.status = "valid";
    order.key = key;
    failuresInARow = 0;
    counts.issued++;
    if (!order.exempt) limits.sameNames.spend(world.now());
    const notBefore = world.now() - hour;
    const fingerprint = `${directory} ${counts.issued}`;
    order.chain = printLeaf({ fingerprint, key, notBefore, notAfter: notBefore + lifetime, domains: lineage.domains });
    issuedAt.set(fingerprint, world.now());
    // the answer may be lost
    request();
  }
  /** Nobody needs two certificates within the hour, unless the first was lost or revoked, or is for other names. */
  function mustBeNeeded(): void {
    const now = world.now();
    const excuse = Math.max(
      world.lostAt(),
      world.renamed().at,
      ...world.weather.revocations.filter((moment) => moment <= now),
    );
    if (!staging && now - lastIssued < hour && excuse < lastIssued) throw new Violation("two certificates in an hour");
    lastIssued = now;
  }
  async function takeUp(open: OpenOrder, how: IssueOptions): Promise<Order | undefined> {
    request();
    const found = orders.get(open.url);
    if (found && found.status !== "invalid") return found;
    await how.keep?.(undefined);
    return undefined;
  }
  /** It said when to come back: nobody comes before, who has not lost the volume since. */
  const patience = patienceOf(world);
  async function issue(lineage: Lineage, how: IssueOptions): Promise<IssuedCertificate> {
    if (!staging) patience.demand();
    try {
      return await go(lineage, how);
    } catch (error) {
      if (error instanceof Problem && typeof error.retry !== "string") patience.ask(error.retry.notBefore);
      throw error;
    }
  }
  async function go(lineage: Lineage, how: IssueOptions): Promise<IssuedCertificate> {
    const accountId = account();
    const open = how.open && (await takeUp(how.open, how));
    const privateKeyPem = open && how.open ? how.open.privateKeyPem : `key ${world.chance.next()}`;
    const order = open ?? newOrder(lineage, options.exempts && how.replaces?.accountId === accountId);
    const [first, ...rest] = lineage.domains;
    const domains = [first, ...rest] as const;
    const kept = {
      url: order.url,
      directory,
      accountId,
      domains,
      privateKeyPem,
      profile: undefined,
      replaces: order.exempt,
    };
    await how.keep?.(kept as OpenOrder);
    order.kept = true;
    try {
      if (order.status === "pending") validate(order);
    } catch (error) {
      if (error instanceof Problem && order.status === "invalid") await how.keep?.(undefined);
      throw error;
    }
    finalize(order, lineage, privateKeyPem);
    request();
    const issued = { privateKeyPem: order.key, fullchainPem: order.chain, directory, accountId };
    order.fetched = true;
    return issued;
  }
  function revokedAt(fingerprint: string): number | undefined {
    const at = issuedAt.get(fingerprint) ?? Infinity;
    return world.weather.revocations.find((moment) => moment > at && moment <= world.now());
  }
  async function renewalWindow(certificate: Certificate): Promise<WindowAnswer> {
    request();
    return windowFor(world, certificate, revokedAt(certificate.fingerprint));
  }
  return {
    issue,
    renewalWindow,
    revokedAt,
    counts,
    expectIssue: () => undefined,
    caaIdentities: async () => [],
    certificateId: (fullchainPem) => parseLeaf(fullchainPem).fingerprint,
  };
}

function patienceOf(world: World) {
  let asked = { at: 0, until: 0, losses: 0 };
  // the answer may not have been written down yet
  world.onKill(() => {
    if (world.now() - asked.at < minute) asked.until = 0;
  });
  const isOff = (spell: { kind: string; start: number; end: number }) =>
    spell.kind === "clockWrong" && spell.start <= world.now() && spell.end >= asked.at;
  return {
    ask(notBefore: Date): void {
      const until = world.now() + notBefore.getTime() - world.clock().getTime();
      asked = { at: world.now(), until, losses: world.losses() };
    },
    demand(): void {
      const excused = world.losses() > asked.losses || world.weather.spells.some(isOff);
      // the authority's seconds are whole
      if (world.now() < asked.until - 2000 && !excused) throw new Violation("asked before the authority's Retry-After");
    },
  };
}

function throwWeather(world: World, staging: boolean): void {
  const now = world.clock();
  if (Math.abs(now.getTime() - world.now()) > 30 * day) throw network("authority-certificate");
  if (staging) {
    if (world.is("stagingDown")) throw network("authority-unreachable");
    return;
  }
  if (world.is("down")) throw network("authority-unreachable");
  if (world.is("resets") && world.chance.happens(0.5)) throw network("authority-closed");
  if (world.is("badNonces") && world.chance.happens(0.5)) throw answer(400, "badNonce", {}, now);
  if (world.is("serverErrors")) throw answer(500, "serverInternal", {}, now);
  if (world.is("slow")) throwSlow(world);
  const refusing = world.weather.at("refusing", world.now());
  if (refusing) throwTooMany(world, refusing.tint, now);
}

function throwSlow(world: World): void {
  world.pass(world.chance.between(0, 300_000));
  if (world.chance.happens(0.3)) throw new Problem({ code: "acme-order-slow", message: "slow", fix: "wait" });
}

/** 429 with Retry-After in seconds or as a date; nobody can be expected to come back before. */
function throwTooMany(world: World, tint: number, now: Date): never {
  const seconds = Math.floor(tint * 12 * 3600);
  world.trouble(world.now(), world.now() + seconds * 1000);
  const date = new Date(now.getTime() + seconds * 1000).toUTCString();
  throw answer(429, "rateLimited", { "retry-after": world.chance.happens(0.5) ? `${seconds}` : date }, now);
}

function answer(status: number, type: string, headers: Record<string, string>, now: Date): Problem {
  return refusal({ status, headers, data: { type: `urn:ietf:params:acme:error:${type}`, detail: "" } }, now);
}

function network(code: string): Problem {
  return new Problem({ code, message: "the authority cannot be reached", fix: "wait", retry: "soon" });
}

function portClosed(): Problem {
  return new Problem({ code: "validation-connection", message: "port 80", fix: "open it", retry: "after-a-fix" });
}

/** Two thirds of the way, as Let's Encrypt has it, for two days at most; or nonsense, as the weather is. */
function windowFor(world: World, certificate: Certificate, revokedAt: number | undefined): WindowAnswer {
  const { notBefore, notAfter } = certificate;
  const now = world.now();
  if (world.is("ariMissing")) return { window: undefined };
  if (world.is("ariBroken")) throw answer(world.chance.happens(0.5) ? 500 : 404, "malformed", {}, world.clock());
  if (world.is("ariInverted")) return windowOf(now + day, now);
  if (world.is("ariLate")) return windowOf(notAfter.getTime(), notAfter.getTime() + 30 * day);
  const tenYears = world.is("ariTenYears") ? 3650 * day : 6 * hour;
  const retryAfterMs = world.is("ariImpatient") ? 0 : tenYears;
  if (revokedAt) return { ...windowOf(now - hour, now - hour / 2), retryAfterMs };
  const lifetime = notAfter.getTime() - notBefore.getTime();
  const start = notBefore.getTime() + (lifetime * (lifetime < 10 * day ? 1 : 2)) / (lifetime < 10 * day ? 2 : 3);
  return { ...windowOf(start - lifetime / 50, start), retryAfterMs };
}

function windowOf(start: number, end: number): WindowAnswer {
  return { window: { start: new Date(start), end: new Date(end) } };
}
