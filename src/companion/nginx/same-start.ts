import { phrase } from "../../model/phrase.ts";
import { type Engine, goneToUndefined } from "../docker/engine.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { refusal } from "../refusal.ts";

/** Throws Problem `not-ready` when the container has been started again since, or has ended. */
export async function checkSameStart(engine: Engine, { id, startedAt }: Pick<NginxContainer, "id" | "startedAt">) {
  const { Running, StartedAt } = (await engine.inspect(id).catch(goneToUndefined))?.State ?? {};
  if (Running && StartedAt === startedAt) return;
  throw refusal("not-ready", phrase`nginx was restarted in the middle of it`, "docker compose logs nginx");
}
