import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Word } from "./context.ts";
import { settingsFor } from "./settings.ts";

export const notifyTest: Word = async (context) => {
  const { assembly, print, step } = context;
  const settings = await settingsFor({ ...context, words: [] }, "notify-test");
  if (settings.notices.destinations.length === 0) {
    throw new Problem({
      code: "bad-settings",
      message: phrase`NOTIFY_URLS is not set, so no notifications are sent`,
      fix: phrase`put NOTIFY_URLS=https://ntfy.sh/your-secret-topic into httpsidecar.env, then run: docker compose up -d certbot`,
    });
  }
  return (await assembly.testNotices(settings, print, step)) ? 0 : 1;
};
