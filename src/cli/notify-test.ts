import { readSettings } from "../config/settings.ts";
import { Problem } from "../model/problem.ts";
import type { Word } from "./context.ts";

/** Sends one notice to each destination, in front of the operator. */
export const notifyTest: Word = async ({ environment, assembly, print }) => {
  const settings = readSettings({ environment, words: [], word: "notify-test", folders: assembly.folders });
  if (settings.notices.destinations.length === 0) {
    throw new Problem({
      code: "bad-settings",
      message: "NOTIFY_URLS is empty: nobody is told anything",
      fix: "put NOTIFY_URLS=https://ntfy.sh/your-secret-topic into httpsidecar.env, then run: docker compose up -d certbot",
    });
  }
  return (await assembly.testNotices(settings, print)) ? 0 : 1;
};
