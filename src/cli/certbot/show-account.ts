import { readNameless } from "../../config/settings.ts";
import { phrase } from "../../model/phrase.ts";
import type { CertbotVerb } from "./verb.ts";

export const showAccount: CertbotVerb = async (context, { words, ini }) => {
  const { assembly, environment, print, signal, step } = context;
  const { folders } = assembly;
  const imported = { ...environment, CERTBOT_OPTIONS: "" };
  const settings = readNameless({ environment: imported, words, word: "certbot", folders, ini });
  const accountClient = await assembly.accountClient(settings, undefined);
  const { url, contacts, thumbprint } = await step(phrase`the CA is asked for the account`, () =>
    accountClient.show(signal),
  );
  print(`Account details for server ${settings.directory}:`);
  print(`  Account URL: ${url}`);
  print(`  Account Thumbprint: ${thumbprint}`);
  print(`  Email contact${contacts.length > 1 ? "s" : ""}: ${contacts.join(", ") || "none"}`);
  return 0;
};
