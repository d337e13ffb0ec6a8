/** What CAs do otherwise with orders, each with where it was seen. */
import { setTimeout as sleep } from "node:timers/promises";
import { kindAnswers } from "./kind.ts";
import { type Asked, type Habit, type Reply, type Route, refuse } from "./messages.ts";
import type { State } from "./state.ts";

type Body = Record<string, unknown>;

const bodyOf = (reply: Reply): Body =>
  typeof reply.body === "object" && reply.body !== null ? (reply.body as Body) : {};
const isOrder = ({ route }: Asked) => route === "newOrder" || route === "order" || route === "finalize";
const isGood = ({ status }: Reply) => status >= 200 && status < 300;

/** Changes the body of what these routes answer. */
function editing(routes: readonly Route[], edit: (body: Body, asked: Asked, state: State) => Body): Habit {
  return {
    changed: (reply, asked, state) =>
      routes.includes(asked.route) && isGood(reply) ? { ...reply, body: edit(bodyOf(reply), asked, state) } : reply,
  };
}

/**
 * A failed challenge leaves its authorization and its order pending: github.com/smallstep/certificates/pull/2802, and
 * github.com/certbot/certbot/issues/8301 (Sectigo's challenges stay "processing" for thirty days).
 */
export function stayPending(challengeIs: "invalid" | "pending" | "processing", told = true): Habit {
  const stays = (body: Body) => (body["status"] === "invalid" ? { ...body, status: "pending" } : body);
  return editing(["order", "authorization"], (body, { route }) => {
    if (route === "order" || body["status"] !== "invalid") return stays(body);
    const [challenge] = body["challenges"] as [Body];
    const { error, ...bare }: Body = { ...challenge, status: challengeIs };
    return { ...body, status: "pending", challenges: [told ? { ...bare, error } : bare] };
  });
}

/**
 * A validation that takes so many reads of the order: some commercial CAs have a queue of minutes
 * (github.com/certbot/certbot/issues/8301).
 */
export function validatesLate(reads: number): Habit {
  let left = reads;
  return editing(["order", "authorization", "challenge"], (body, { route }) => {
    if (left === 0) return body;
    if (route === "order") left--;
    return { ...body, status: "pending" };
  });
}

/** A valid order has no `finalize` any more (Entrust): github.com/win-acme/win-acme/issues/2570. */
export const validLacksFinalize: Habit = editing(["order", "finalize"], (body) => {
  const { finalize, ...rest } = body;
  return body["status"] === "valid" ? rest : { ...rest, finalize };
});

/** Fields that are not there yet are there and empty, as servers write them that leave nothing out (RFC 8555 section 7.1.3). */
export const emptyCertificate = (empty: null | ""): Habit =>
  editing(["newOrder", "order", "finalize"], (body) => ({ certificate: empty, error: null, profile: null, ...body }));

/**
 * finalize, and so many reads after it, are answered from a replica that lags behind: Let's Encrypt's staging in June
 * 2026, github.com/skoerfgen/ACMECert/issues/66.
 */
export function staleAfterFinalize(status: "pending" | "ready", reads: number): Habit {
  let finalized = false;
  let left = reads;
  return {
    changed(reply, asked) {
      if (asked.route === "finalize" && isGood(reply)) finalized = true;
      const stale = finalized && isOrder(asked) && asked.route !== "newOrder" && left > 0;
      if (!stale) return reply;
      if (asked.route === "order") left--;
      const { certificate: _, ...body } = bodyOf(reply);
      return { ...reply, body: { ...body, status } };
    },
  };
}

/** The order is valid before its certificate is there: github.com/unixcharles/acme-client/issues/226. */
export function certificateLate(reads: number): Habit {
  let left = reads;
  return editing(["finalize", "order"], (body, { route }) => {
    if (body["status"] !== "valid" && route !== "finalize") return body;
    if (left === 0) return body;
    if (route === "order") left--;
    const { certificate: _, ...rest } = body;
    return { ...rest, status: "valid" };
  });
}

/** An order that reads "ready" is refused as not ready: github.com/certbot/certbot/pull/10239. */
export const notReadyYet = (times: number): Habit => ({
  instead: ({ route, nth }) =>
    route === "finalize" && nth <= times
      ? refuse(403, "orderNotReady", 'status ("pending") is not acceptable')
      : undefined,
});

/**
 * How CAs refuse `replaces` (RFC 9773 section 5): Boulder until March 2025 (github.com/letsencrypt/boulder/pull/8053,
 * github.com/srvrco/getssl/issues/908), and today; CAs without ARI (HARICA, github.com/icing/mod_md/issues/406); a
 * gateway in front that knows the field as little as the CA.
 */
export const replacesRefusals: Readonly<Record<string, Reply>> = {
  conflict: refuse(409, "conflict", "cannot indicate an order replaces certificate with serial 1"),
  alreadyReplaced: refuse(409, "alreadyReplaced", "which already has a replacement order"),
  "a type of its own": refuse(422, "https://ca.example/errors#replaces", "unknown field replaces"),
  "a page": { status: 409, headers: { "content-type": "text/html" }, body: "<html>409 Conflict</html>" },
  malformed: refuse(400, "malformed", "unexpected member"),
  // Boulder's word for a certificate of another account
  unauthorized: refuse(403, "unauthorized", "requester account did not request the certificate being replaced"),
};

export const refuseReplaces = (reply: Reply): Habit => ({
  instead: ({ route, payload }) => (route === "newOrder" && payload?.["replaces"] !== undefined ? reply : undefined),
});

/** The order is made, and what comes back is an error: gateways time out before the CA has answered. */
export const doneButAnswered = (route: Route, reply: Reply, times = 1): Habit => ({
  changed: (given, asked) => (asked.route === route && asked.nth <= times ? reply : given),
});

/** The answer is lost on its way: the connection breaks after the CA has done what it was asked. */
export const loseAnswer = (route: Route, times = 1): Habit =>
  doneButAnswered(route, { status: 0, headers: {}, body: "" }, times);

/** Answers so late: some commercial CAs take minutes for an order. */
export const silent = (route: Route, ms: number, times = 1): Habit => ({
  async instead(asked, state) {
    if (asked.route !== route || asked.nth > times) return undefined;
    const reply = await kindAnswers[route](asked, state);
    await sleep(ms, undefined, { ref: false });
    return reply;
  },
});

/** Answers this in place of what was asked. */
export const answering = (route: Route, reply: Reply, times = Infinity): Habit => ({
  instead: (asked) => (asked.route === route && asked.nth <= times ? reply : undefined),
});

/** An account's `orders` list can be asked for (RFC 8555 section 7.1.2.1); Let's Encrypt has none. */
export const withoutOrders: Habit = editing(["newAccount", "account"], ({ orders: _, ...body }) => body);

/** The terms have changed (RFC 8555 section 7.3.3). `deaf`: agreeing changes nothing. */
export function termsChanged(address: string, deaf = false): Habit {
  let agreed = false;
  return {
    instead({ route, payload }) {
      if (route === "account" && payload?.["termsOfServiceAgreed"] === true) agreed = !deaf;
      if (route !== "newOrder" || agreed) return undefined;
      const refusal = refuse(403, "userActionRequired", "Terms of service have changed", {
        instance: `${address}/agree`,
      });
      const link = `<${address}>;rel="terms-of-service"`;
      return { ...refusal, headers: { ...refusal.headers, link } };
    },
  };
}

/** Our account is unknown, said in the words of RFC 8555 section 6.7 or, as other servers do, as a plain 401. */
export function forgetAccounts(reply: Reply, nth = 1): Habit {
  let forgotten = false;
  return {
    instead(asked, state) {
      if (forgotten || asked.route !== "newOrder" || asked.nth !== nth) return undefined;
      forgotten = true;
      state.accounts.clear();
      return reply;
    },
  };
}

/** Account keys of these kinds only (RFC 8555 section 6.2); Google's and others' private CAs take no RSA. */
export const onlyAlgorithms = (algorithms: readonly string[]): Habit => ({
  instead({ route, key }) {
    if (route !== "newAccount" || key === undefined) return undefined;
    const used = key.asymmetricKeyType === "rsa" ? "RS256" : "ES256";
    if (algorithms.includes(used)) return undefined;
    return refuse(400, "badSignatureAlgorithm", `${used} is not taken`, { algorithms });
  },
});

/** Names that nobody can prove with a file: an order with so many authorizations that are not there. */
export const authorizationsWithoutEnd = (count: number): Habit =>
  editing(["newOrder", "order"], (body, _, { url }) => ({
    ...body,
    authorizations: Array.from({ length: count }, (__, at) => url("authorization", `${at}`)),
  }));
