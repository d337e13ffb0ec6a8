import { Problem } from "../../model/problem.ts";
import type { Engine } from "../docker/engine.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { type Replacement, testedDump } from "../nginx/config-test.ts";
import { type Dump, missingAfter, tlsPorts, type Wanted } from "../nginx/dump.ts";
import { type Inside, insideContainer } from "../nginx/inside.ts";
import { spareAfterRender } from "../nginx/pooled-clients.ts";
import type { Master } from "../nginx/processes.ts";
import { reloadNginx } from "../nginx/reload.ts";
import type { CompanionState, JournalEntry, Memory, SettingsFiles, SettingsPlan } from "../parts.ts";
import { refusal } from "../refusal.ts";
import { appliedTo, type Values } from "../wishes.ts";
import { type Prepared, prepare, type Running, unknownShape } from "./preparation.ts";
import { replay } from "./replay.ts";
import { undo } from "./rollback.ts";
import { differences, emptied, full, withoutOurs } from "./snapshot.ts";
import type { SwitchLimit } from "./switch-limit.ts";

/** Where a switch can be interrupted; the order is that of the file. */
export type Step =
  | "prepared"
  | "journalled"
  | "rendered-alike"
  | "rendered"
  | "tested"
  | "reloaded"
  | "written"
  | "remembered"
  | "dropped";

export interface SwitchParts {
  engine: Engine;
  settings: SettingsFiles;
  state: CompanionState;
  limit: SwitchLimit;
  /** told after each step */
  at: (step: Step) => void;
}

export interface Switch {
  nginx: NginxContainer;
  running: Running;
  /** variables to render with, on top of what is in effect */
  values: Values;
  wanted: Wanted;
  plan: SettingsPlan;
  /** what is remembered when all went well */
  memory: Memory;
}

/**
 * Renders nginx's files with other values, reloads and makes it last. Gives the new configuration, or the Problem that
 * was met on the way when all is as it was again. Throws Problem when nothing was begun, or when it could not be undone.
 */
export async function switchNginx(parts: SwitchParts, change: Switch): Promise<Dump | Problem> {
  const { engine, state, at } = parts;
  const inside = insideContainer(engine, change.nginx.id);
  const prepared = await prepare(inside, change.nginx, change.running);
  parts.limit.check();
  at("prepared");

  const entry = await openJournal(parts, change, prepared);
  at("journalled");
  const progress = { reloaded: false };
  try {
    const dump = await carryOut(parts, change, prepared, progress);
    await state.journal.drop();
    at("dropped");
    return dump;
  } catch (error) {
    await undo(parts, change.nginx, entry, progress.reloaded);
    if (error instanceof Problem) return error;
    throw error;
  }
}

async function openJournal({ state }: SwitchParts, { nginx, plan }: Switch, { files }: Prepared) {
  const { id, startedAt } = nginx;
  const entry: JournalEntry = { id, startedAt, plan, files, memory: await state.read() };
  await state.journal.open(entry);
  return entry;
}

async function carryOut(parts: SwitchParts, change: Switch, prepared: Prepared, progress: { reloaded: boolean }) {
  const { engine, settings, state, at } = parts;
  const { nginx, plan, memory } = change;
  const inside = insideContainer(engine, nginx.id);
  const applied = appliedTo(nginx, (await state.read()).applied);
  await renderAlike(inside, nginx, applied, prepared);
  at("rendered-alike");

  const values = { ...applied, ...change.values };
  const dump = await renderAnew(inside, change, values, prepared, at);
  progress.reloaded = true;
  await reloadNginx(engine, nginx, prepared.master, change.wanted.https ? tlsPorts(dump) : []);
  at("reloaded");

  await settings.write(plan);
  at("written");
  const { id, startedAt } = nginx;
  await state.write({ ...memory, applied: { id, startedAt, values } });
  at("remembered");
  return dump;
}

// With nothing changed, nothing may come out different; else templates were changed since nginx started.
async function renderAlike(inside: Inside, nginx: NginxContainer, applied: Values, { files }: Prepared) {
  const { changed, added } = differences(withoutOurs(files), withoutOurs(await replay(inside, nginx, applied)));
  const different = [...changed.map(({ path }) => path), ...added];
  if (different.length === 0) return;
  throw refusal(
    "stack-updated",
    `rendering the templates again changes ${different.join(", ")}`,
    "docker compose up -d",
  );
}

async function renderAnew(
  inside: Inside,
  { nginx, wanted }: Switch,
  values: Values,
  { files, dump, master }: Prepared,
  at: SwitchParts["at"],
) {
  const rendered = await replay(inside, nginx, values);
  at("rendered");
  const [empty] = emptied(files, rendered);
  if (empty !== undefined) throw full(`the folder of ${empty}, which was rendered empty,`);
  const put = spareAfterRender(nginx, dump, rendered);
  const after = await testedAfter(inside, master, { before: dump, wanted, put });
  at("tested");
  return after;
}

async function testedAfter(
  inside: Inside,
  { flags }: Master,
  { before, wanted, put }: { before: Dump; wanted: Wanted; put: Replacement | undefined },
) {
  const after = await testedDump(inside, flags, put);
  const missing = missingAfter(before, after, wanted);
  if (missing.length === 0) return after;
  throw unknownShape(`the entrypoint rendered a configuration without: ${missing.join(", ")}`);
}
