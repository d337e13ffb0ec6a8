import type { Parts } from "./parts.ts";

/**
 * The same parts for a check that may only find that all is well: whatever would send a request, or change more than
 * the spelling's symlink, ends the check at once with an error that is no Problem. So does a lock that another run
 * holds.
 */
export function readOnly(parts: Parts): Parts {
  const { store, ledger, pendingOrders, authority, deployer } = parts;
  return {
    ...parts,
    store: {
      ...store,
      exclusively: (work) => store.exclusively(work).catch(moreToDo),
      checkWritable: moreToDo,
      save: moreToDo,
    },
    ledger: { ...ledger, write: moreToDo },
    pendingOrders: { ...pendingOrders, put: moreToDo, drop: moreToDo },
    preflight: { check: moreToDo },
    authority: { ...authority, issue: moreToDo, renewalWindow: moreToDo, caaIdentities: moreToDo },
    rehearsal: undefined,
    deployer: { ...deployer, deploy: moreToDo, prove: moreToDo, shown: moreToDo },
  };
}

async function moreToDo(): Promise<never> {
  throw new Error("more is to be done than to look");
}
