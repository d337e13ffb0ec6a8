import type { AttachOptions } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { commandLine } from "./compose-call.ts";
import { sidecarServices } from "./compose-model.ts";
import type { Engine } from "./engine.ts";
import type { Recognised } from "./kinds.ts";
import { runningService, type StackState } from "./read-stack.ts";

/** In front of an app nginx comes with the sidecar; one with a file that changed is recreated. */
export const servicesOf = ({ kind, service }: Recognised): readonly string[] => [
  ...(kind === "app" || kind === "own-conf" ? [service] : []),
  ...sidecarServices,
];

/** The same without an nginx that has what attach gave it, although the sidecar has changed its settings since. */
export async function missingOf(
  stack: StackState,
  recognised: Recognised,
  { domain }: Pick<AttachOptions, "domain">,
  engine: Pick<Engine, "variables">,
): Promise<readonly string[]> {
  const nginx = runningService(stack, recognised.service);
  const has = nginx && (await engine.variables(nginx.id)).get("CERTBOT_DOMAIN") === domain;
  return has ? sidecarServices : servicesOf(recognised);
}

/** Something of it runs, and was started from here. */
export const startable = ({ own, run }: StackState): boolean =>
  own.some(({ running }) => running) && run.elsewhere === undefined;

/** For the operator. */
export function startLine(stack: StackState, services: readonly string[]): string {
  if (!stack.own.some(({ running }) => running)) {
    return phrase`the stack does not run: ${commandLine(stack, [])} starts it, and the sidecar with it`;
  }
  const where = stack.run.elsewhere;
  const command = commandLine(stack, services);
  return where === undefined
    ? phrase`start the sidecar: ${command}`
    : phrase`start the sidecar where the stack was started, in ${where}: ${command}`;
}
