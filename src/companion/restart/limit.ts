import { type Counted, recent, recentMinutes } from "../../base/recent.ts";
import { phrase } from "../../model/phrase.ts";
import { refusal } from "../refusal.ts";

const mostRestarts = 3;

/** Counts a restart. Throws Problem `too-many` for the fourth in ten minutes, since visitors need a server. */
export function restartLimit(now: () => Date, kept: Counted[] = []): () => void {
  const counted = recent(now, kept);
  return () => {
    if (counted.all().length >= mostRestarts) throw tooMany();
    counted.add();
  };
}

const tooMany = () =>
  refusal(
    "too-many",
    phrase`it was restarted ${mostRestarts} times within ${recentMinutes} minutes`,
    phrase`see why the new certificate is not served: docker compose logs`,
  );
