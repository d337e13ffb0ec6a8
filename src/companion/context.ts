import type { Print } from "../model/contracts.ts";
import type { ExtraSettings } from "../model/settings.ts";
import type { EnvironmentNames, OwnStack } from "./docker/own-stack.ts";
import type { CompanionMemory } from "./memory.ts";
import type { ReloadBudget } from "./reload-budget.ts";
import type { SwitchParts } from "./replay/switching.ts";
import type { UpstreamAddresses } from "./upstream-addresses.ts";

export interface CompanionContext extends SwitchParts {
  /** Throws Problem `docker-failed` */
  ownStack: () => Promise<OwnStack>;
  /** how often nginx may be reloaded */
  reloads: ReloadBudget;
  /** of the stack's other containers */
  environments: EnvironmentNames;
  /** what nginx has read of the stack's addresses */
  upstreams: UpstreamAddresses;
  /** Compose service name of nginx */
  service: string;
  /** CERTBOT_DOMAIN as typed */
  domain: string;
  extras: ExtraSettings;
  memory: CompanionMemory;
  now: () => Date;
  print: Print;
}
