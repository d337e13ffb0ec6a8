import { randomInt } from "node:crypto";
import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { phrase } from "../../../model/phrase.ts";
import { Problem } from "../../../model/problem.ts";
import { applied } from "../../../model/typed-lines.ts";
import { failed, noSuchZone, refused, wrongClock } from "../api-answer.ts";
import { overTcp } from "../tcp.ts";
import { isSigned, signTsig, type TsigAlgorithm, type TsigKey, tsigAlgorithms, tsigError } from "../tsig.ts";
import { nameBytes } from "../wire-format.ts";
import { type OpenProvider, required, type Values } from "./kind.ts";

const api = dnsProviders.rfc2136;
const updateMs = 15_000;
const types = { soa: 6, txt: 16 };
const classes = { in: 1, none: 254 };
const opcodeUpdate = 5 << 11;

/** DNS UPDATE (RFC 2136) over TCP, signed with TSIG where a key is given (RFC 8945). */
export const openRfc2136: OpenProvider = (values, { now }): DnsProvider => {
  const server = serverOf(required(values, "RFC2136_NAMESERVER"), values["RFC2136_PORT"]);
  const key = keyOf(values);
  const update = async (record: TxtRecord, ttl: number, recordClass: number, signal: AbortSignal) => {
    const message = updateMessage(record, ttl, recordClass);
    const { signed, mac } = key
      ? signTsig(message, key, Math.floor(now().getTime() / 1000))
      : { signed: message, mac: Buffer.alloc(0) };
    const answer = await overTcp(server, signed, updateMs, signal);
    judge(answer, message, record, server, () => key === undefined || (answer && isSigned(answer, key, mac)) === true);
  };
  return {
    present: (record, signal) => update(record, 60, classes.in, signal),
    // class NONE, TTL 0: this value alone (RFC 2136 section 2.5.4)
    cleanUp: (record, signal) => update(record, 0, classes.none, signal),
  };
};

function updateMessage({ zone, fqdn, value }: TxtRecord, ttl: number, recordClass: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(randomInt(0x10000), 0);
  header.writeUInt16BE(opcodeUpdate, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(1, 8);
  const text = Buffer.from(value);
  const data = Buffer.concat([Buffer.from([text.length]), text]);
  const fields = Buffer.alloc(10);
  fields.writeUInt16BE(types.txt, 0);
  fields.writeUInt16BE(recordClass, 2);
  fields.writeUInt32BE(ttl, 4);
  fields.writeUInt16BE(data.length, 8);
  const zoneTail = Buffer.from([0, types.soa, 0, classes.in]);
  return Buffer.concat([header, nameBytes(zone), zoneTail, nameBytes(fqdn), fields, data]);
}

function judge(answer: Buffer | undefined, asked: Buffer, record: TxtRecord, server: Server, isOurs: () => boolean) {
  if (!answer || answer.length < 12 || answer.readUInt16BE(0) !== asked.readUInt16BE(0)) throw silent(server);
  const rcode = answer.readUInt16BE(2) & 0xf;
  if (rcode === 9) throw notAuthorized(answer, record);
  if (rcode === 5) throw refused(api, phrase`this key may not change ${record.fqdn} (REFUSED)`);
  if (rcode === 10) throw noSuchZone(api, record.zone);
  if (!isOurs()) throw refused(api, phrase`the answer is not signed with this key`);
  if (rcode !== 0) throw failed(api, rcodes[rcode] ?? `RCODE ${rcode}`);
}

/** Those that are not told in words (RFC 2136 section 2.2). */
const rcodes: Readonly<Record<number, string>> = { 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP" };

/** RFC 8945 section 5.2: the key is refused with a word in the TSIG record; without one it is about the zone (RFC 2136 section 2.2). */
function notAuthorized(answer: Buffer, { zone }: TxtRecord): Problem {
  const error = tsigError(answer);
  if (error === 16) return refused(api, phrase`the secret is not that of this key (BADSIG)`);
  if (error === 17)
    return refused(api, phrase`the server does not know this key, or lets it change nothing in ${zone} (BADKEY)`);
  if (error !== 18) return noSuchZone(api, zone);
  return wrongClock(api, "BADTIME");
}

interface Server {
  address: string;
  port: number;
}

/** `ns1.example.net`, `192.0.2.1:5353`, `[2001:db8::1]:53`; such a port wins over one alone (certbot's ini has both keys). */
function serverOf(typed: string, alone = "53"): Server {
  const [, bracketed, plain = typed, port] = /^(?:\[(.+)\]|([^:]*))(?::(\d+))?$/.exec(typed) ?? [];
  const number = Number(port ?? alone);
  if (Number.isInteger(number) && number > 0 && number < 0x10000) return { address: bracketed ?? plain, port: number };
  throw badServer(phrase`the port in RFC2136_NAMESERVER or RFC2136_PORT is not a number from 1 to 65535`);
}

function badServer(message: string): Problem {
  const fix = applied(
    phrase`set RFC2136_NAMESERVER=192.0.2.53:53 in httpsidecar.env, with the address of your DNS server`,
  );
  return new Problem({ code: "bad-settings", message, fix, retry: "after-a-fix" });
}

function keyOf(values: Values): TsigKey | undefined {
  const { RFC2136_TSIG_KEY: name, RFC2136_TSIG_SECRET: secret } = values;
  if (name === undefined || secret === undefined) return undefined;
  return { name, secret: Buffer.from(secret, "base64"), algorithm: algorithmOf(values["RFC2136_TSIG_ALGORITHM"]) };
}

/** `HMAC-SHA512`, `hmac-sha256.`; SHA-256 where none is named. */
function algorithmOf(typed = "hmac-sha256"): TsigAlgorithm {
  const wanted = typed.toLowerCase().replace(/\.$/, "").replace(".sig-alg.reg.int", "");
  const known = (Object.keys(tsigAlgorithms) as TsigAlgorithm[]).find((one) => one === wanted);
  if (known) return known;
  throw new Problem({
    code: "bad-settings",
    message: phrase`RFC2136_TSIG_ALGORITHM is none of: ${Object.keys(tsigAlgorithms).join(", ")}`,
    fix: applied(phrase`set RFC2136_TSIG_ALGORITHM=hmac-sha256 in httpsidecar.env, or what the key of your server has`),
    retry: "after-a-fix",
  });
}

function silent({ address, port }: Server): Problem {
  return new Problem({
    code: "dns-api-silent",
    message: phrase`the DNS server ${address} does not answer an update at port ${port} (TCP)`,
    fix: applied(
      phrase`check RFC2136_NAMESERVER in httpsidecar.env, and that its firewall lets TCP port ${port} through`,
    ),
    retry: "soon",
  });
}
