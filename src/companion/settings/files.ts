import { relative } from "node:path";
import { Problem } from "../../model/problem.ts";
import type { WriteEnv } from "../../model/settings.ts";
import type { StackFolder } from "../../stack-files/plain-file.ts";
import type { EnvFile, SettingsFiles, SettingsPlan, StackFacts, SwitchValues, WrittenPlan } from "../parts.ts";
import { allOfEnv, envValues, overrideValues, type Route, routes } from "./routes.ts";
import { undoPlan, writePlan } from "./write.ts";

export interface SettingsFilesOptions {
  /** the stack's project folder, mounted */
  stackFolder: string;
  writeEnv: WriteEnv;
  /** mount table of this process, see proc(5) */
  mounts?: string;
}

/** The stack's .env (or --env-file) and our own override: the only files of the stack that are ever opened. */
export function settingsFiles({
  stackFolder,
  writeEnv,
  mounts = "/proc/self/mountinfo",
}: SettingsFilesOptions): SettingsFiles {
  const folder: StackFolder = { root: stackFolder, mounts };
  const placeOf = ({ path }: WrittenPlan) => ({ ...folder, name: relative(stackFolder, path) });
  return {
    read: (stack) => readValues(folder, stack),
    readEnvFile: (stack) => readEnvFile(folder, stack),
    plan: (stack, values) => firstPossible(writeEnv, (route) => route(folder, stack, values)),
    write: async (plan) => (plan.where === "nowhere" ? undefined : writePlan(placeOf(plan), plan)),
    undo: async (plan) => (plan.where === "nowhere" ? undefined : undoPlan(placeOf(plan), plan)),
  };
}

/** An unreadable file has no values. */
async function readValues(folder: StackFolder, stack: StackFacts): Promise<SwitchValues> {
  const env = await envValues(folder, stack).catch(nothingIfRefused);
  const override = await overrideValues(folder, stack).catch(nothingIfRefused);
  return { ...env, ...override };
}

async function readEnvFile(folder: StackFolder, stack: StackFacts): Promise<EnvFile> {
  const all = await allOfEnv(folder, stack).catch(undefinedIfRefused);
  return { readable: all !== undefined, domain: all?.get("CERTBOT_DOMAIN"), https: all?.get("NGINX_HTTPS_ENABLED") };
}

async function firstPossible(writeEnv: WriteEnv, attempt: (route: Route) => ReturnType<Route>): Promise<SettingsPlan> {
  const passedOver: string[] = [];
  for (const route of routes[writeEnv]) {
    try {
      return { ...(await attempt(route)), passedOver };
    } catch (error) {
      if (!isRefusal(error) || writeEnv !== "auto") throw error;
      if (!passedOver.includes(error.message)) passedOver.push(error.message);
    }
  }
  return { where: "nowhere", because: writeEnv === "never" ? "never" : "no-file", passedOver };
}

function nothingIfRefused(error: unknown): SwitchValues {
  if (isRefusal(error)) return {};
  throw error;
}

function undefinedIfRefused(error: unknown): undefined {
  if (isRefusal(error)) return undefined;
  throw error;
}

function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && error.code === "settings-refused";
}
