import { setTimeout as sleep } from "node:timers/promises";
import type { CompanionAnswer } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { answer, failed } from "./answer.ts";
import { processesIn } from "./processes.ts";
import type { DeployStrategy, Place } from "./strategy.ts";
import { type Act, withoutCompanion } from "./without-companion.ts";

/** A signal to nginx's master: nothing is tested before, so a mistake in its files shows only here. */
export function signal({ nginx }: Pick<Place, "nginx">): DeployStrategy {
  return {
    transport: withoutCompanion(nginx, signalMaster()),
    server: "nginx",
    patienceMs: 10_000,
    again: "useless",
    done: phrase`nginx was told to reload, and started new workers`,
    seen: phrase`told by a signal (DEPLOY=signal), its configuration is not tested`,
    fix: (name) =>
      phrase`docker compose exec nginx nginx -t shows a mistake; without one, ssl_certificate should name live/${name}/fullchain.pem`,
    retry: "look",
  };
}

export interface SignalOptions {
  /** /proc of nginx's PID namespace */
  proc?: string;
  kill?: (pid: number, signal: "SIGHUP") => void;
  wait?: (ms: number) => Promise<unknown>;
}

const checks = 50;
const pollMs = 100;
const shared = phrase`certbot and nginx must share their processes (pid: service:nginx), as docker/signal.yaml has it`;

/**
 * Sends SIGHUP to the one visible nginx master and waits for new workers: with a mistake in its files nginx starts none
 * and goes on with the old ones. Nothing can be tested before, since nginx's files are not visible here.
 */
export function signalMaster({ proc = "/proc", kill = process.kill, wait = sleep }: SignalOptions = {}): Act {
  return async () => {
    const [master, ...more] = await mastersIn(proc);
    if (!master) return failed("no-nginx", phrase`no nginx master is among the processes that certbot sees`, shared);
    if (more.length > 0)
      return failed("several-nginx", phrase`certbot sees the processes of more than one nginx`, shared);
    const refused = tryToSignal(() => kill(master.pid, "SIGHUP"));
    if (refused) return refused;
    for (let check = 0; check < checks; check++) {
      await wait(pollMs);
      const [now] = await mastersIn(proc);
      if (now && isTaken(master, now)) return answer("done");
    }
    const fix = phrase`docker compose exec nginx nginx -t shows the mistake; docker compose logs nginx has nginx's own words`;
    return failed("reload-refused", phrase`nginx started no new workers within ${(checks * pollMs) / 1000} s`, fix);
  };
}

/** undefined when the signal was sent; else why not: the master has ended meanwhile, or is another user's. */
function tryToSignal(send: () => void): CompanionAnswer | undefined {
  try {
    send();
    return undefined;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ESRCH") return failed("not-ready", phrase`nginx ended before it could be told to reload`, shared);
    const fix = phrase`certbot and nginx's master need the same user: compare \`user\` of the two services, and see docker/signal.yaml`;
    return failed("reload-refused", phrase`certbot may not signal nginx's master (${code})`, fix);
  }
}

interface Master {
  pid: number;
  workers: readonly number[];
}

/** Old workers that finish their last connections call themselves "shutting down". */
function isTaken(before: Master, now: Master): boolean {
  return now.workers.length > 0 && !now.workers.some((pid) => before.workers.includes(pid));
}

async function mastersIn(proc: string): Promise<readonly Master[]> {
  const all = await processesIn(proc);
  const masters = all.filter(({ title }) => title.startsWith("nginx: master process"));
  return masters.map(({ pid }) => ({
    pid,
    workers: all
      .filter(({ parent, title }) => parent === pid && title === "nginx: worker process")
      .map((one) => one.pid),
  }));
}
