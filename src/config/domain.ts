import { domainToASCII } from "node:url";
import { addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { isPublicAddress } from "./address.ts";
import { shown } from "./bad-settings.ts";

interface Candidate {
  typed: string;
  ascii: string;
  publicAuthority: boolean;
}

type Fault = (candidate: Candidate) => string | undefined | false;

/** What stacks ship instead of a name, Dify's your_domain.com and its kin, and what our own pages have. */
const placeholder = /[<>]|(?:^|\.)your(?:[-_.]?domain(?:[-_.]?name)?|-company)(?:\.|$)|^change[-_]?me(?:\.|$)|\.tld$/i;

/** Reserved for examples and private networks (RFC 2606, 6761, 6762, 8375): no public CA may sign them. */
const reserved =
  /(?:^|\.)example\.(?:com|net|org|edu)$|\.(?:example|test|invalid|local|internal|home\.arpa|lan|home|corp|alt|onion)$/;

/** In this order: the first fault is reported. */
const faults: readonly Fault[] = [
  ({ typed }) => typed === "" && phrase`is an empty name`,
  ({ typed }) => typed.includes("://") && phrase`is a URL; only the name in it is wanted`,
  ({ typed, ascii }) => strangeAddress(typed, ascii),
  ({ typed }) => placeholder.test(typed) && phrase`is still a placeholder`,
  ({ typed }) => /[/\\?#]/.test(typed) && phrase`has a path; only the name before it is wanted`,
  ({ typed }) => typed.includes("@") && phrase`looks like an e-mail address, not a domain`,
  ({ typed }) => /:\d*$/.test(typed) && phrase`has a port; the CA always connects to port 80`,
  ({ typed }) =>
    typed.startsWith("*.") && phrase`is a wildcard, which is proven in DNS only: set DNS_PROVIDER, or list the names`,
  ({ typed }) => strangeLetter(typed),
  ({ typed, ascii }) => ascii === "" && !/^\.*$/.test(typed) && phrase`is not a name that DNS can hold`,
  ({ ascii }) => ascii.split(".").includes("") && phrase`has nothing between two of its dots`,
  ({ ascii }) => /(?:^|\.)localhost$/.test(ascii) && phrase`means the machine itself, which no CA can reach`,
  ({ ascii, publicAuthority }) =>
    publicAuthority &&
    !ascii.includes(".") &&
    phrase`is a single word: no public CA issues for a top-level domain or a name inside a network`,
  ({ ascii }) => ascii.length > 253 && phrase`is ${ascii.length} characters long, and a name has 253 at most`,
  ({ ascii }) => longLabel(ascii),
  ({ ascii }) => /(?:^|\.)-|-(?:\.|$)/.test(ascii) && phrase`has a part that begins or ends with a hyphen`,
  ({ ascii, publicAuthority }) =>
    publicAuthority && ascii.includes("_") && phrase`has an underscore, which no public CA accepts`,
  ({ ascii, publicAuthority }) =>
    publicAuthority && reserved.test(ascii) && phrase`is reserved: no public CA can sign it`,
];

export type ReadDomain = { ok: true; domain: string } | { ok: false; fault: string };

/**
 * One name, normalised as certificates have it (lower case, punycode, no trailing dot), or one IP address in its one
 * text (a v6 address may be typed in brackets), or what is wrong with it.
 */
export function readDomain(typed: string, publicAuthority: boolean, wildcards = false): ReadDomain {
  if (wildcards && typed.startsWith("*.")) return readWildcard(typed.slice(2), publicAuthority);
  const address = addressText(typed);
  if (address !== undefined) return readAddress(address, publicAuthority);
  const ascii = asciiOf(typed);
  for (const findFault of faults) {
    const fault = findFault({ typed, ascii, publicAuthority });
    if (fault) return { ok: false, fault };
  }
  return { ok: true, domain: ascii };
}

/** RFC 8555 section 7.1.3: `*.` and a name; no address has one. */
function readWildcard(base: string, publicAuthority: boolean): ReadDomain {
  const read = readDomain(base, publicAuthority);
  if (!read.ok) return read;
  if (addressText(read.domain) !== undefined) return { ok: false, fault: phrase`is a wildcard of an address` };
  return { ok: true, domain: `*.${read.domain}` };
}

function readAddress(address: string, publicAuthority: boolean): ReadDomain {
  if (!publicAuthority || isPublicAddress(address)) return { ok: true, domain: address };
  return {
    ok: false,
    fault: phrase`is an address inside a network, or one for examples: no public CA can sign it`,
  };
}

const longest = 1024;

/** The name that was probably meant: without scheme, user, port, path, quotes and wildcard. */
export function guessDomain(typed: string): string {
  const bare = typed
    .slice(0, longest)
    .replace(/^["'`<]+|["'`>]+$/g, "")
    .replace(/^[a-z+]+:\/\//i, "");
  const address = addressText(/^\[[^\]]*\]/.exec(bare)?.[0] ?? bare) ?? addressText(domainToASCII(bare));
  return address ?? guessName(bare);
}

function guessName(bare: string): string {
  return bare
    .replace(/[/\\?#].*$/s, "")
    .replace(/^.*@/s, "")
    .replace(/:\d*$/, "")
    .replace(/^(?:\*\.)+/, "")
    .replace(/\.+$/, "");
}

/** UTS 46 by way of the WHATWG URL rules; one trailing dot is DNS's own spelling of the same name. */
function asciiOf(typed: string): string {
  return domainToASCII(typed.toLowerCase()).replace(/\.$/, "");
}

/** Only some programs read 0x7f.1, 010.0.0.1 and [192.0.2.7] as an address. */
function strangeAddress(typed: string, ascii: string): string | false {
  const address = addressText(ascii) ?? addressText(typed.replace(/^\[(.*)\]$/, "$1"));
  return address !== undefined && phrase`is an unusual spelling of the address ${address}`;
}

function strangeLetter(typed: string): string | false {
  // the usual case; compiling the sets of Unicode takes a twentieth of a whole update-cert
  if (/^[\w.-]+$/.test(typed)) return false;
  const strange = /(?!\p{Join_Control})[^\p{L}\p{M}\p{N}._\u3002\uff0e\uff61\u00b7-]/u.exec(typed);
  return strange !== null && phrase`has a character that no domain has: ${shown(strange[0])}`;
}

function longLabel(ascii: string): string | false {
  const long = ascii.split(".").find((label) => label.length > 63);
  return long !== undefined && phrase`has a part of ${long.length} characters, and 63 is the most between two dots`;
}
