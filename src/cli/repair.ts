import type { StoredLineage } from "../model/contracts.ts";
import { isStaging } from "../model/lineage-identity.ts";
import { phrase } from "../model/phrase.ts";
import type { Repair } from "../model/repair.ts";
import type { Settings } from "../model/settings.ts";
import type { Word } from "./context.ts";
import { settingsFor } from "./settings.ts";

/** Repairs what certbot leaves to the operator, and names what only the operator can decide. Nothing is destroyed. */
export const repair: Word = async (context) => {
  const { assembly, print } = context;
  const settings = await settingsFor(context, "repair");
  const store = await assembly.store();
  const before = await store.list();
  const repaired = await assembly.repair(settings);
  const after = await store.list();
  const done = [...silentlyMended(before, after, repaired), ...repaired];
  const advice = adviceFor(settings, after);
  for (const { name, saw, did } of [...done, ...advice]) {
    print(`${name}: ${saw}`);
    print(`  ${did}`);
  }
  if (done.length + advice.length === 0) print(phrase`nothing to repair`);
  if (done.length > 0) print(phrase`then: docker compose exec certbot update-cert`);
  return 0;
};

/** Symlinks that were left half switched, or lost, are restored whenever the lock is taken. */
function silentlyMended(
  before: readonly StoredLineage[],
  after: readonly StoredLineage[],
  repaired: readonly Repair[],
): readonly Repair[] {
  return before.flatMap((one) => {
    const isGood = after.some((other) => other.name === one.name && "certificate" in other);
    if (!("problem" in one) || !isGood || repaired.some(({ name }) => name === one.name)) return [];
    return [{ name: one.name, saw: one.problem.message, did: phrase`restored its symlinks from archive/` }];
  });
}

function adviceFor({ lineage, directory }: Settings, all: readonly StoredLineage[]): readonly Repair[] {
  return all.flatMap((one) => {
    if ("problem" in one) return [{ name: one.name, saw: one.problem.message, did: `fix: ${one.problem.fix}` }];
    const { name, domains, directory: from } = one.certificate;
    if (name === lineage.name) return isStaging(from) && !isStaging(directory) ? [stuckOnStaging(name)] : [];
    return isNumbered(name, lineage.name) ? [unread(name, lineage.name, domains)] : [];
  });
}

function stuckOnStaging(name: string): Repair {
  const did = phrase`fix: docker compose exec certbot update-cert gets a trusted one in its place, whatever its date`;
  return { name, saw: phrase`its certificate is from a staging CA`, did };
}

function unread(name: string, own: string, domains: readonly string[]): Repair {
  return {
    name,
    saw: phrase`a second certificate for ${domains.join(", ")}; nginx reads live/${own} and never this one`,
    did: phrase`fix: when ${own} is served, docker compose exec certbot certbot delete --cert-name ${name}`,
  };
}

/** certbot's name where NAME is taken: NAME-0001. */
function isNumbered(name: string, own: string): boolean {
  return name.startsWith(`${own}-`) && /^\d{4}$/.test(name.slice(own.length + 1));
}
