import { phrase } from "../../model/phrase.ts";
import type { CompanionSettings } from "../../model/settings.ts";
import type { CompanionContext } from "../context.ts";
import { insideContainer } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";
import { reloadableServer } from "../reloadable-server.ts";
import type { WebServer } from "../web-server.ts";
import { adminSocket } from "./admin.ts";
import { testConfig } from "./config-test.ts";
import { reloadMaster } from "./reload.ts";
import { swapChanged } from "./swap.ts";

/**
 * HAProxy: tests, then swaps changed certificates into the running process; where nothing changed, or the swap fails,
 * the master reloads.
 */
export function haproxyServer(context: CompanionContext, { adminSocket: path }: CompanionSettings): WebServer {
  const { engine } = context;
  const admin = adminSocket(path);
  return reloadableServer(context, {
    async describe({ id }) {
      const isAnswering = (await admin.say("show info")) !== undefined;
      const way = isAnswering
        ? phrase`new certificates go through its runtime socket`
        : phrase`nothing listens on ${path}: it is reloaded instead`;
      return phrase`HAProxy is container ${id.slice(0, 12)}; ${way}`;
    },
    async reload(haproxy) {
      const inside = insideContainer(engine, haproxy.id);
      await testConfig(inside, haproxy);
      const read = async (file: string) => (await inside.run({ args: ["cat", file] })).stdout.toString();
      const swapped = await swapChanged(admin, read);
      if (swapped !== undefined && swapped.length > 0) return;
      context.reloads.take();
      await reloadMaster(engine, haproxy.id, admin);
    },
    refuse(verb) {
      if (verb !== "disable-https") return;
      const fix = phrase`remove the \`bind\` line with \`ssl\` from haproxy.cfg, then: docker compose restart haproxy`;
      throw refusal("unknown-shape", phrase`HTTPS is switched on and off in haproxy.cfg`, fix);
    },
  });
}
