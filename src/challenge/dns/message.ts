import { type Answer, type DecodedPacket, decode, encode, type Packet, RECURSION_DESIRED } from "dns-packet";

export interface Question {
  name: string;
  type: "TXT" | "SOA" | "NS" | "CNAME" | "A" | "AAAA";
  /** asks a resolver, which asks on; an authoritative server is asked for what it has itself */
  recursive: boolean;
}

export interface Asked extends Question {
  /** with room for an answer of more than 512 bytes over UDP */
  edns: boolean;
}

export interface Reply {
  /** NOERROR, NXDOMAIN, SERVFAIL, REFUSED … */
  rcode: string;
  /** the server has the zone itself */
  authoritative: boolean;
  truncated: boolean;
  answers: readonly DnsRecord[];
  /** the SOA of a "no", or the servers of a zone below */
  authorities: readonly DnsRecord[];
}

export interface DnsRecord {
  name: string;
  type: string;
  /** TXT: its strings joined; SOA: empty; else the address or the name */
  data: string;
}

/** Fits every path without fragments (DNS Flag Day 2020). */
const udpPayloadSize = 1232;
/** More than 64 KiB can hold. */
const mostRecords = 6000;

export function requestFor(id: number, { name, type, recursive, edns }: Asked): Buffer {
  const options = { type: "OPT", name: ".", udpPayloadSize, extendedRcode: 0, ednsVersion: 0, flags: 0, options: [] };
  return encode({
    type: "query",
    id,
    flags: recursive ? RECURSION_DESIRED : 0,
    questions: [{ type, name, class: "IN" }],
    additionals: edns ? [options] : [],
  } as unknown as Packet);
}

/** Undefined for what is not an answer to this very question: another id or name, or no DNS message at all. */
export function parseReply(bytes: Buffer, id: number, question: Question): Reply | undefined {
  const packet = decodeOrUndefined(bytes);
  if (packet?.type !== "response" || packet.id !== id) return undefined;
  const [asked] = packet.questions ?? [];
  if (!asked || asked.type !== question.type || bare(asked.name) !== bare(question.name)) return undefined;
  return {
    rcode: String((packet as { rcode?: unknown }).rcode ?? "unknown"),
    authoritative: packet.flag_aa === true,
    truncated: packet.flag_tc === true,
    answers: recordsOf(packet.answers),
    authorities: recordsOf(packet.authorities),
  };
}

/** Lower case, without the dot of the root. */
export function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function decodeOrUndefined(bytes: Buffer): DecodedPacket | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

function recordsOf(answers: readonly Answer[] = []): readonly DnsRecord[] {
  return answers.slice(0, mostRecords).map(({ name, type, ...rest }) => ({
    name: bare(name),
    type,
    data: dataOf(type, (rest as { data?: unknown }).data),
  }));
}

function dataOf(type: string, data: unknown): string {
  if (type === "TXT") return [data].flat().join("");
  if (typeof data !== "string") return "";
  return type === "NS" || type === "CNAME" ? bare(data) : data;
}
