import type { CompanionContext } from "../../src/companion/context.ts";
import type { Engine } from "../../src/companion/docker/engine.ts";
import { newCompanionMemory } from "../../src/companion/memory.ts";
import type { Memory } from "../../src/companion/parts.ts";
import { reloadBudget } from "../../src/companion/reload-budget.ts";
import { switchLimit } from "../../src/companion/replay/switch-limit.ts";
import { upstreamAddresses } from "../../src/companion/upstream-addresses.ts";

export interface GivenContext extends Partial<Omit<CompanionContext, "engine">> {
  engine?: Partial<Engine>;
}

export const nothingRemembered: Memory = {
  https: "unset",
  challenge: false,
  lastWritten: {},
  envFileSaid: undefined,
  writtenAt: undefined,
  said: [],
  extras: undefined,
  applied: undefined,
};

/** What the companion's actions need, of a stack whose files hold nothing; what is not given and is used all the same throws. */
export function companionContext({ engine, ...given }: GivenContext): CompanionContext {
  const now = given.now ?? (() => new Date());
  let memory = nothingRemembered;
  return {
    engine: engine as Engine,
    ownStack: async () => ({ project: "stack", workingFolder: "/srv/stack", service: "certbot-companion" }),
    environments: async () => [],
    settings: {
      read: async () => ({}),
      readEnvFile: async () => ({ readable: true, domain: undefined, https: undefined }),
      plan: async () => ({ where: "nowhere", because: "never", passedOver: [] }),
      write: async () => undefined,
      undo: async () => undefined,
    },
    state: {
      read: async () => memory,
      write: async (written) => {
        memory = written;
      },
      journal: { read: async () => undefined, open: async () => undefined, drop: async () => undefined },
    },
    limit: switchLimit(now),
    memory: newCompanionMemory(),
    reloads: reloadBudget(now, 12),
    upstreams: upstreamAddresses(),
    service: "nginx",
    domain: "shop.example",
    extras: { redirect: "auto", http2: false, hstsMaxAge: undefined, publicHttpsPort: 443 },
    now,
    at: () => undefined,
    print: () => undefined,
    ...given,
  };
}

/** An Engine's answers where the service has one running container. */
export function oneContainer(id: string): Pick<Engine, "list" | "inspect" | "expectExec"> {
  const info = {
    Id: id,
    Created: "2026-11-01T00:00:00Z",
    State: { Running: true, StartedAt: "2026-11-01T00:00:01Z", Pid: 1 },
    RestartCount: 0,
    HostConfig: {},
    Config: { Entrypoint: ["/docker-entrypoint.sh"], Cmd: ["nginx", "-g", "daemon off;"], Labels: {}, Env: [] },
  };
  return {
    list: async () => [{ Id: id, State: "running", Labels: {} }] as unknown as Awaited<ReturnType<Engine["list"]>>,
    inspect: async () => info as unknown as Awaited<ReturnType<Engine["inspect"]>>,
    expectExec: () => undefined,
  };
}
