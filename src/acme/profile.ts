import { addressText } from "../model/address.ts";
import type { Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { ProfileRequest } from "../model/settings.ts";
import { inEnv } from "../model/typed-lines.ts";
import { oneLine } from "./words.ts";

/** Let's Encrypt's profile of 160 hours, the only one it certifies addresses with. */
const shortlived = "shortlived";

export interface ProfileFacts {
  /** names in the directory's meta */
  offered: readonly string[];
  request: ProfileRequest | undefined;
  domains: readonly string[];
}

/**
 * The profile to order with: the requested one where the CA has it; for an address the short-lived one where the CA has
 * it; else none. Prints what the operator should know. Throws Problem `profile-not-offered`.
 */
export function chooseProfile({ offered, request, domains }: ProfileFacts, say: Print): string | undefined {
  if (request && offered.includes(request.name)) return request.name;
  if (request?.required) throw notOffered(request.name, offered);
  if (request) say(phrase`warning: the CA has no profile ${request.name} (--preferred-profile), ${listOf(offered)}`);
  const address = domains.find((domain) => addressText(domain) !== undefined);
  if (address === undefined || !offered.includes(shortlived)) return undefined;
  say(aboutShortLife(address));
  return shortlived;
}

/** A CA may accept an order and ignore the profile. Throws Problem `profile-ignored` where it is required. */
export function checkProfile(
  taken: string | undefined,
  asked: string | undefined,
  request: ProfileRequest | undefined,
): void {
  if (!request?.required || asked === undefined || taken === asked) return;
  throw new Problem({
    code: "profile-ignored",
    message: phrase`the CA accepted the order ${taken === undefined ? phrase`without a profile` : phrase`with the profile ${oneLine(taken)}`}, and ${asked} is required`,
    fix: inEnv(phrase`remove --required-profile ${asked}, or use --preferred-profile ${asked}`),
    retry: "after-a-fix",
  });
}

function aboutShortLife(address: string): string {
  return phrase`${address} is an IP address: its certificate (profile ${shortlived}) is valid for 160 hours at Let's Encrypt, so it is renewed every few days; port 80 has to stay open and this container running, a pause of more than three days takes the site down`;
}

function notOffered(name: string, offered: readonly string[]): Problem {
  return new Problem({
    code: "profile-not-offered",
    message: phrase`the CA has no profile ${name} (--required-profile), ${listOf(offered)}`,
    fix: inEnv(phrase`use one of its profiles in CERTBOT_OPTIONS, or --preferred-profile to continue without it`),
    retry: "after-a-fix",
  });
}

function listOf(offered: readonly string[]): string {
  return offered.length === 0 ? phrase`it has none at all` : phrase`it has: ${oneLine(offered.join(", "))}`;
}
