import { phrase } from "../model/phrase.ts";
import type { DoctorParts } from "./parts.ts";

/**
 * Who may block a port of this host, as far as it is known. Docker opens the ports that it publishes past ufw and
 * firewalld, so the block is in front of the host where nginx's is published; nothing is published for a container with
 * the host's network.
 */
export async function holdingBack(
  kind: 80 | 443,
  { look, settings }: Pick<DoctorParts, "look" | "settings">,
): Promise<string> {
  const port = kind === 443 ? settings.publicHttpsPort : kind;
  // without a companion the published ports are unknown
  const seen = settings.deploy === "reload" ? await look().catch(() => undefined) : undefined;
  if (!seen || seen.notes.includes("host-network"))
    return phrase`${everywhere(port)}; ufw: ufw allow ${port}/tcp; firewalld: ${firewalld(port)}`;
  if (seen.notes.includes(`port-${kind}-unpublished`)) return phrase`publish port ${port} first, see below`;
  return phrase`${everywhere(port)}; not ufw or firewalld, which Docker's published ports pass by`;
}

function everywhere(port: number): string {
  return phrase`open TCP port ${port} in the security group or firewall of your provider, or forward it in your router`;
}

const firewalld = (port: number) => `firewall-cmd --permanent --add-port=${port}/tcp && firewall-cmd --reload`;
