import { readNameless } from "../../config/settings.ts";
import type { CertbotVerb } from "./certbot.ts";

/** The account at the authority, as the authority has it. */
export const showAccount: CertbotVerb = async ({ assembly, environment, print, signal }, { words, ini }) => {
  const { folders } = assembly;
  const own = { ...environment, CERTBOT_OPTIONS: "" };
  const settings = readNameless({ environment: own, words, word: "certbot", folders, ini });
  const { url, contacts, thumbprint } = await (await assembly.desk(settings, undefined)).show(signal);
  print(`Account details for server ${settings.directory}:`);
  print(`  Account URL: ${url}`);
  print(`  Account Thumbprint: ${thumbprint}`);
  print(`  Email contact${contacts.length > 1 ? "s" : ""}: ${contacts.join(", ") || "none"}`);
  return 0;
};
