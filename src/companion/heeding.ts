import { phrase } from "../model/phrase.ts";
import type { EnvFile, Memory, StackFacts } from "./parts.ts";
import { planFor } from "./plan.ts";
import { inWords } from "./refusal.ts";
import type { Room } from "./room.ts";
import { heed, type News, type Start, toWrite, valuesFor, withWritten } from "./wishes.ts";

/**
 * Takes up what a person said by editing Compose's files, and tells it once. Gives what is remembered from now on, and
 * what the env file says.
 */
export async function heedPerson(
  room: Room,
  start: Start,
  stack: StackFacts,
): Promise<{ memory: Memory; envFile: EnvFile }> {
  const { settings, state } = room;
  const [before, envFile, files] = await Promise.all([state.read(), settings.readEnvFile(stack), settings.read(stack)]);
  const heard = heed(before, files, start, envFile);
  const isBeneath = heard.news === "switched-off-beneath" || heard.news === "switched-on-beneath";
  const memory = isBeneath ? await agree(room, heard.memory, { nginx: start, stack, envFile }) : heard.memory;
  const after = heard.news ? tellOnce(room, memory, heard.news) : memory;
  if (after !== before) await state.write(after);
  return { memory: after, envFile: isBeneath ? await settings.readEnvFile(stack) : envFile };
}

/** Our override must not undo, with the next nginx, what the env file says. */
async function agree(room: Room, memory: Memory, sight: Parameters<typeof planFor>[1]): Promise<Memory> {
  const { settings, print, domain } = room;
  const wish = { https: memory.https, challenge: false };
  try {
    const values = toWrite(valuesFor(wish, sight.nginx.environment, domain));
    const plan = await planFor(room, sight, values);
    await settings.write(plan);
    return plan.where === "nowhere" ? memory : withWritten(memory, values.NGINX_HTTPS_ENABLED ?? "");
  } catch (error) {
    print(inWords(error));
    return memory;
  }
}

function tellOnce({ print }: Room, memory: Memory, news: News): Memory {
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
  overruled: phrase`the settings say NGINX_HTTPS_ENABLED=true, but nginx was made with another value (a shell variable, --env-file or the compose file); HTTPS is switched on all the same`,
};
