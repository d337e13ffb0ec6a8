import type { DeployStrategy } from "../../src/deploy/strategies/strategy.ts";
import type { Companion } from "../../src/model/contracts.ts";

/** A strategy as DEPLOY=reload is, by another transport. */
export function strategyAt(transport: Companion, more: Partial<DeployStrategy> = {}): DeployStrategy {
  return {
    transport,
    server: "nginx",
    patienceMs: 0,
    again: "free",
    done: "reloaded",
    seen: "one running container, configuration valid",
    fix: (name) => `see live/${name}`,
    retry: "look",
    ...more,
  };
}

/** Time that passes only while somebody waits. */
export function virtualTime() {
  let now = 0;
  return {
    now: () => now,
    async wait(ms: number) {
      now += ms;
    },
  };
}
