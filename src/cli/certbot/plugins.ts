import { dnsPlugins } from "../../model/certbot-options.ts";
import { phrase } from "../../model/phrase.ts";
import { rule } from "./frame.ts";
import type { CertbotVerb } from "./verb.ts";

/** certbot's list of plugins: what validates here, under certbot's names. There is no installer. */
export const plugins: CertbotVerb = async ({ print }) => {
  const described: readonly (readonly [string, string])[] = [
    ["webroot", phrase`files in the folder that nginx serves`],
    ["standalone", phrase`a web server of its own`],
    ["manual", phrase`your own scripts (--manual-auth-hook)`],
    ...dnsPlugins.map((name) => [name, phrase`records in DNS`] as const),
  ];
  print(rule);
  for (const [name, what] of described) {
    for (const line of [`* ${name}`, `Description: ${what}`, "Interfaces: Authenticator, Plugin", ""]) print(line);
  }
  print(rule);
  return 0;
};
