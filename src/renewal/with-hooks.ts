import type { CertificateAuthority } from "../model/contracts.ts";
import type { Hooks } from "../model/hooks.ts";
import type { Lineage } from "../model/lineage.ts";
import type { Parts } from "./parts.ts";

/**
 * The same parts with certbot's hooks: pre before anything is proven, deploy after the save. A check that finds nothing
 * due runs none.
 */
export function withHooks(parts: Parts, hooks: Hooks): Parts {
  const { preflight, authority, store } = parts;
  let dryRun = false;
  return {
    ...parts,
    preflight: {
      check: (lineage, how) => {
        dryRun = !how.mend;
        return noting(hooks, lineage, async () => {
          await hooks.before(lineage, { dryRun });
          return await preflight.check(lineage, how);
        });
      },
    },
    authority: {
      ...authority,
      issue: (...words: Parameters<CertificateAuthority["issue"]>) => {
        const [lineage] = words;
        return noting(hooks, lineage, async () => {
          const issued = await authority.issue(...words);
          if (dryRun) await hooks.deployed(lineage, { dryRun });
          return issued;
        });
      },
    },
    store: {
      ...store,
      save: async (lineage, issued) => {
        const certificate = await store.save(lineage, issued);
        await hooks.deployed(lineage, { dryRun });
        return certificate;
      },
    },
  };
}

async function noting<T>(hooks: Hooks, lineage: Lineage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    hooks.failed(lineage);
    throw error;
  }
}
