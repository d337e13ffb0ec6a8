import { phrase } from "../model/phrase.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Settings } from "../model/settings.ts";

/** `docker compose run --rm certbot` in a crontab, or a second `serve` by hand. */
export const oneRuns: readonly string[] = [
  phrase`the certbot service of this stack runs already and keeps the certificates: nothing to do here`,
  phrase`  to check now: docker compose exec certbot update-cert; to renew as certbot does: docker compose run --rm certbot renew`,
];

/** A second container of the service, which its restart policy brings back. */
export const standsBy: string = phrase`another certbot container of this stack keeps the certificates; this one takes over when that has ended`;

export function scheduleLine({ text }: Schedule): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return phrase`a renewal runs in the hour after ${text} (RENEW_SCHEDULE), by the time of ${zone} (TZ)`;
}

/** What the container waits for when there is nothing for the loop to do. */
export function idleReason({ dryRun, auto, certbot }: Settings): string | undefined {
  const byHand = phrase`waiting for docker compose exec certbot update-cert`;
  if (dryRun) return phrase`--dry-run: ${byHand}, which is a dry run`;
  if (certbot.autorenew === false) return phrase`--no-autorenew: ${byHand}`;
  return auto ? undefined : `CERTBOT_AUTO=false: ${byHand}`;
}
