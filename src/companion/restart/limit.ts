import { phrase } from "../../model/phrase.ts";
import { refusal } from "../refusal.ts";

const mostRestarts = 3;
const withinMinutes = 10;

/** Counts a restart. Throws Problem `too-many` for the fourth in ten minutes, since visitors need a server. */
export function restartLimit(now: () => Date): () => void {
  let counted: number[] = [];
  return () => {
    const since = now().getTime() - withinMinutes * 60_000;
    counted = counted.filter((at) => at > since);
    if (counted.length >= mostRestarts) throw tooMany();
    counted.push(now().getTime());
  };
}

const tooMany = () =>
  refusal(
    "too-many",
    phrase`it was restarted ${mostRestarts} times within ${withinMinutes} minutes`,
    phrase`see why the new certificate is not served: docker compose logs`,
  );
