import { hostItself } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";

/** How to start the server; `otherwise` where it is a service of the stack. */
export function startFix(host: string, otherwise: string): string {
  if (host !== hostItself) return otherwise;
  return phrase`check on the host that it runs, listens on all addresses, and that the firewall lets containers in: systemctl status nginx haproxy`;
}
