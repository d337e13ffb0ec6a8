import { phrase } from "../model/phrase.ts";

/** What people read for the name of a check; --json has the name itself. The rest are names in every language. */
const titles: Readonly<Record<string, string>> = {
  dns: "DNS",
  caa: "CAA",
  settings: phrase`settings`,
  folders: phrase`folders`,
  storage: phrase`storage`,
  attempts: phrase`attempts`,
  certificate: phrase`certificate`,
  challenge: phrase`challenge`,
  authority: phrase`CA`,
  "port 80": phrase`port 80`,
  "port 443": phrase`port 443`,
  app: phrase`app`,
  "app URLs": phrase`app URLs`,
};

export function titleOf(check: string): string {
  return titles[check] ?? check;
}
