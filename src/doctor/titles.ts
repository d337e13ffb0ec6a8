import { phrase } from "../model/phrase.ts";
import type { Finding } from "./finding.ts";

/** A check's name for the operator; --json has the name itself. The rest are the same in every language. */
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
  tasks: phrase`tasks`,
  "port 80": phrase`port 80`,
  "port 443": phrase`port 443`,
  edge: "CDN",
  watch: phrase`watched`,
  app: phrase`app`,
  "app URLs": phrase`app URLs`,
};

export function titleOf({ check, port }: Pick<Finding, "check" | "port">): string {
  return port === undefined ? (titles[check] ?? check) : phrase`port ${port}`;
}
