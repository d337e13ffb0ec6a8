import type { CompanionAnswer, CompanionVerb } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { answer } from "../answers.ts";
import { alwaysOn, type GenericAction, type GenericParts, handleGeneric, unchanged } from "../generic-verbs.ts";
import { insideContainer } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";
import type { Admin } from "./admin.ts";
import { testConfig } from "./config-test.ts";
import { reloadMaster } from "./reload.ts";
import { swapChanged } from "./swap.ts";

/** All that acting on HAProxy needs. */
export interface HaproxyParts extends GenericParts {
  admin: Admin;
}

type Action = GenericAction<HaproxyParts>;

/**
 * Tests, then puts into the running HAProxy what has changed on the disk; where nothing has, or that does not work, the
 * master reloads. Throws Problem.
 */
const reload: Action = async ({ engine, admin }, haproxy) => {
  const inside = insideContainer(engine, haproxy.id);
  await testConfig(inside, haproxy);
  const read = async (path: string) => (await inside.run({ args: ["cat", path] })).stdout.toString();
  const swapped = await swapChanged(admin, read);
  if (swapped === undefined || swapped.length === 0) await reloadMaster(engine, haproxy.id, admin);
  return answer("done", alwaysOn);
};

const actions: Record<CompanionVerb, Action> = {
  look: unchanged,
  reload,
  "enable-https": unchanged,
  "enable-challenge": unchanged,
  "add-extras": unchanged,
  "add-extras-proven": unchanged,
  "disable-https": () => {
    const fix = phrase`remove the \`bind\` line with \`ssl\` from haproxy.cfg, then: docker compose restart haproxy`;
    throw refusal("unknown-shape", phrase`HTTPS is switched on and off in haproxy.cfg`, fix);
  },
};

/** Does what one verb says and answers; never throws what can be expected. */
export const handleAtHaproxy = (parts: HaproxyParts, verb: CompanionVerb): Promise<CompanionAnswer> =>
  handleGeneric(actions, parts, verb);
