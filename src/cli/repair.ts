import type { StoredLineage } from "../model/contracts.ts";
import type { Repair } from "../model/repair.ts";
import type { Settings } from "../model/settings.ts";
import { isStaging } from "../renewal/decide.ts";
import type { Word } from "./context.ts";
import { settingsFor } from "./settings.ts";

/** Mends what certbot leaves to a person, and names what only a person can decide. Nothing is destroyed. */
export const repair: Word = async (context) => {
  const { assembly, print } = context;
  const settings = await settingsFor(context, "repair");
  const done = await assembly.repair(settings);
  const advice = adviceFor(settings, await (await assembly.store()).list());
  for (const { name, saw, did } of [...done, ...advice]) {
    print(`${name}: ${saw}`);
    print(`  ${did}`);
  }
  if (done.length + advice.length === 0) print("nothing to repair");
  if (done.length > 0) print("then: docker compose exec certbot update-cert");
  return 0;
};

function adviceFor({ lineage, directory }: Settings, all: readonly StoredLineage[]): readonly Repair[] {
  return all.flatMap((one) => {
    if ("problem" in one) return [{ name: one.name, saw: one.problem.message, did: `fix: ${one.problem.fix}` }];
    const { name, domains, directory: from } = one.certificate;
    if (name === lineage.name) return isStaging(from) && !isStaging(directory) ? [stuckOnStaging(name)] : [];
    return isNumbered(name, lineage.name) ? [unread(name, lineage.name, domains)] : [];
  });
}

function stuckOnStaging(name: string): Repair {
  const did = "fix: docker compose exec certbot update-cert gets a trusted one in its place, whatever its date";
  return { name, saw: "its certificate is from a staging authority", did };
}

function unread(name: string, own: string, domains: readonly string[]): Repair {
  return {
    name,
    saw: `a second certificate for ${domains.join(", ")}; nginx looks at live/${own} and never at this one`,
    did: `fix: when ${own} is served, docker compose exec certbot certbot delete --cert-name ${name}`,
  };
}

/** certbot's way out when a name is taken: NAME-0001. */
function isNumbered(name: string, own: string): boolean {
  return name.startsWith(`${own}-`) && /^\d{4}$/.test(name.slice(own.length + 1));
}
