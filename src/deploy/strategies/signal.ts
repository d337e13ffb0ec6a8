import { setTimeout as sleep } from "node:timers/promises";
import { phrase } from "../../model/phrase.ts";
import { processesIn } from "./processes.ts";
import { type Act, failed, told } from "./transport.ts";

export interface SignalOptions {
  /** where the processes of nginx's PID namespace are seen */
  proc?: string;
  kill?: (pid: number, signal: "SIGHUP") => void;
  wait?: (ms: number) => Promise<unknown>;
}

const looks = 50;
const pollMs = 100;
const shared = phrase`certbot and nginx must share their processes (pid: service:nginx), as docker/signal.yaml has it`;

/**
 * SIGHUP to the one nginx master that is seen, and a look at whether new workers came: with a mistake in its files nginx
 * starts none and goes on with the old ones. Nothing can be tested before, since nginx's files are not seen from here.
 */
export function signalAct({ proc = "/proc", kill = process.kill, wait = sleep }: SignalOptions = {}): Act {
  return async () => {
    const [master, ...more] = await mastersIn(proc);
    if (!master) return failed("no-nginx", phrase`no nginx master is among the processes that certbot sees`, shared);
    if (more.length > 0)
      return failed("several-nginx", phrase`certbot sees the processes of more than one nginx`, shared);
    kill(master.pid, "SIGHUP");
    for (let look = 0; look < looks; look++) {
      await wait(pollMs);
      const [now] = await mastersIn(proc);
      if (now && isTaken(master, now)) return told("done");
    }
    const fix = phrase`docker compose exec nginx nginx -t shows the mistake; docker compose logs nginx has nginx's own words`;
    return failed("reload-refused", phrase`nginx started no new workers within ${(looks * pollMs) / 1000} s`, fix);
  };
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
