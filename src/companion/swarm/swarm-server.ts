import { companionLimits } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import type { CompanionSettings } from "../../model/settings.ts";
import { answer, type Facts } from "../answers.ts";
import type { CompanionContext } from "../context.ts";
import { refusal } from "../refusal.ts";
import type { Observed, WebServer } from "../web-server.ts";
import { begin, complete, nodesOf, type RolloutOptions, refuse, type Seen, see } from "./rollout.ts";
import { removeUnused } from "./secrets.ts";
import { isSwitchedOff, lineagesOf } from "./service-spec.ts";
import { type SwarmService, swarmEngine } from "./swarm-engine.ts";
import { reportTasks } from "./task-report.ts";

/**
 * DEPLOY=swarm: a service of several tasks, on several machines. Each version of a certificate is a pair of secrets, and
 * the Engine replaces the tasks; nothing runs inside them.
 */
export function swarmServer(
  { reloads }: Pick<CompanionContext, "reloads">,
  settings: CompanionSettings,
  { limitMs = companionLimits.serviceMs, pollMs = 1000 } = {},
): WebServer {
  const { service, certificates } = settings;
  const engine = swarmEngine(settings, service);
  const options = { engine, service, certificates, count: reloads.take, limitMs, pollMs };
  return {
    observe: async () => observed(options, await see(options)),
    waitUntilUp: async () => (await engine.service()).id,
    explain: async () => undefined,
  };
}

/** HTTPS and the challenge are in the stack's file, which is the operator's word. */
function factsOf({ spec }: SwarmService): Facts {
  const off = isSwitchedOff(spec);
  return { nginx: true, https: !off, challenge: true, off };
}

function observed(options: RolloutOptions, seen: Seen): Observed {
  const facts = factsOf(seen.service);
  const unchanged = () => answer("unchanged", facts);
  return {
    facts,
    due: [],
    describe: async () => [await describe(options, seen)],
    async test() {
      if (["paused", "rolled-back"].includes(seen.progress.state)) await refuse(options, seen);
      return answer("unchanged", { ...facts, tasks: await reportTasks(options.engine, options.service, seen) });
    },
    async reload() {
      const isTrue = seen.progress.state === "done";
      await begin(options);
      await complete(options);
      return isTrue ? unchanged() : answer("done", facts);
    },
    async switch(verb) {
      if (verb === "disable-https" || (verb === "enable-https" && facts.off)) throw inTheFile();
      return unchanged();
    },
    maintain: () => maintain(options, seen),
    remedy: () => undefined,
  };
}

/**
 * What another `docker stack deploy` took away is given again; it is not waited for. A volume that was restored from a
 * backup may hold a certificate that has expired: nothing takes that one unasked.
 */
async function maintain(options: RolloutOptions, seen: Seen) {
  const { state } = seen.progress;
  if (state === "done") await removeUnused(options.engine, seen);
  const hasExpired = seen.versions.some(({ notAfter }) => notAfter <= new Date());
  if (hasExpired || seen.versions.length === 0 || ["done", "replacing", "busy"].includes(state)) return undefined;
  await begin(options);
  return answer("done", factsOf(seen.service));
}

async function describe({ engine, service }: RolloutOptions, seen: Seen): Promise<string> {
  const running = seen.tasks.filter(({ desired, state }) => desired === "running" && state === "running");
  const nodes = await nodesOf(engine, seen, (task) => running.includes(task));
  const names = lineagesOf(seen.service.spec).join(", ");
  return phrase`service ${service} runs ${running.length} tasks, on ${nodes}; certificates of ${names} are its secrets`;
}

const inTheFile = () =>
  refusal(
    "unknown-shape",
    phrase`with DEPLOY=swarm HTTPS is switched on and off in the stack's file`,
    phrase`set NGINX_HTTPS_ENABLED there, then: docker/swarm/deploy`,
  );
