import { readSettings } from "../config/settings.ts";
import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";

/** Runs once before HAProxy starts, which it does not without any certificate; then no challenge could be answered. */
export const prepareHaproxy: Word = async ({ environment, assembly, print }) => {
  const { folders } = assembly;
  const { lineage, haproxyOwner } = readSettings({ environment, words: [], word: "prepare-haproxy", folders });
  const kind = await assembly.prepareHaproxy(lineage.name, haproxyOwner, folders.config);
  print(
    kind === "made"
      ? phrase`${lineage.name}: a temporary self-signed certificate, until the real one is issued`
      : phrase`${lineage.name}: there`,
  );
  return 0;
};
