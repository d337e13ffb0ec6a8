import type { CompanionAnswer } from "../model/companion.ts";
import { answer, type Facts } from "./answers.ts";
import type { CompanionContext } from "./context.ts";
import { findNginx, type NginxContainer } from "./docker/own-stack.ts";
import type { Observed, SwitchVerb, WebServer } from "./web-server.ts";

/** What differs between servers that the companion neither switches nor maintains. */
export interface ReloadableServer {
  describe(container: NginxContainer): Promise<string>;
  /** Throws Problem. */
  reload(container: NginxContainer): Promise<void>;
  /** Throws Problem for a verb that it cannot execute; the others are true already. */
  refuse(verb: SwitchVerb): void;
}

/** Its own files configure HTTPS and the challenge: for us they are always on. */
const alwaysOn: Facts = { nginx: true, https: true, challenge: true, off: false };
const unchanged = async (): Promise<CompanionAnswer> => answer("unchanged", alwaysOn);

export function reloadableServer(context: CompanionContext, server: ReloadableServer): WebServer {
  const find = async () => findNginx(context.engine, await context.ownStack(), context.service);
  return {
    observe: async () => observed(server, await find()),
    async waitUntilUp() {
      const { id, startedAt } = await find();
      return `${id} ${startedAt}`;
    },
    explain: async () => undefined,
  };
}

function observed(server: ReloadableServer, container: NginxContainer): Observed {
  return {
    facts: alwaysOn,
    due: [],
    describe: async () => [await server.describe(container)],
    test: unchanged,
    async reload() {
      await server.reload(container);
      return answer("done", alwaysOn);
    },
    async switch(verb) {
      server.refuse(verb);
      return await unchanged();
    },
    maintain: async () => undefined,
    remedy: () => undefined,
  };
}
