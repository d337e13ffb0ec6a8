import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { appliedTo, type Values } from "../desired-state.ts";
import type { Engine } from "../docker/engine.ts";
import type { NginxContainer } from "../docker/own-stack.ts";
import { type Replacement, testedDump } from "../nginx/config-test.ts";
import { type Dump, missingAfter, tlsPorts, type Wanted } from "../nginx/dump.ts";
import { type Inside, insideContainer } from "../nginx/inside.ts";
import { spareAfterRender } from "../nginx/pooled-clients.ts";
import { reloadNginx } from "../nginx/reload.ts";
import { checkSameStart } from "../nginx/same-start.ts";
import type { CompanionState, JournalEntry, Memory, SettingsFiles, SettingsPlan } from "../parts.ts";
import { refusal } from "../refusal.ts";
import { type Prepared, prepare, type Surveyed, unknownShape } from "./preparation.ts";
import { replayTwice } from "./replay.ts";
import { undo } from "./rollback.ts";
import { differences, emptied, full, type Snapshot, withoutOurs } from "./snapshot.ts";
import type { SwitchLimit } from "./switch-limit.ts";

/** Where a switch can be interrupted, in the order of this file. */
export type SwitchStep =
  | "prepared"
  | "journalled"
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
  at: (step: SwitchStep) => void;
}

export interface Switch {
  nginx: NginxContainer;
  running: Surveyed;
  /** variables to render with, on top of what is in effect */
  values: Values;
  wanted: Wanted;
  plan: SettingsPlan;
  /** the memory after success */
  memory: Memory;
}

/**
 * Renders nginx's files with other values, reloads and persists it. Returns the new configuration, or the Problem when
 * all is restored. Throws Problem when nothing was begun, and with the journal left open when it could not be undone or
 * nginx was restarted meanwhile.
 */
export async function switchNginx(parts: SwitchParts, change: Switch): Promise<Dump | Problem> {
  const { state, at } = parts;
  const prepared = prepare(change.nginx, change.running);
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
    // a new start renders its files itself; what is left of the switch is undone with it, by the journal
    await checkSameStart(parts.engine, change.nginx);
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
  const { values, rendered } = await renderOver(inside, change, prepared);
  at("rendered");
  const put = spareAfterRender(nginx, prepared.dump, rendered);
  const dump = await testedAfter(inside, nginx, prepared.dump, { wanted: change.wanted, put });
  at("tested");
  progress.reloaded = true;
  await reloadNginx(engine, nginx, prepared.master, change.wanted.https ? tlsPorts(dump) : []);
  at("reloaded");

  await settings.write(plan);
  at("written");
  const { id, startedAt } = nginx;
  await state.write({ ...memory, extras: renderedAway(memory.extras), applied: { id, startedAt, values } });
  at("remembered");
  return dump;
}

// A fresh render has lost the line that includes them.
const renderedAway = (extras: Memory["extras"]) => extras && { ...extras, id: "", text: "" };

/** What was applied to this start may be a guess (found-values.ts); where a render refutes it, nothing was. */
async function renderOver(inside: Inside, { nginx, memory, values }: Switch, prepared: Prepared) {
  const applied = appliedTo(nginx, memory.applied);
  const over = async (before: Values) => {
    const all = { ...before, ...values };
    return { values: all, rendered: await render(inside, nginx, { applied: before, values: all }, prepared) };
  };
  if (Object.keys(applied).length === 0) return await over(applied);
  try {
    return await over(applied);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "stack-updated") throw error;
    return await over({});
  }
}

// With nothing changed, the render must come out the same; else templates were changed since nginx started.
async function render(
  inside: Inside,
  nginx: NginxContainer,
  environments: { applied: Values; values: Values },
  { files }: Prepared,
) {
  const { unchanged, changed } = await replayTwice(inside, nginx, environments);
  checkAlike(files, unchanged);
  const rendered = changed();
  const [empty] = emptied(files, rendered);
  if (empty !== undefined) throw full(phrase`the folder of ${empty}, which was rendered empty,`);
  return rendered;
}

function checkAlike(files: Snapshot, again: Snapshot) {
  const { changed, added } = differences(withoutOurs(files), withoutOurs(again));
  const different = [...changed.map(({ path }) => path), ...added];
  if (different.length === 0) return;
  throw refusal(
    "stack-updated",
    phrase`rendering the templates again changes ${different.join(", ")}`,
    "docker compose up -d",
  );
}

async function testedAfter(
  inside: Inside,
  nginx: NginxContainer,
  before: Dump,
  { wanted, put }: { wanted: Wanted; put: Replacement | undefined },
) {
  const after = await testedDump(inside, nginx, put);
  const missing = missingAfter(before, after, wanted);
  if (missing.length === 0) return after;
  throw unknownShape(phrase`the entrypoint rendered a configuration without: ${missing.join(", ")}`);
}
