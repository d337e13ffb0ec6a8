import { phrase } from "../model/phrase.ts";
import type { CompanionContext } from "./context.ts";
import { type News, reconcileOperatorEdits, type Start, toWrite, valuesFor, withWritten } from "./desired-state.ts";
import type { EnvFile, Memory, StackFacts } from "./parts.ts";
import { planFor } from "./plan.ts";
import { inWords } from "./refusal.ts";

/**
 * Takes up what a person said by editing Compose's files, and tells it once. Gives what is remembered from now on, and
 * what the env file says.
 */
export async function takeUpOperatorEdits(
  context: CompanionContext,
  start: Start,
  stack: StackFacts,
): Promise<{ memory: Memory; envFile: EnvFile }> {
  const { settings, state } = context;
  const [before, envFile, files] = await Promise.all([state.read(), settings.readEnvFile(stack), settings.read(stack)]);
  const edited = reconcileOperatorEdits(before, files, start, envFile);
  const isBeneath = edited.news === "switched-off-beneath" || edited.news === "switched-on-beneath";
  const memory = isBeneath ? await agree(context, edited.memory, { nginx: start, stack, envFile }) : edited.memory;
  const after = edited.news ? reportOnce(context, memory, edited.news) : memory;
  if (after !== before) await state.write(after);
  return { memory: after, envFile: isBeneath ? await settings.readEnvFile(stack) : envFile };
}

/** Our override must not undo, with the next nginx, what the env file says. */
async function agree(
  context: CompanionContext,
  memory: Memory,
  observed: Parameters<typeof planFor>[1],
): Promise<Memory> {
  const { settings, print, domain } = context;
  const desired = { https: memory.https, challenge: false };
  try {
    const values = toWrite(valuesFor(desired, observed.nginx.environment, domain));
    const plan = await planFor(context, observed, values);
    await settings.write(plan);
    return plan.where === "nowhere" ? memory : withWritten(memory, values.NGINX_HTTPS_ENABLED ?? "");
  } catch (error) {
    print(inWords(error));
    return memory;
  }
}

function reportOnce({ print }: CompanionContext, memory: Memory, news: News): Memory {
  if (news !== "overruled") {
    print(words[news]);
    return memory;
  }
  if (memory.said.includes(news)) return memory;
  print(words[news]);
  return { ...memory, said: [...memory.said, news] };
}

const switchedOff = phrase`NGINX_HTTPS_ENABLED was set to false by hand: HTTPS stays off until: docker compose exec certbot httpsidecar enable-https`;

const switchedOn = phrase`NGINX_HTTPS_ENABLED was set to true by hand: HTTPS is on again`;

const words: Record<News, string> = {
  "switched-off": switchedOff,
  "switched-off-beneath": switchedOff,
  "switched-on": switchedOn,
  "switched-on-beneath": switchedOn,
  overruled: phrase`the settings say NGINX_HTTPS_ENABLED=true, but nginx was created with another value (a shell variable, --env-file or the compose file); HTTPS is turned on all the same`,
};
