import type { CompanionContext } from "./context.ts";
import type { Values } from "./desired-state.ts";
import type { NginxContainer } from "./docker/own-stack.ts";
import type { NginxState } from "./nginx-state.ts";
import type { EnvFile, SettingsPlan, SwitchValues } from "./parts.ts";

/**
 * Where these values will be written. Nowhere, when Compose would create nginx with HTTPS on and without the domain:
 * some templates then name missing files, and nginx never starts. Throws Problem `settings-refused`.
 */
export async function planFor(
  { settings, domain }: Pick<CompanionContext, "settings" | "domain">,
  { nginx, stack, envFile }: Pick<NginxState, "stack" | "envFile"> & { nginx: Pick<NginxContainer, "environment"> },
  values: SwitchValues,
): Promise<SettingsPlan> {
  const lasts = values.NGINX_HTTPS_ENABLED !== "true" || isDomainKept(domain, envFile, nginx.environment);
  if (lasts) return await settings.plan(stack, values);
  return { where: "nowhere", because: "no-domain", passedOver: [] };
}

/**
 * True if Compose will give the next nginx this domain. Assumes so for a value made of other variables, since Compose
 * gave it to us.
 */
export function isDomainKept(domain: string, envFile: EnvFile, environment: Values): boolean {
  if (!domain || environment["CERTBOT_DOMAIN"] === domain) return true;
  return envFile.domain === domain || envFile.domain?.includes("$") === true;
}
