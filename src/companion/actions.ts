import type { CompanionAnswer, CompanionNote } from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { answer, failure, notesOf } from "./answers.ts";
import { appUrlsOf } from "./app-urls.ts";
import type { CompanionContext } from "./context.ts";
import { behind, envFileAfter, toWrite, type Values, valuesFor } from "./desired-state.ts";
import type { NginxContainer } from "./docker/own-stack.ts";
import { withFoundValues } from "./found-values.ts";
import { movedUpstreams } from "./moved-upstreams.ts";
import { type Dump, tlsPorts } from "./nginx/dump.ts";
import { insideContainer } from "./nginx/inside.ts";
import type { Running } from "./nginx/observe.ts";
import { sparePooledClients } from "./nginx/pooled-clients.ts";
import { isServerProgram } from "./nginx/programs.ts";
import { reloadByEngine, reloadNginx } from "./nginx/reload.ts";
import { exactFacts, type NginxState, roughFacts, servesOurs, untestedFacts } from "./nginx-state.ts";
import { seenBy, visitorsPort } from "./observed-notes.ts";
import type { Memory, SettingsPlan } from "./parts.ts";
import { planFor } from "./plan.ts";
import { refusal } from "./refusal.ts";
import { runningNginx, type Surveyed, surveyedNginx, unknownShape } from "./replay/preparation.ts";
import { switchNginx } from "./replay/switching.ts";

/** What is to be true, and whether Compose's files are to say so. */
export interface Aim {
  https: Memory["https"];
  challenge: boolean;
  write: boolean;
}

/** How nginx is configured now. Throws Problem when its test fails. */
export async function answerTest(context: CompanionContext, observed: NginxState): Promise<CompanionAnswer> {
  const running = await runningIn(context, observed);
  const appUrls = appUrlsOf(observed.stack);
  if (running === "no-shell" || !running.dump)
    return answer("unchanged", { ...untestedFacts(observed), appUrls }, ["untested"]);
  const { dump } = running;
  const httpsPort = visitorsPort(dump, observed.nginx);
  const { moved, notes } = await movedUpstreams(context, observed, running, dump);
  const facts = { ...exactFacts(context, observed, dump), httpsPort, appUrls };
  return answer("unchanged", facts, [...seenBy(dump, observed.nginx, context), ...notes], moved.join(" "));
}

/** Config test and reload, nothing else. Throws Problem. */
export async function reload(context: CompanionContext, observed: NginxState): Promise<CompanionAnswer> {
  const running = await runningIn(context, observed);
  context.reloads.take();
  return await reloadTested(context, observed, running);
}

/** Makes up for a reload that exceeded the budget, once the budget allows. Throws Problem. */
export async function catchUpReload(
  context: CompanionContext,
  observed: NginxState,
): Promise<CompanionAnswer | undefined> {
  if (!context.reloads.takeOwed()) return undefined;
  context.print(phrase`the reload that had to wait is made now`);
  const done = await reloadTested(context, observed, await runningIn(context, observed));
  return { ...done, code: "unchanged" };
}

async function reloadTested(
  { engine, domain }: CompanionContext,
  observed: NginxState,
  running: Running | "no-shell",
): Promise<CompanionAnswer> {
  const { nginx } = observed;
  if (running === "no-shell") {
    checkFirstProcess(nginx);
    await reloadByEngine(engine, nginx);
    return answer("done", untestedFacts(observed), ["untested"]);
  }
  const { master, dump } = running;
  if (dump) await sparePooledClients(insideContainer(engine, nginx.id), nginx, dump);
  await reloadNginx(engine, nginx, master, tlsPorts(dump));
  return dump
    ? answer("done", exactFacts({ domain }, observed, dump))
    : answer("done", untestedFacts(observed), ["untested"]);
}

/** Makes the aim true, by a switch where necessary, and persists it. Throws Problem when nothing was begun. */
export async function bringAbout(context: CompanionContext, seen: NginxState, aim: Aim): Promise<CompanionAnswer> {
  const running = await surveyedNginx(insideContainer(context.engine, seen.nginx.id), seen.nginx);
  const observed = withFoundValues(seen, running.dump);
  const values = valuesFor(aim, observed.nginx.environment, context.domain);
  const plan = aim.write ? await planFor(context, observed, toWrite(values)) : unwritten;
  const memory = aim.write ? remembered(context, observed, aim, values, plan) : observed.memory;
  const late = behind(values, observed.effective);
  const notes = aim.write ? notesOf(plan, observed.stack) : [];
  if (isTrueAlready(context, observed, aim, running.dump, late))
    return await keep(context, { ...observed, memory }, running.dump, plan, notes);
  if (Object.keys(late).length === 0)
    throw unknownShape(
      phrase`${Object.keys(values).join(phrase` and `)} are set, but nginx's templates know nothing of them`,
    );
  const changed = { ...behind(values, observed.nginx.environment), ...late };
  return await change(context, observed, { aim, running, changed, plan, notes, memory });
}

const unwritten: SettingsPlan = { where: "nowhere", because: "never", passedOver: [] };

/** The Engine signals the first process, whatever it is. Throws Problem `unknown-shape`. */
function checkFirstProcess({ entrypoint, command, hasInit, rootPid }: NginxContainer): void {
  const [first = ""] = [...entrypoint, ...command];
  if (isServerProgram(first) && !hasInit && rootPid === 1) return;
  throw refusal(
    "unknown-shape",
    phrase`the image of the nginx container has no shell, and its first process is not nginx`,
    phrase`set DEPLOY=restart in httpsidecar.env, then: docker compose up -d certbot certbot-companion`,
  );
}

function runningIn({ engine }: CompanionContext, { nginx }: NginxState) {
  return runningNginx(insideContainer(engine, nginx.id), nginx);
}

function remembered(
  context: CompanionContext,
  { memory, envFile }: NginxState,
  aim: Aim,
  values: Values,
  plan: SettingsPlan,
): Memory {
  const { https, challenge } = aim;
  const lastWritten = plan.where === "nowhere" ? {} : { ...memory.lastWritten, ...toWrite(values) };
  const envFileSaid = envFileAfter(plan, envFile);
  return { ...memory, https, challenge, lastWritten, envFileSaid, writtenAt: context.now().toISOString(), said: [] };
}

function isTrueAlready(context: CompanionContext, observed: NginxState, aim: Aim, dump: Dump, late: Values) {
  if (aim.challenge && !dump.challenge) return false;
  if (aim.https === "on") return servesOurs(context, observed, dump);
  return aim.https === "unset" || late["NGINX_HTTPS_ENABLED"] === undefined;
}

async function keep(
  context: CompanionContext,
  observed: NginxState,
  dump: Dump,
  plan: SettingsPlan,
  notes: readonly CompanionNote[],
) {
  await context.settings.write(plan);
  await context.state.write(observed.memory);
  return answer("unchanged", exactFacts(context, observed, dump), notes);
}

interface Change {
  aim: Aim;
  running: Surveyed;
  /** what is to be rendered otherwise than with the container's own environment, or than now */
  changed: Values;
  plan: SettingsPlan;
  notes: readonly CompanionNote[];
  memory: Memory;
}

async function change(context: CompanionContext, observed: NginxState, given: Change): Promise<CompanionAnswer> {
  const { aim, running, changed, plan, notes, memory } = given;
  const effective = { ...observed.effective, ...changed };
  const wanted = { https: effective["NGINX_HTTPS_ENABLED"] === "true", challenge: aim.challenge };
  // a start of nginx is no client's; one that comes again and again has the limit of switches
  if (aim.write) context.reloads.take();
  const outcome = await switchNginx(context, { nginx: observed.nginx, running, values: changed, wanted, plan, memory });
  if (outcome instanceof Problem) {
    context.limit.count(outcome.message);
    return failure(outcome, roughFacts(observed), ["put-back"]);
  }
  if (!aim.write && observed.nginx.startedByPolicy) context.limit.count(undefined);
  return answer("done", exactFacts(context, { ...observed, memory, effective }, outcome), notes);
}
