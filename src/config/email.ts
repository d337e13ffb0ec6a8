import { addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { putIntoEnv } from "./bad-settings.ts";
import { readDomain } from "./domain.ts";

/** Dify ships your_email@example.com; others ship its kin. */
const placeholder =
  /[<>]|^(?:your|my)[-_.]?(?:e[-_]?)?mail(?:[-_.]?address)?@|@your(?:[-_.]?domain|-company)\b|^change[-_]?me\b/i;

/** What a public CA refuses as contact (RFC 2606 names, and example.* in every country). */
const exampleHost = /(?:^|[@.])example(?:\.[a-z.]+)?$|\.(?:test|invalid|local|internal)$/i;

/** The letters of real mailboxes; others mean something in a mailto URL (RFC 6068). */
const localPart = /^[A-Za-z0-9_+'=~-]+(?:\.[A-Za-z0-9_+'=~-]+)*$/;

const consequence = phrase`left out, so the account has no contact; ${putIntoEnv(phrase`CERTBOT_EMAIL=<your address>`)}`;

export interface ReadEmail {
  /** as certbot has them, several are separated by commas */
  email: string | undefined;
  /** why it was ignored, and the line to paste */
  warning: string | undefined;
}

/** Never throws: an account works without contact. The warning does not repeat the value. */
export function readEmail(value: string, source: "CERTBOT_EMAIL" | "--email", publicAuthority: boolean): ReadEmail {
  if (value === "") return { email: undefined, warning: undefined };
  const read = value.split(",").map((one) => readOne(one, publicAuthority));
  const wrong = read.find((one) => "fault" in one);
  if (wrong !== undefined) return { email: undefined, warning: `${source} ${wrong.fault}; ${consequence}` };
  return { email: read.map(({ email }) => email).join(","), warning: undefined };
}

type ReadOne = { email: string; fault?: never } | { email?: never; fault: string };

function readOne(value: string, publicAuthority: boolean): ReadOne {
  if (placeholder.test(value)) return { fault: phrase`is still a placeholder` };
  if (/[\s;]/.test(value))
    return { fault: phrase`has white space or a semicolon in it (commas alone separate addresses)` };

  const at = value.lastIndexOf("@");
  const host = readDomain(value.slice(at + 1), false);
  // a private CA may sign a single word or an underscore, which no mail address has
  const isNoHost = host.ok && (addressText(host.domain) !== undefined || !/^[^_]+\.[^_]+$/.test(host.domain));
  if (isNoHost || !localPart.test(value.slice(0, Math.max(at, 0))) || !host.ok)
    return { fault: phrase`is not an e-mail address` };
  if (publicAuthority && exampleHost.test(host.domain))
    return { fault: phrase`is an example, which no public CA accepts` };
  return { email: `${value.slice(0, at)}@${host.domain}` };
}
