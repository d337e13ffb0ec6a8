import type { CompanionNote } from "../model/companion.ts";
import type { CompanionContext } from "./context.ts";
import type { Dump } from "./nginx/dump.ts";
import { insideContainer } from "./nginx/inside.ts";
import type { Running } from "./nginx/observe.ts";
import type { NginxState } from "./nginx-state.ts";
import { runningNginx } from "./replay/preparation.ts";

/** Services to which nginx passes requests, at an address that they no longer have. */
export async function movedUpstreams(
  context: CompanionContext,
  { nginx, stack }: NginxState,
  { master }: Running,
  { upstreams }: Dump,
): Promise<{ moved: readonly string[]; notes: readonly CompanionNote[] }> {
  await context.upstreams.note(`${nginx.id} ${nginx.startedAt}`, stack.addresses, async () => master.workers);
  const moved = context.upstreams.movedSince(master.workers).filter((name) => upstreams.includes(name));
  return { moved, notes: moved.length > 0 ? ["upstream-moved"] : [] };
}

/** What of the addresses nginx has read, kept up with in each round. Throws Problem. */
export async function noteAddresses(context: CompanionContext, { nginx, stack }: NginxState): Promise<void> {
  await context.upstreams.note(`${nginx.id} ${nginx.startedAt}`, stack.addresses, async () => {
    const running = await runningNginx(insideContainer(context.engine, nginx.id), nginx);
    return running === "no-shell" ? [] : running.master.workers;
  });
}
