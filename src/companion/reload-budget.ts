import { minute } from "../base/dates.ts";
import { recent, recentMs } from "../base/recent.ts";
import { phrase } from "../model/phrase.ts";
import { type CompanionMemory, newCompanionMemory } from "./memory.ts";
import { refusal } from "./refusal.ts";

/** How often nginx may be reloaded: each reload leaves workers that finish their connections, perhaps for an hour. */
export interface ReloadBudget {
  /** Counts one. Throws Problem `too-many` when none is left for now; the next one then comes by itself. */
  take(): void;
  /** Counts a reload that was refused before, and returns true, if there may be one now. */
  takeOwed(): boolean;
}

type ReloadMemory = Pick<CompanionMemory, "counts" | "reloadOwed">;

/** `most` in ten minutes, from all clients together; refused ones are merged into one. */
export function reloadBudget(now: () => Date, most: number, memory: ReloadMemory = newCompanionMemory()): ReloadBudget {
  const taken = recent(now, memory.counts.reloads);
  const isFree = () => taken.all().length < most;
  const count = () => {
    taken.add();
    memory.reloadOwed = false;
  };
  return {
    take() {
      if (isFree()) return count();
      memory.reloadOwed = true;
      throw tooMany(most, new Date((taken.all()[0]?.at ?? 0) + recentMs));
    },
    takeOwed() {
      if (!memory.reloadOwed || !isFree()) return false;
      count();
      return true;
    },
  };
}

const tooMany = (most: number, next: Date) =>
  refusal(
    "too-many",
    phrase`it was reloaded ${most} times within ten minutes; the next reload follows automatically at ${minute(next)}`,
    phrase`see who asks for them: docker compose logs certbot`,
  );
