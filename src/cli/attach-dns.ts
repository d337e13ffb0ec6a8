import { credentialsText, dnsQuestions, readDnsGiven, withPlaces } from "../config/attach-dns.ts";
import { readAttachOptions } from "../config/attach-options.ts";
import { phrase } from "../model/phrase.ts";
import type { Context } from "./context.ts";

/**
 * The two stages of `attach --dns` before anything is written: what has to be asked, and whether it works. `probe` prints
 * the text of the credentials' file, for docker/attach alone. Throws Problem.
 */
export async function attachDns(
  { assembly, print, complain, signal }: Context,
  { stage, rest }: { stage: "dns" | "probe"; rest: readonly string[] },
): Promise<number> {
  const { domain, dns, credentialsFile } = readAttachOptions(rest);
  if (dns === undefined) return 0;
  const { provider } = dns;
  if (stage === "dns") for (const line of dnsQuestions(provider)) print(line);
  if (stage === "dns" || provider === "persist") return 0;
  const given = readDnsGiven(provider, await assembly.standardInput(), credentialsFile);
  const text = credentialsText(given);
  complain(phrase`testing the key: a TXT record of its own is presented, seen at the zone's DNS servers, and removed`);
  try {
    const environment = { ...given.reach, ...given.values };
    await assembly.tryDns({ domains: domain.split(","), provider, environment }, complain, signal);
  } catch (error) {
    throw withPlaces(error, provider, given);
  }
  complain(phrase`the key works`);
  print(text.trimEnd());
  return 0;
}
