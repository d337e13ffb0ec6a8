import { phrase } from "../model/phrase.ts";
import { setIn } from "../model/plain-text.ts";
import type { CompanionContext } from "./context.ts";
import { isOff } from "./desired-state.ts";
import type { NginxState } from "./nginx-state.ts";
import type { SettingsPlan } from "./parts.ts";
import { planFor } from "./plan.ts";
import { codeOf, inWords } from "./refusal.ts";
import { settled, type WebServer } from "./web-server.ts";

export interface LogLines {
  lines: readonly string[];
  isProblem: boolean;
}

/** The state at start, in words, after repairing what an earlier action left. */
export async function describeStartup(server: WebServer): Promise<LogLines> {
  try {
    return { lines: await (await settled(server)).describe(), isProblem: false };
  } catch (error) {
    return { lines: [inWords(error)], isProblem: true };
  }
}

export async function describeState(context: CompanionContext, seen: NginxState): Promise<readonly string[]> {
  return [describeStack(seen), describeDesired(seen), await describePlan(context, seen)];
}
const describeStack = ({ stack, nginx }: NginxState) =>
  phrase`stack ${stack.project} in ${stack.workingFolder}: ${stack.service} is container ${nginx.id.slice(0, 12)}`;

function describeDesired({ memory }: NginxState) {
  if (isOff(memory))
    return phrase`HTTPS was switched off and stays off until: docker compose exec certbot httpsidecar enable-https`;
  return memory.https === "on" ? phrase`HTTPS is to be on` : phrase`HTTPS is switched on when certbot asks for it`;
}

async function describePlan(context: CompanionContext, observed: NginxState) {
  try {
    return wherePlanned(await planFor(context, observed, { NGINX_HTTPS_ENABLED: "true" }));
  } catch (error) {
    const { problem } = codeOf(error);
    return phrase`the HTTPS on/off setting cannot be saved: ${setIn(problem.message)}\n  fix: ${problem.fix}`;
  }
}

function wherePlanned(plan: SettingsPlan) {
  const passedOver = plan.passedOver.map((line) => `\n  ${line}`).join("");
  if (plan.where === "nowhere" && plan.because === "no-domain")
    return phrase`the HTTPS on/off setting is not saved in any file until CERTBOT_DOMAIN is set in .env; the companion sets it again each time nginx starts`;
  if (plan.where === "nowhere")
    return phrase`the HTTPS on/off setting is not saved in any file; the companion sets it again each time nginx starts${passedOver}`;
  return phrase`the HTTPS on/off setting is saved in ${plan.path}${passedOver}`;
}
