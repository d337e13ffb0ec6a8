import { readSettings } from "../../config/settings.ts";
import type { Word } from "../context.ts";
import { examineFiles, readImportFlags } from "./examining.ts";

/** Checks files as `import` would, and installs nothing. Exit code 1 when it would refuse them. */
export const check: Word = async (context) => {
  const { words, environment, assembly } = context;
  const flags = readImportFlags("check", words);
  const settings = readSettings({ environment, words: [], word: "check", folders: assembly.folders });
  return (await examineFiles(context, settings, flags)) ? 0 : 1;
};
