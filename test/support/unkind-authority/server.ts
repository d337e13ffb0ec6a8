/**
 * A CA on loopback that really signs, and is as unkind as its habits say (habits.ts), for tests:
 *
 *     const ca = await startUnkindAuthority([stayPending, addNames((name) => `www.${name}`)]);
 *     acmeAuthority({ directory: ca.directory, caBundle: ca.caFile, … });
 *     expect(ca.diary).toEqual(["GET directory", …]);
 *     await ca.stop();
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { rootCertificates, setDefaultCACertificates } from "node:tls";
import { promisify } from "node:util";
import { close, listen, portOf } from "../loopback.ts";
import { openJws } from "./jws.ts";
import { kindAnswers } from "./kind.ts";
import { type Asked, type Habit, type Reply, type Route, refuse, routes } from "./messages.ts";
import { namedFar, theSigner } from "./signer.ts";
import { type Facts, newState, type State } from "./state.ts";

/** Nothing here is on the internet, and reading a hundred and fifty roots for each session takes longer than most tests. */
setDefaultCACertificates(rootCertificates.slice(0, 1));

export interface UnkindOptions extends Partial<Omit<Facts, "origin" | "signer">> {
  /** where containers reach it, by the name ca.unkind.test; loopback, as localhost, unless told */
  address?: string;
}

export interface UnkindAuthority {
  directory: string;
  /** the root of its HTTPS and of what it signs */
  caFile: string;
  state: State;
  /** "GET directory", "POST newOrder", in order */
  diary: string[];
  /** what was signed, beside each line of the diary */
  payloads: Asked["payload"][];
  /** what came with each request */
  headers: IncomingHttpHeaders[];
  /** connections that were opened */
  connections(): number;
  /** of these, still open */
  openConnections(): Promise<number>;
  count(line: string): number;
  stop(): Promise<void>;
}

export async function startUnkindAuthority(
  habits: readonly Habit[] = [],
  { address, ...options }: UnkindOptions = {},
): Promise<UnkindAuthority> {
  const signer = await theSigner();
  const folder = await mkdtemp(join(tmpdir(), "unkind-"));
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, signer.rootPem);
  const diary: string[] = [];
  const payloads: Asked["payload"][] = [];
  const headers: IncomingHttpHeaders[] = [];
  let connections = 0;
  const server = createServer(signer.tls, async (incoming, outgoing) => {
    const asked = await read(incoming);
    if ("status" in asked) return send(outgoing, withNonce(asked, incoming.method));
    headers.push(incoming.headers);
    payloads.push(asked.payload);
    diary.push(`${asked.method} ${asked.route}`);
    send(outgoing, withNonce(await replyTo({ ...asked, nth: countOf(asked) }), asked.method));
  });
  server.on("secureConnection", () => connections++);
  await listen(server, 0, address);
  const origin = `https://${address === undefined ? "localhost" : namedFar}:${portOf(server)}`;
  const state = newState({ ...kindFacts, ...options, origin, signer });

  async function read(incoming: IncomingMessage): Promise<Omit<Asked, "nth"> | Reply> {
    const { method = "", url = "" } = incoming;
    const [, route = "", id = ""] = url.split("/");
    const body = await text(incoming);
    if (!isRoute(route)) return refuse(404, "malformed", "no such address");
    const opened = method === "POST" ? openJws(body, `${origin}${url}`, state) : nobody;
    return "status" in opened ? opened : { route, method, id, ...opened };
  }
  async function replyTo(asked: Asked): Promise<Reply> {
    const reply = (await firstOf(habits, asked, state)) ?? (await kindAnswers[asked.route](asked, state));
    return habits.reduce((given, habit) => habit.changed?.(given, asked, state) ?? given, reply);
  }
  function withNonce(reply: Reply, method: string | undefined): Reply {
    const wanted = method === "POST" || reply.status === 204 || method === "HEAD";
    return wanted ? { ...reply, headers: { "replay-nonce": state.newNonce(), ...reply.headers } } : reply;
  }
  const countOf = ({ route }: { route: Route }) => diary.filter((line) => line.endsWith(` ${route}`)).length;
  return {
    ...{ directory: `${origin}/directory`, caFile, state, diary, payloads, headers },
    connections: () => connections,
    openConnections: () => promisify(server.getConnections.bind(server))(),
    count: (line) => diary.filter((other) => other === line).length,
    async stop() {
      server.closeAllConnections();
      await close(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const kindFacts: Omit<Facts, "origin" | "signer"> = {
  look: undefined,
  reuse: false,
  externalAccounts: undefined,
  profiles: [],
  now: Date.now,
  extraNames: () => [],
};

const nobody = { payload: undefined, account: undefined, key: undefined };

const isRoute = (name: string): name is Route => (routes as readonly string[]).includes(name);

async function firstOf(habits: readonly Habit[], asked: Asked, state: State): Promise<Reply | undefined> {
  for (const { instead } of habits) {
    const reply = await instead?.(asked, state);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

function send(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  if (status === 0) return void outgoing.destroy();
  const bytes = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  outgoing.writeHead(status, { "content-length": Buffer.byteLength(bytes), ...headers }).end(bytes);
}
