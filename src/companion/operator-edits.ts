import { phrase } from "../model/phrase.ts";
import type { CompanionContext } from "./context.ts";
import { type News, toWrite, valuesFor, withWritten } from "./desired-state.ts";
import type { NginxState } from "./nginx-state.ts";
import type { Memory } from "./parts.ts";
import { planFor } from "./plan.ts";
import { inWords } from "./refusal.ts";

/** True if the operator changed something in Compose's files that is not taken up yet. */
export function hasEdits({ memory, edits }: NginxState): boolean {
  return edits.memory !== memory || (edits.news !== undefined && !isSaid(memory, edits.news));
}

/** Takes up the operator's edits of Compose's files, and reports them once. */
export async function takeUpEdits(context: CompanionContext, seen: NginxState): Promise<void> {
  const { memory, news } = seen.edits;
  const isBeneath = news === "switched-off-beneath" || news === "switched-on-beneath";
  const agreed = isBeneath ? await agree(context, seen, memory) : memory;
  await context.state.write(news ? reported(context, agreed, news) : agreed);
}

/** Our override must not undo, with the next nginx, what the env file says. */
async function agree(context: CompanionContext, seen: NginxState, memory: Memory): Promise<Memory> {
  const { settings, print, domain } = context;
  try {
    const values = toWrite(valuesFor({ https: memory.https, challenge: false }, seen.nginx.environment, domain));
    const plan = await planFor(context, seen, values);
    await settings.write(plan);
    return plan.where === "nowhere" ? memory : withWritten(memory, values.NGINX_HTTPS_ENABLED ?? "");
  } catch (error) {
    print(inWords(error));
    return memory;
  }
}

function reported({ print }: CompanionContext, memory: Memory, news: News): Memory {
  if (!isSaid(memory, news)) print(words[news]);
  return news === "overruled" ? { ...memory, said: [...new Set([...memory.said, news])] } : memory;
}

/** Stays so until something else is written; the others are changes, reported as they come. */
const isSaid = ({ said }: Memory, news: News) => news === "overruled" && said.includes(news);

const switchedOff = phrase`NGINX_HTTPS_ENABLED was set to false by hand: HTTPS stays off until: docker compose exec certbot httpsidecar enable-https`;

const switchedOn = phrase`NGINX_HTTPS_ENABLED was set to true by hand: HTTPS is on again`;

const words: Record<News, string> = {
  "switched-off": switchedOff,
  "switched-off-beneath": switchedOff,
  "switched-on": switchedOn,
  "switched-on-beneath": switchedOn,
  overruled: phrase`the settings say NGINX_HTTPS_ENABLED=true, but nginx was created with another value (a shell variable, --env-file or the compose file); HTTPS is turned on all the same`,
};
