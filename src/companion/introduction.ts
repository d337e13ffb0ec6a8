import { phrase } from "../model/phrase.ts";
import type { SettingsPlan } from "./parts.ts";
import { planFor } from "./plan.ts";
import { codeOf, inWords } from "./refusal.ts";
import type { Room } from "./room.ts";
import { type Sight, see } from "./sight.ts";
import { isOff } from "./wishes.ts";

/** For the log. */
export interface Said {
  lines: readonly string[];
  isProblem: boolean;
}

/** What is found at start, in words: stack, nginx, and where a switch would be written. Undoes an interrupted switch first. */
export async function introduce(room: Room): Promise<Said> {
  try {
    const sight = await see(room);
    return { lines: [describeStack(sight), describeWish(sight), await describePlan(room, sight)], isProblem: false };
  } catch (error) {
    return { lines: [inWords(error)], isProblem: true };
  }
}

const describeStack = ({ stack, nginx }: Sight) =>
  phrase`stack ${stack.project} in ${stack.workingFolder}: ${stack.service} is container ${nginx.id.slice(0, 12)}`;

function describeWish({ memory }: Sight) {
  if (isOff(memory))
    return phrase`HTTPS was switched off and stays off until: docker compose exec certbot httpsidecar enable-https`;
  return memory.https === "on" ? phrase`HTTPS is to be on` : phrase`HTTPS is switched on when certbot asks for it`;
}

async function describePlan(room: Room, sight: Sight) {
  try {
    return wherePlanned(await planFor(room, sight, { NGINX_HTTPS_ENABLED: "true" }));
  } catch (error) {
    const { problem } = codeOf(error);
    return phrase`a switch cannot be written down: ${problem.message}\n  fix: ${problem.fix}`;
  }
}

function wherePlanned(plan: SettingsPlan) {
  const passedOver = plan.passedOver.map((line) => `\n  ${line}`).join("");
  if (plan.where === "nowhere" && plan.because === "no-domain")
    return phrase`a switch is written in no file of the stack until CERTBOT_DOMAIN stands in .env; it is repeated after each start of nginx`;
  if (plan.where === "nowhere")
    return phrase`a switch is written in no file of the stack, it is repeated after each start of nginx${passedOver}`;
  return phrase`a switch is written in ${plan.path}${passedOver}`;
}
