import type { Facts } from "./answers.ts";
import type { CompanionContext } from "./context.ts";
import {
  behind,
  type Edits,
  inEffect,
  isOff,
  reconcileOperatorEdits,
  type Values,
  valuesFor,
} from "./desired-state.ts";
import { findNginx, type NginxContainer, type RunningStack, stackFacts } from "./docker/own-stack.ts";
import { isCertificateOf } from "./nginx/certificate-path.ts";
import { type Dump, servesTls } from "./nginx/dump.ts";
import type { EnvFile, JournalEntry, Memory } from "./parts.ts";

export interface NginxState {
  nginx: NginxContainer;
  stack: RunningStack;
  memory: Memory;
  envFile: EnvFile;
  /** what nginx's files were rendered with */
  effective: Values;
  /** of an unfinished switch; undefined: none */
  journal: JournalEntry | undefined;
  /** the operator's changes in Compose's files since */
  edits: Edits;
}

/** Reads what there is, and changes nothing. Throws Problem. */
export async function readState(context: CompanionContext): Promise<NginxState> {
  const { engine, settings, state } = context;
  const ownStack = await context.ownStack();
  const nginx = await findNginx(engine, ownStack, context.service);
  engine.expectExec(nginx.id);
  const stack = await stackFacts(engine, ownStack, nginx, context.environments);
  const [memory, journal] = [await state.read(), await state.journal.read()];
  const [envFile, files] = await Promise.all([settings.readEnvFile(stack), settings.read(stack)]);
  const edits = reconcileOperatorEdits(memory, files, nginx, envFile);
  return { nginx, stack, memory, envFile, effective: inEffect(nginx, memory.applied), journal, edits };
}

/** Facts known without asking nginx. */
export const roughFacts = ({ memory, effective }: Pick<NginxState, "memory" | "effective">): Facts => ({
  nginx: true,
  https: effective["NGINX_HTTPS_ENABLED"] === "true",
  challenge: effective["NGINX_ENABLE_CERTBOT_CHALLENGE"] === "true",
  off: isOff(memory),
});

/** Where the configuration is unreadable, HTTPS and the challenge are nginx's own matter; the wire shows them. */
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

/** TLS with the certificate of our domain; with another one, a switch is still due. */
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
