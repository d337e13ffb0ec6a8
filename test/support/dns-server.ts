/**
 * A name server of a test's own on loopback, over UDP and TCP, that has the records of a plain table and keeps a diary.
 *
 *     await using server = await startDns({ "a.test SOA": ["ns.a.test"], "_acme-challenge.a.test TXT": [value] });
 *     server.records["_acme-challenge.a.test TXT"] = [];
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Packet } from "dns-packet";

export type Records = Record<string, readonly string[]>;

export interface DnsServer {
  address: string;
  port: number;
  records: Records;
  /** `udp TXT a.test`, in the order of the questions */
  diary: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface DnsServerOptions {
  address?: string;
  /** a free one unless told */
  port?: number;
  /** of answers over UDP: cut, so that the client comes again over TCP; none at all; of another question; the question itself */
  udp?: "answered" | "cut" | "silent" | "garbage" | "forged" | "mirrored";
  tcp?: "answered" | "silent";
  /** what becomes of a question with EDNS over UDP */
  edns?: "answered" | "dropped" | "refused";
  /** whose zones it has; of what is below other names it knows nothing. Empty: it is a resolver, and knows all */
  zones?: readonly string[];
  /** of questions for these names, and for all below them */
  rcodes?: Readonly<Record<string, "SERVFAIL" | "REFUSED">>;
}

const truncated = 1 << 9;
const nameError = 3;

export async function startDns(records: Records, options: DnsServerOptions = {}): Promise<DnsServer> {
  const { address = "127.0.0.1", udp = "answered", tcp = "answered", edns = "answered" } = options;
  const diary: string[] = [];
  const server = { address, port: 0, records, diary };
  const { datagrams, streams } = await bindBoth(options.port, address);
  datagrams.on("message", (bytes, peer) => {
    diary.push(`udp ${asked(bytes)}`);
    if (udp === "silent") return;
    const say = (reply: Buffer) => datagrams.send(reply, peer.port, peer.address);
    if (udp === "mirrored") return say(bytes);
    if (isEdns(bytes) && edns === "dropped") return;
    if (isEdns(bytes) && edns === "refused") return say(formatError(bytes));
    if (udp === "garbage") return say(Buffer.from("\0\0no DNS message"));
    if (udp === "forged") say(forgedReply(bytes));
    say(replyTo(bytes, server.records, options, udp === "cut"));
  });
  server.port = datagrams.address().port;
  const sockets = new Set<Socket>();
  streams.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (bytes: Buffer) => {
      diary.push(`tcp ${asked(bytes.subarray(2))}`);
      if (tcp === "silent") return;
      const reply = replyTo(bytes.subarray(2), server.records, options, false);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(length);
      socket.write(reply);
    });
  });
  return Object.assign(server, {
    async [Symbol.asyncDispose]() {
      datagrams.close();
      for (const socket of sockets) socket.destroy();
      streams.close();
    },
  });
}

/** One port for both; one that is free for UDP may be another program's over TCP. */
async function bindBoth(wanted: number | undefined, address: string) {
  for (let tries = 1; ; tries += 1) {
    const streams = createServer().listen(wanted ?? 0, address);
    await once(streams, "listening");
    const datagrams = createSocket("udp4").bind((streams.address() as AddressInfo).port, address);
    try {
      await once(datagrams, "listening");
      return { datagrams, streams };
    } catch (error) {
      streams.close();
      if (wanted !== undefined || tries === 10) throw error;
    }
  }
}

const questionOf = (bytes: Buffer) => decode(bytes).questions?.[0] ?? { type: "?", name: "?" };
const asked = (bytes: Buffer) => `${questionOf(bytes).type} ${questionOf(bytes).name}`;

const failures = { SERVFAIL: 2, REFUSED: 5 };

function replyTo(
  bytes: Buffer,
  records: Records,
  { zones = [], rcodes = {} }: DnsServerOptions,
  isCut: boolean,
): Buffer {
  const { id, questions } = decode(bytes);
  const { type, name: typed } = questionOf(bytes);
  const name = typed.toLowerCase();
  const failing = Object.entries(rcodes).find(([zone]) => name === zone || name.endsWith(`.${zone}`));
  if (failing) return encode({ type: "response", id, flags: failures[failing[1]], questions } as Packet);
  const answers = type === "CNAME" ? answersOf(records, name, type) : followed(records, name, type);
  const isThere = Object.keys(records).some((key) => key.split(" ")[0]?.endsWith(name));
  const below = zones.length > 0 ? delegationOf(records, name, zones) : [];
  const flags = (below.length > 0 ? 0 : AUTHORITATIVE_ANSWER) | (isCut ? truncated : 0);
  const rcode = answers.length === 0 && !isThere && below.length === 0 ? nameError : 0;
  return encode({
    type: "response",
    id,
    flags: flags | rcode,
    questions,
    answers: isCut || below.length > 0 ? [] : answers,
    authorities: below,
  } as Packet);
}

/** With the records of the name that a CNAME leads to, as far as the table has them. */
function followed(records: Records, name: string, type: string): Answer[] {
  const [alias] = records[`${name} CNAME`] ?? [];
  const behind = alias === undefined ? [] : answersOf(records, alias, type);
  return [...answersOf(records, name, "CNAME"), ...answersOf(records, name, type), ...behind];
}

/** `sub.a.test NS` in the table of a server for a.test: a question below is sent there. */
function delegationOf(records: Records, name: string, zones: readonly string[]): Answer[] {
  const owner = Object.keys(records)
    .filter((key) => key.endsWith(" NS"))
    .map((key) => key.slice(0, -3))
    .find((zone) => !zones.includes(zone) && (name === zone || name.endsWith(`.${zone}`)));
  return owner === undefined ? [] : answersOf(records, owner, "NS");
}

/** `*.a.test CNAME` in the table counts for what has no record of its own. */
function wildcardOf(records: Records, name: string): readonly string[] {
  const isThere = Object.entries(records).some(([key, values]) => key.startsWith(`${name} `) && values.length > 0);
  const parents = name.split(".").map((_, at, labels) => labels.slice(at + 1).join("."));
  return isThere ? [] : parents.flatMap((parent) => records[`*.${parent} CNAME`] ?? []).slice(0, 1);
}

function answersOf(records: Records, owner: string, type: string): Answer[] {
  const name = owner.toLowerCase();
  const values = records[`${name} ${type}`] ?? (type === "CNAME" ? wildcardOf(records, name) : []);
  return values.map((data) => {
    const soa = { mname: data, rname: "root.test", serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
    const strings = data.match(/.{1,255}/gs) ?? "";
    const shaped: Readonly<Record<string, unknown>> = { SOA: soa, CAA: caaOf(data), TXT: strings };
    return { name: owner, type, ttl: 1, class: "IN", data: shaped[type] ?? data } as unknown as Answer;
  });
}

/** `0 issue ca.test` */
function caaOf(text: string) {
  const [, flags, tag, value] = /^(\d+) (\w+) (.*)$/.exec(text) ?? [];
  return { flags: Number(flags), tag, value };
}

const isEdns = (bytes: Buffer) => (decode(bytes).additionals ?? []).some(({ type }) => type === "OPT");

function formatError(bytes: Buffer): Buffer {
  const { id, questions } = decode(bytes);
  return encode({ type: "response", id, flags: 1, questions } as Packet);
}

/** An answer that somebody else guessed: the right question, another id. */
function forgedReply(bytes: Buffer): Buffer {
  const { id = 0, questions = [] } = decode(bytes);
  const answers = [{ name: questions[0]?.name, type: "TXT", ttl: 1, data: "forged" }];
  return encode({ type: "response", id: id ^ 1, flags: AUTHORITATIVE_ANSWER, questions, answers } as Packet);
}
