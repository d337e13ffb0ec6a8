/** How a CA answers that does everything as RFC 8555 has it. Habits change these answers. */
import { boundKid } from "./jws.ts";
import { type Asked, type Reply, type Route, refuse } from "./messages.ts";
import {
  type Account,
  type Authorization,
  type Identifier,
  newId,
  type Order,
  type OrderStatus,
  type State,
} from "./state.ts";
import { thumbprintOf } from "./thumbprint.ts";

type Answer = (asked: Asked, state: State) => Reply | Promise<Reply>;

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body,
});
const notFound = () => refuse(404, "malformed", "no such thing");

export const kindAnswers: Readonly<Record<Route, Answer>> = {
  directory: (_, { url, externalAccounts, profiles }) =>
    json(200, {
      newNonce: url("newNonce"),
      newAccount: url("newAccount"),
      newOrder: url("newOrder"),
      revokeCert: url("revokeCert"),
      renewalInfo: url("renewalInfo"),
      meta: {
        caaIdentities: ["unkind.test"],
        externalAccountRequired: externalAccounts !== undefined,
        profiles: Object.fromEntries(profiles.map((name) => [name, "one of ours"])),
      },
    }),
  newNonce: ({ method }) => ({ status: method === "HEAD" ? 200 : 204, headers: {}, body: "" }),
  newAccount,
  account: ({ account, payload }, state) => {
    if (account === undefined) return notFound();
    if (payload?.["termsOfServiceAgreed"] === true) account.agreed = true;
    if (payload?.["status"] === "deactivated") account.status = "deactivated";
    account.contact = (payload?.["contact"] as string[] | undefined) ?? account.contact;
    return json(200, accountView(account, state));
  },
  orders: ({ account }, { orders, url }) =>
    json(200, {
      orders: [...orders.values()].filter((order) => order.account === account?.url).map(({ id }) => url("order", id)),
    }),
  newOrder,
  order: ({ id }, state) => {
    const order = state.orders.get(id);
    if (order === undefined) return notFound();
    const view = orderView(order, state);
    if (order.processing > 0) order.processing--;
    return json(200, view);
  },
  authorization: ({ id, payload }, state) => {
    const found = state.authorizations.get(id);
    if (found === undefined) return notFound();
    if (payload?.["status"] === "deactivated") found.status = "deactivated";
    return json(200, authorizationView(found, state));
  },
  challenge,
  finalize,
  certificate: ({ id }, { orders }) => ({
    status: 200,
    headers: { "content-type": "application/pem-certificate-chain" },
    body: orders.get(id)?.chain ?? "",
  }),
  revokeCert: () => ({ status: 200, headers: {}, body: "" }),
  renewalInfo: (_, { now }) => {
    const soon = (days: number) => new Date(now() + days * 86_400_000).toISOString();
    return json(200, { suggestedWindow: { start: soon(60), end: soon(62) } }, { "retry-after": "21600" });
  },
};

/** RFC 8555 section 7.3 */
function newAccount({ key, payload = {} }: Asked, state: State): Reply {
  if (key === undefined) return refuse(400, "malformed", "signed by an account");
  const thumbprint = thumbprintOf(key);
  const known = [...state.accounts.values()].find((each) => each.thumbprint === thumbprint);
  if (known !== undefined) return json(200, accountView(known, state), { location: known.url });
  if (payload["onlyReturnExisting"] === true) return refuse(400, "accountDoesNotExist", "no such account");
  const { externalAccounts } = state;
  const boundTo = externalAccounts && boundKid(payload["externalAccountBinding"], externalAccounts);
  if (externalAccounts !== undefined && boundTo === undefined) return refuse(403, "unauthorized", "not bound");
  const contact = (payload["contact"] as string[] | undefined) ?? [];
  const made = { agreed: true, status: "valid" as const, contact, boundTo };
  const account: Account = { url: state.url("account", newId()), key, thumbprint, ...made };
  state.accounts.set(account.url, account);
  return json(201, accountView(account, state), { location: account.url });
}

function accountView({ contact, status }: Account, { url }: State) {
  return { status, contact, orders: url("orders") };
}

/** RFC 8555 section 7.4 */
function newOrder({ account, payload = {} }: Asked, state: State): Reply {
  if (account === undefined) return refuse(400, "malformed", "an account must sign this");
  const identifiers = payload["identifiers"] as Identifier[];
  const order: Order = {
    id: newId(),
    account: account.url,
    identifiers,
    authorizations: identifiers.map((identifier) => authorizationFor(identifier, account, state).id),
    profile: payload["profile"] as string | undefined,
    replaces: payload["replaces"] as string | undefined,
    processing: 0,
    chain: undefined,
  };
  state.orders.set(order.id, order);
  return json(201, orderView(order, state), { location: state.url("order", order.id) });
}

function authorizationFor(identifier: Identifier, account: Account, { authorizations, reuse }: State): Authorization {
  const known = [...authorizations.values()].find(
    (each) => each.account === account.url && each.identifier.value === identifier.value && each.status === "valid",
  );
  if (reuse && known !== undefined) return known;
  const id = newId();
  const fresh: Authorization = {
    ...{ id, account: account.url, identifier, status: "pending", error: undefined },
    token: `${newId()}${newId()}`,
  };
  authorizations.set(id, fresh);
  return fresh;
}

export function statusOf(order: Order, { authorizations }: State): OrderStatus {
  if (order.chain !== undefined) return order.processing > 0 ? "processing" : "valid";
  const states = order.authorizations.map((id) => authorizations.get(id)?.status);
  if (states.every((status) => status === "valid")) return "ready";
  return states.every((status) => status === "valid" || status === "pending") ? "pending" : "invalid";
}

export function orderView(order: Order, state: State): Record<string, unknown> {
  const status = statusOf(order, state);
  return {
    status,
    identifiers: order.identifiers,
    authorizations: order.authorizations.map((id) => state.url("authorization", id)),
    finalize: state.url("finalize", order.id),
    ...(status === "valid" ? { certificate: state.url("certificate", order.id) } : {}),
    ...(order.profile === undefined ? {} : { profile: order.profile }),
    ...(order.replaces === undefined ? {} : { replaces: order.replaces }),
  };
}

function authorizationView({ id, identifier, status, token, error }: Authorization, { url }: State) {
  const challenge = {
    type: "http-01",
    url: url("challenge", id),
    token,
    status: status === "deactivated" ? "pending" : status,
  };
  return { identifier, status, challenges: [error === undefined ? challenge : { ...challenge, error }] };
}

/** RFC 8555 section 7.5.1: the validation is over when this is answered. */
async function challenge({ id, account }: Asked, state: State): Promise<Reply> {
  const authorization = state.authorizations.get(id);
  if (authorization === undefined || account === undefined) return notFound();
  if (authorization.status !== "pending") return refuse(400, "malformed", "not pending");
  const { identifier, token } = authorization;
  const wanted = `${token}.${account.thumbprint}`;
  const seen = state.look === undefined ? wanted : await state.look(identifier.value, token);
  authorization.status = seen === wanted ? "valid" : "invalid";
  if (seen !== wanted) authorization.error = refuse(403, "unauthorized", `saw "${seen ?? "nothing"}"`).body;
  return json(200, authorizationView(authorization, state).challenges[0]);
}

/** RFC 8555 section 7.4: as Let's Encrypt does, the answer is "processing" and one poll later it is there. */
async function finalize({ id, payload = {} }: Asked, state: State): Promise<Reply> {
  const order = state.orders.get(id);
  if (order === undefined) return notFound();
  if (statusOf(order, state) !== "ready") return refuse(403, "orderNotReady", `the order is ${statusOf(order, state)}`);
  order.chain = await state.signer.chainFor(`${payload["csr"]}`, state.now(), state.extraNames);
  order.processing = 1;
  const view = orderView(order, state);
  order.processing = 0;
  return json(200, view, { location: state.url("order", id) });
}
