import type { CompanionNote } from "../model/companion.ts";
import type { CompanionContext } from "./context.ts";
import type { NginxContainer } from "./docker/own-stack.ts";
import { isAnsweredElsewhere } from "./nginx/answered-elsewhere.ts";
import { isCertificateOf } from "./nginx/certificate-path.ts";
import { type Dump, servesTls, tlsPorts } from "./nginx/dump.ts";

/** The port of the host that visitors use for HTTPS, where it is not 443; undefined: it is, or none leads here. */
export function visitorsPort(
  dump: Dump,
  { published, hostPorts }: Pick<NginxContainer, "published" | "hostPorts">,
): number | undefined {
  if (published.includes(443)) return undefined;
  return [...tlsPorts(dump), 443, 8443].map((port) => hostPorts.get(port)).find((port) => port !== undefined);
}

/** Notes for findings of doctor's, where the app or the CA needs another configuration. */
export function seenBy(
  dump: Dump,
  { published, onHostNetwork }: Pick<NginxContainer, "published" | "onHostNetwork">,
  { domain, extras }: Pick<CompanionContext, "domain" | "extras">,
): readonly CompanionNote[] {
  const { webSockets, streams, certificates, blocks } = dump;
  const isForeign = !certificates.some((path) => isCertificateOf(path, domain));
  const seen: Partial<Record<CompanionNote, boolean>> = {
    "port-80-unpublished": !published.includes(80),
    "port-443-unpublished": !published.includes(extras.publicHttpsPort),
    "host-network": onHostNetwork,
    "other-server-block": isAnsweredElsewhere(blocks, domain),
    "no-web-sockets": !webSockets,
    buffered: !streams,
    "foreign-certificate": servesTls(dump) && isForeign,
  };
  return (Object.keys(seen) as CompanionNote[]).filter((note) => seen[note]);
}
