import type { NamelessSettings } from "../model/nameless-settings.ts";
import { phrase } from "../model/phrase.ts";
import type { Context } from "./context.ts";

/** Says that nobody hears of a failure, unless that is meant. */
export function warnIfUntold(
  { complain }: Pick<Context, "complain">,
  { notices }: Pick<NamelessSettings, "notices">,
): void {
  if (notices.isMeant) return;
  complain(phrase`warning: NOTIFY_URLS is not set: you will not be told when a renewal fails`);
  complain(
    phrase`  fix: put NOTIFY_URLS=https://ntfy.sh/your-secret-topic into httpsidecar.env (no notifications on purpose: NOTIFY_URLS=none), then: docker compose up -d certbot`,
  );
}
