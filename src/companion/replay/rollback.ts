import { setTimeout as pause } from "node:timers/promises";
import type { Print } from "../../model/contracts.ts";
import { phrase } from "../../model/phrase.ts";
import type { Engine } from "../docker/engine.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { tlsPorts } from "../nginx/dump.ts";
import { type Inside, insideContainer } from "../nginx/inside.ts";
import { listReplays } from "../nginx/process-scripts.ts";
import { isReplaying } from "../nginx/processes.ts";
import { reloadNginx } from "../nginx/reload.ts";
import type { CompanionState, JournalEntry, SettingsFiles } from "../parts.ts";
import { refusal } from "../refusal.ts";
import { runningNginx } from "./preparation.ts";
import { replayLimitMs } from "./replay.ts";
import { replayPattern } from "./replay-script.ts";
import { putBack } from "./snapshot.ts";
import type { SwitchLimit } from "./switch-limit.ts";

interface Parts {
  engine: Engine;
  settings: SettingsFiles;
  state: CompanionState;
}

export interface RollbackParts extends Parts {
  limit: SwitchLimit;
  print: Print;
}

const pollMs = 200;

/**
 * Undoes what a killed companion had begun, or a switch in which nginx ended. `nginx` is undefined when none runs; a
 * container that was started since rendered its files itself. Throws Problem, and the journal stays open.
 */
export async function rollBack(
  parts: RollbackParts,
  entry: JournalEntry,
  nginx: NginxContainer | undefined,
): Promise<void> {
  if (nginx?.id === entry.id && nginx.startedAt === entry.startedAt) {
    await waitForReplayEnd(insideContainer(parts.engine, nginx.id));
    await undo(parts, nginx, entry, true);
  } else await forget(parts, entry);
  parts.print(phrase`an earlier switch was cut off: nginx and the settings are as they were before it`);
  const hasEnded = nginx?.id === entry.id && nginx.startedAt !== entry.startedAt && nginx.startedByPolicy;
  if (hasEnded) parts.limit.count(phrase`nginx exited in the middle of it`);
}

/** Restores what the journal has; nginx reloads when it may have taken the new configuration. */
export async function undo(parts: Parts, nginx: NginxContainer, entry: JournalEntry, reload: boolean): Promise<void> {
  const inside = insideContainer(parts.engine, nginx.id);
  await putBack(inside, entry.files);
  if (reload) await reloadOld(parts.engine, nginx, inside);
  await forget(parts, entry);
}

async function forget({ settings, state }: Parts, entry: JournalEntry) {
  await settings.undo(entry.plan);
  await state.write(entry.memory);
  await state.journal.drop();
}

async function reloadOld(engine: Engine, nginx: NginxContainer, inside: Inside) {
  const running = await runningNginx(inside, nginx);
  if (running !== "no-shell") await reloadNginx(engine, nginx, running.master, tlsPorts(running.dump));
}

// The Engine cannot stop an exec: a replay goes on after the companion is gone.
async function waitForReplayEnd(inside: Inside) {
  const end = performance.now() + replayLimitMs;
  while (await isStillReplaying(inside)) {
    if (performance.now() > end)
      throw refusal(
        "busy",
        phrase`httpsidecar is still re-running nginx's entrypoint from an earlier switch`,
        "docker compose restart nginx",
      );
    await pause(pollMs);
  }
}

async function isStillReplaying(inside: Inside) {
  const { stdout } = await inside.shell(listReplays, [replayPattern]);
  return isReplaying(stdout.toString());
}
