import type { CompanionAnswer, CompanionNote } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { answer, failure, notesOf } from "./answers.ts";
import { type Dump, servesTls, tlsPorts } from "./nginx/dump.ts";
import { insideContainer } from "./nginx/inside.ts";
import { sparePooledClients } from "./nginx/pooled-clients.ts";
import { reloadNginx } from "./nginx/reload.ts";
import type { Memory, SettingsPlan } from "./parts.ts";
import { planFor } from "./plan.ts";
import { runningNginx, type Surveyed, surveyedNginx, unknownShape } from "./replay/preparation.ts";
import { switchNginx } from "./replay/switching.ts";
import type { Room } from "./room.ts";
import { seenBy } from "./seen.ts";
import { exactFacts, roughFacts, type Sight, servesOurs } from "./sight.ts";
import { behind, saidAfter, toWrite, type Values, valuesFor } from "./wishes.ts";

/** What is to be made true, and whether Compose's files are to say so. */
export interface Aim {
  https: Memory["https"];
  challenge: boolean;
  write: boolean;
}

/** How nginx is configured now. Throws Problem when its test fails. */
export async function lookAt(room: Room, sight: Sight): Promise<CompanionAnswer> {
  const { dump } = await runningIn(room, sight);
  return answer("unchanged", exactFacts(room, sight, dump), seenBy(dump, sight.nginx, room.domain));
}

/** Config test and reload, nothing else. Throws Problem. */
export async function reload(room: Room, sight: Sight): Promise<CompanionAnswer> {
  const running = await runningIn(room, sight);
  const { master, dump } = running;
  await sparePooledClients(insideContainer(room.engine, sight.nginx.id), sight.nginx, running);
  await reloadNginx(room.engine, sight.nginx, master, servesTls(dump) ? tlsPorts(dump) : []);
  return answer("done", exactFacts(room, sight, dump));
}

/** Makes the aim true, by a switch where it is not so yet, and makes it last. Throws Problem when nothing was begun. */
export async function bringAbout(room: Room, sight: Sight, aim: Aim): Promise<CompanionAnswer> {
  const running = await surveyedNginx(insideContainer(room.engine, sight.nginx.id), sight.nginx);
  const values = valuesFor(aim, sight.nginx.environment, room.domain);
  const plan = aim.write ? await planFor(room, sight, toWrite(values)) : unwritten;
  const memory = aim.write ? remembered(room, sight, aim, values, plan) : sight.memory;
  const late = behind(values, sight.effective);
  const notes = aim.write ? notesOf(plan, sight.stack) : [];
  if (isTrueAlready(room, sight, aim, running.dump, late))
    return await keep(room, { ...sight, memory }, running.dump, plan, notes);
  if (Object.keys(late).length === 0)
    throw unknownShape(
      phrase`${Object.keys(values).join(phrase` and `)} are set, but nginx's templates know nothing of them`,
    );
  return await change(room, sight, { aim, running, late, plan, notes, memory });
}

const unwritten: SettingsPlan = { where: "nowhere", because: "never", passedOver: [] };

function runningIn({ engine }: Room, { nginx }: Sight) {
  return runningNginx(insideContainer(engine, nginx.id), nginx);
}

function remembered(room: Room, { memory, envFile }: Sight, aim: Aim, values: Values, plan: SettingsPlan): Memory {
  const { https, challenge } = aim;
  const lastWritten = plan.where === "nowhere" ? {} : { ...memory.lastWritten, ...toWrite(values) };
  const envFileSaid = saidAfter(plan, envFile);
  return { ...memory, https, challenge, lastWritten, envFileSaid, writtenAt: room.now().toISOString(), said: [] };
}

function isTrueAlready(room: Room, sight: Sight, aim: Aim, dump: Dump, late: Values) {
  if (aim.challenge && !dump.challenge) return false;
  if (aim.https === "on") return servesOurs(room, sight, dump);
  return aim.https === "unset" || late["NGINX_HTTPS_ENABLED"] === undefined;
}

async function keep(room: Room, sight: Sight, dump: Dump, plan: SettingsPlan, notes: readonly CompanionNote[]) {
  await room.settings.write(plan);
  await room.state.write(sight.memory);
  return answer("unchanged", exactFacts(room, sight, dump), notes);
}

interface Change {
  aim: Aim;
  running: Surveyed;
  late: Values;
  plan: SettingsPlan;
  notes: readonly CompanionNote[];
  memory: Memory;
}

async function change(room: Room, sight: Sight, given: Change): Promise<CompanionAnswer> {
  const { aim, running, late, plan, notes, memory } = given;
  const effective = { ...sight.effective, ...late };
  const wanted = { https: effective["NGINX_HTTPS_ENABLED"] === "true", challenge: aim.challenge };
  const outcome = await switchNginx(room, { nginx: sight.nginx, running, values: late, wanted, plan, memory });
  if (outcome instanceof Problem) {
    room.limit.count(outcome.message);
    return failure(outcome, roughFacts(sight), ["put-back"]);
  }
  if (!aim.write && sight.nginx.startedByPolicy) room.limit.count(undefined);
  return answer("done", exactFacts(room, { ...sight, memory, effective }, outcome), notes);
}
