import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Facts } from "./answers.ts";
import type { CompanionContext } from "./context.ts";
import { behind, inEffect, isOff, type Values, valuesFor } from "./desired-state.ts";
import { findNginx, type NginxContainer, type OwnStack, stackFacts } from "./docker/own-stack.ts";
import { isCertificateOf } from "./nginx/certificate-path.ts";
import type { Dump } from "./nginx/dump.ts";
import { servesTls } from "./nginx/dump.ts";
import { takeUpOperatorEdits } from "./operator-edits.ts";
import type { EnvFile, Memory, StackFacts } from "./parts.ts";
import { rollBack } from "./replay/rollback.ts";

/** What there is before anything is done. */
export interface NginxState {
  nginx: NginxContainer;
  stack: StackFacts;
  memory: Memory;
  envFile: EnvFile;
  /** what nginx's files were rendered with */
  effective: Values;
}

/** Finds nginx, undoes what a killed companion began, and heeds what a person edited. Throws Problem. */
export async function observe(context: CompanionContext): Promise<NginxState> {
  const ownStack = await context.ownStack();
  const nginx = await findNginxOrClean(context, ownStack);
  context.engine.expectExec(nginx.id);
  if (await rollBack(context, nginx))
    context.print(phrase`an earlier switch was cut off: nginx and the settings are as they were before it`);
  const stack = await stackFacts(context.engine, ownStack, nginx, context.environments);
  const { memory, envFile } = await takeUpOperatorEdits(context, nginx, stack);
  return { nginx, stack, memory, envFile, effective: inEffect(nginx, memory.applied) };
}

/** What is known without asking nginx. */
export const roughFacts = ({ memory, effective }: NginxState): Facts => ({
  nginx: true,
  https: effective["NGINX_HTTPS_ENABLED"] === "true",
  challenge: effective["NGINX_ENABLE_CERTBOT_CHALLENGE"] === "true",
  off: isOff(memory),
});

/** Where the configuration cannot be read, HTTPS and the challenge are its own matter; the wire shows them. */
export const untestedFacts = ({ memory }: Pick<NginxState, "memory">): Facts => ({
  nginx: true,
  https: true,
  challenge: true,
  off: isOff(memory),
});

export const exactFacts = (context: Pick<CompanionContext, "domain">, observed: NginxState, dump: Dump): Facts => ({
  nginx: true,
  https: servesOurs(context, observed, dump),
  challenge: dump.challenge,
  off: isOff(observed.memory),
});

/** TLS with the certificate of our domain; TLS with another one has still to be switched. */
export function servesOurs(
  { domain }: Pick<CompanionContext, "domain">,
  { nginx, effective }: NginxState,
  dump: Dump,
): boolean {
  if (!servesTls(dump)) return false;
  if (dump.certificates.some((path) => isCertificateOf(path, domain))) return true;
  const wanted = valuesFor({ https: "on", challenge: false }, nginx.environment, domain);
  return Object.keys(behind(wanted, effective)).length === 0;
}

async function findNginxOrClean(context: CompanionContext, ownStack: OwnStack) {
  try {
    return await findNginx(context.engine, ownStack, context.service);
  } catch (error) {
    if (error instanceof Problem && error.code === "no-nginx") await rollBack(context, undefined);
    throw error;
  }
}
