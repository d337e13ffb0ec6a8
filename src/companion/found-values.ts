import { behind, type Values, valuesFor } from "./desired-state.ts";
import { type Dump, servesTls } from "./nginx/dump.ts";
import type { NginxState } from "./nginx-state.ts";

/**
 * What is known of the nginx that runs, where an earlier sidecar switched this very start of it and its memory went with
 * `detach`: the configuration shows what its files were rendered with.
 */
export function withFoundValues(observed: NginxState, dump: Dump): NginxState {
  const { nginx, memory } = observed;
  const { id, startedAt, environment } = nginx;
  if (memory.applied?.id === id && memory.applied.startedAt === startedAt) return observed;
  const values = foundValues(environment, dump);
  if (Object.keys(values).length === 0) return observed;
  return {
    ...observed,
    memory: { ...memory, applied: { id, startedAt, values } },
    effective: { ...environment, ...values },
  };
}

/** The variables whose switches the configuration shows in another position than the container's own environment. */
export function foundValues(environment: Values, dump: Pick<Dump, "certificates" | "challenge" | "listens">): Values {
  const challenge = dump.challenge && "NGINX_ENABLE_CERTBOT_CHALLENGE" in environment;
  return behind(valuesFor({ https: httpsIn(environment, dump), challenge }, environment, domainIn(dump)), environment);
}

function httpsIn(environment: Values, dump: Parameters<typeof foundValues>[1]): "on" | "off" | "unset" {
  const says = environment["NGINX_HTTPS_ENABLED"];
  if (says === undefined) return "unset";
  if (domainIn(dump) !== "") return "on";
  return says === "true" && !servesTls(dump) ? "off" : "unset";
}

/** The lineage that a switch of ours leads to. */
const domainIn = ({ certificates }: Pick<Dump, "certificates">): string =>
  certificates.map((path) => /\/live\/([^/$]+)\/[^/]+$/.exec(path)?.[1] ?? "").find(Boolean) ?? "";
