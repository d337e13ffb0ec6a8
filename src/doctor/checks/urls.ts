import { hostAndPort } from "../../model/address.ts";
import { appUrlNames, isPlainUrl } from "../../model/companion.ts";
import { visitedName } from "../../model/names.ts";
import { phrase } from "../../model/phrase.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, warning } from "../finding.ts";
import { visitedPort } from "../ports.ts";

/** The app's own URLs, which must say https once HTTPS is on. */
export const urls: Check = {
  name: "app URLs",
  async look(parts) {
    const { https = false, appUrls = {} } = (await parts.look().catch(() => undefined)) ?? {};
    // what was typed into .env since the apps were made counts; else what they run with, wherever it was set
    const value = (name: (typeof appUrlNames)[number]) => parts.environment[name] || appUrls[name] || "";
    const plain = appUrlNames.filter((name) => isPlainUrl(value(name)));
    if (plain.length === 0) return [fine(phrase`none that says http:// or ws://`)];
    if (!https) return [fine(phrase`to change once HTTPS is on: ${plain.join(", ")}`)];
    const visited = visitedName(parts.settings.lineage.domains);
    const origin = hostAndPort(visited, await visitedPort(parts));
    return plain.map((name) => insecure(name, value(name), origin));
  },
};

function insecure(name: string, value: string, origin: string): CheckResult {
  const scheme = value.includes("ws://") ? "wss" : "https";
  return warning({
    saw: phrase`${name} still says ${value.includes("ws://") ? "ws://" : "http://"}`,
    means: phrase`browsers block it on a page loaded over HTTPS: previews, sign-ins, webhooks or collaboration break`,
    fix: phrase`set ${name}=${wanted(value, scheme, origin)} in .env, then: docker compose up -d`,
  });
}

/** The same path under the certificate's name and the port of HTTPS. */
function wanted(value: string, scheme: string, origin: string): string {
  const path = /^\w+:\/\/[^/\s]*(\/[^\s;,]*)?$/.exec(value)?.[1] ?? "";
  return `${scheme}://${origin}${path.replace(/\/$/, "")}`;
}
