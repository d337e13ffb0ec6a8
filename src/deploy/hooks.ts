import { join } from "node:path";
import { type Queue, serialQueue } from "../base/queue.ts";
import type { CertbotOptions } from "../model/certbot-options.ts";
import type { Print } from "../model/contracts.ts";
import type { Hooks } from "../model/hooks.ts";
import type { Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { type HookKind, hooksInFolder } from "./hook-folders.ts";
import { type Hook, runHook } from "./hook-run.ts";

/** Hooks that ran, hooks for the end, names. One for the whole run, over all its lineages. */
export interface HookMemory {
  ran: Set<string>;
  atEnd: Map<string, Hook>;
  renewed: Lineage[];
  failed: Lineage[];
  /** they run one after the other, as certbot's do, also where lineages are renewed side by side */
  turns: Queue;
}

export interface HookOptions {
  /** /etc/letsencrypt */
  config: string;
  /** hooks of the operator's own options */
  given: CertbotOptions;
  /** hooks that the lineage has saved: run only when the operator allows it */
  saved: CertbotOptions;
  /** RUN_SAVED_HOOKS=true: hooks that others could have written may run */
  runSaved: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  say: Print;
  memory: HookMemory;
  /** ms for one hook */
  limit?: number;
}

const keys = { pre: "preHook", deploy: "deployHook", post: "postHook" } as const;

export function hookMemory(): HookMemory {
  return { ran: new Set(), atEnd: new Map(), renewed: [], failed: [], turns: serialQueue() };
}

/** certbot's hooks for one lineage: those of the folder first, then the one of the options, each once. */
export function certbotHooks(options: HookOptions): Hooks {
  const { memory, given, saved } = options;
  const names = (lineage: Lineage) => lineage.domains.join(" ");
  return {
    before: () =>
      memory.turns.run(async () => {
        for (const [id, hook] of await hooksOf("pre", options)) await once(`pre ${id}`, "pre", hook, options);
        for (const [id, hook] of await hooksOf("post", options)) memory.atEnd.set(id, hook);
      }),
    async deployed(lineage, { dryRun }) {
      if (!memory.renewed.includes(lineage)) memory.renewed.push(lineage);
      // with fewer names it came after all
      memory.failed = memory.failed.filter(({ name }) => name !== lineage.name);
      if (dryRun && !(given.runDeployHooks ?? saved.runDeployHooks)) return;
      const live = join(options.config, "live", lineage.name);
      const environment = { ...options.environment, RENEWED_LINEAGE: live, RENEWED_DOMAINS: cut(names(lineage)) };
      await memory.turns.run(async () => {
        for (const [id, hook] of await hooksOf("deploy", options))
          await once(`deploy ${lineage.name} ${id}`, "deploy", hook, { ...options, environment });
      });
    },
    failed(lineage) {
      if (!memory.failed.some(({ name }) => name === lineage.name)) memory.failed.push(lineage);
    },
  };
}

/** Runs the noted post-hooks, each once, and empties the memory. Never throws. */
export async function runPostHooks(options: Pick<HookOptions, "memory" | "environment" | "say" | "limit">) {
  const { memory, ...rest } = options;
  const namesOf = (lineages: readonly Lineage[]) => cut(lineages.flatMap(({ domains }) => domains).join(" "));
  const environment = {
    ...rest.environment,
    RENEWED_DOMAINS: namesOf(memory.renewed),
    FAILED_DOMAINS: namesOf(memory.failed),
  };
  for (const hook of memory.atEnd.values()) await runHook("post", hook, { ...rest, environment });
  memory.ran.clear();
  memory.atEnd.clear();
  memory.renewed.length = 0;
  memory.failed.length = 0;
}

async function hooksOf(kind: HookKind, options: HookOptions): Promise<readonly [id: string, hook: Hook][]> {
  const { given, saved, config, runSaved, say } = options;
  const folder = given.directoryHooks === false ? [] : await hooksInFolder(config, kind);
  const own = given[keys[kind]];
  const kept = own === undefined ? saved[keys[kind]] : undefined;
  const strange = [...folder, ...(kept === undefined ? [] : [kept])];
  if (!runSaved && strange.length > 0) say(notRun(kind, strange));
  const paths = runSaved ? folder.map((path): [string, Hook] => [path, { path }]) : [];
  const text = own ?? (runSaved ? kept : undefined);
  return text === undefined || folder.includes(text) ? paths : [...paths, [text, { text }]];
}

/** nginx can write that folder in some stacks, so its files are not the operator's. */
function notRun(kind: HookKind, found: readonly string[]): string {
  const list = found.map((hook) => JSON.stringify(hook.slice(0, 200))).join(", ");
  return phrase`warning: not run, since it is in the certificates' folder: ${kind}-hook ${list}; to allow it, put RUN_SAVED_HOOKS=true into httpsidecar.env, or name it yourself: --${kind}-hook`;
}

async function once(id: string, kind: HookKind, hook: Hook, options: HookOptions): Promise<void> {
  if (options.memory.ran.has(id)) return;
  options.memory.ran.add(id);
  await runHook(kind, hook, options);
}

/** certbot cuts the lists there. */
function cut(names: string): string {
  return names.slice(0, 16_000);
}
