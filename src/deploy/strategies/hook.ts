import { phrase } from "../../model/phrase.ts";
import { type DeployStrategy, settlesMs } from "./strategy.ts";
import { leftToOthers } from "./without-companion.ts";

/** certbot's own hooks do the rest. */
export function hook(): DeployStrategy {
  return {
    transport: leftToOthers,
    server: "nginx",
    patienceMs: 10_000,
    settlesMs,
    again: "useless",
    done: phrase`nothing is done besides the hooks of a renewal (DEPLOY=hook)`,
    seen: phrase`left to hooks (DEPLOY=hook) and not asked`,
    fix: () => phrase`see what the deploy-hook said in this log, and do by hand what it should have done`,
    retry: "look",
  };
}
