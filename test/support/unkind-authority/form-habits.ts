/** How CAs, and what stands before them, dress their answers; each with where it comes from. */
import { gzipSync } from "node:zlib";
import { type Habit, type Reply, type Route, refuse } from "./messages.ts";

const asText = ({ body }: Reply) => (typeof body === "string" ? body : JSON.stringify(body));

/** JSON that does not say so: RFC 8555 section 7.1 demands the type, gateways and old .NET servers drop it. */
export const withoutType: Habit = {
  changed: (reply) => ({ ...reply, headers: { ...reply.headers, "content-type": "text/plain" } }),
};

/** A byte order mark, as Windows services write it (RFC 8259 section 8.1: parsers may ignore it). */
export const withBom: Habit = {
  changed: (reply) => (typeof reply.body === "object" ? { ...reply, body: `\ufeff${asText(reply)}` } : reply),
};

/** Compressed though nobody asked for it: caches and gateways (RFC 9110 section 12.5.3 allows it without a header). */
export const gzipped: Habit = {
  changed: (reply) =>
    asText(reply) === ""
      ? reply
      : {
          ...reply,
          headers: { ...reply.headers, "content-encoding": "gzip" },
          body: gzipSync(asText(reply)),
        },
};

/** Sent on once to the same address with a slash more; `where` overrides it. requests and curl -L follow. */
export const redirecting = (route: Route, where?: string): Habit => ({
  instead: ({ route: asked, id }, { url }) =>
    asked === route && id === ""
      ? { status: 307, headers: { location: where ?? new URL(url(route, "there")).pathname }, body: "" }
      : undefined,
});

/** Nonces by HEAD only: RFC 8555 section 7.2 wants both, and some servers route only the first that it names. */
export const headOnlyNonce: Habit = {
  instead: ({ route, method }) =>
    route === "newNonce" && method === "GET" ? refuse(405, "malformed", "Method not allowed") : undefined,
};

/** Each header twice, as two gateways in a row add it: Node joins them with a comma (RFC 9110 section 5.3). */
export const doubledNonces: Habit = {
  changed(reply, _, { newNonce }) {
    const nonce = newNonce();
    return { ...reply, headers: { ...reply.headers, "replay-nonce": `${nonce}, ${nonce}` } };
  },
};

/** Addresses without their host (RFC 9110 section 10.2.2 allows it in Location). */
export const relativeLocations: Habit = {
  changed(reply) {
    const location = reply.headers["location"];
    return location === undefined
      ? reply
      : { ...reply, headers: { ...reply.headers, location: new URL(location, "https://here").pathname } };
  },
};

/** So many bytes more in each answer of this route. */
export const padded = (route: Route, bytes: number): Habit => ({
  changed: (reply, { route: asked }) =>
    asked === route && typeof reply.body === "object"
      ? { ...reply, body: { ...(reply.body as object), padding: "x".repeat(bytes) } }
      : reply,
});

/** JSON in JSON in JSON. */
export const deep = (route: Route, depth: number): Habit => ({
  changed: (reply, { route: asked }) =>
    asked === route && typeof reply.body === "object"
      ? { ...reply, body: asText(reply).replace(/\}$/, `,"deep":${"[".repeat(depth)}${"]".repeat(depth)}}`) }
      : reply,
});

/** Refuses so many nonces that it has just given (RFC 8555 section 6.5). */
export function badNonces(times: number): Habit {
  let left = times;
  return {
    instead: ({ method }) => (method === "POST" && left-- > 0 ? refuse(400, "badNonce", "try again") : undefined),
  };
}

/** So many subproblems about one name each (RFC 8555 section 6.7.1). */
export function manySubproblems(count: number): Reply {
  const subproblem = (at: number) => ({
    type: "urn:ietf:params:acme:error:rejectedIdentifier",
    detail: "this name is forbidden by the policy of this CA, for reasons that it gives at length",
    identifier: { type: "dns", value: `name-${at}.example.com` },
  });
  return refuse(400, "compound", "see below", {
    subproblems: Array.from({ length: count }, (_, at) => subproblem(at)),
  });
}

/** Let's Encrypt's answer for a paused name: its link holds a JWT of 429 to 536 characters (letsencrypt.org/docs/rate-limits). */
export function paused(name: string, linkLength: number): { reply: Reply; link: string } {
  const start = "https://portal.letsencrypt.org/sfe/v1/unpause?jwt=";
  const link = `${start}${"eyJ".padEnd(linkLength - start.length, "x")}`;
  const detail = `Your account is temporarily prevented from requesting certificates for ${name} and possibly others. Please visit: ${link}`;
  return { reply: refuse(429, "rateLimited", detail, {}), link };
}
