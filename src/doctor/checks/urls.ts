import { hostAndPort } from "../../model/address.ts";
import { visitedName } from "../../model/names.ts";
import { phrase } from "../../model/phrase.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, warning } from "../finding.ts";
import type { DoctorParts } from "../parts.ts";
import { visitedPort } from "../ports.ts";

/** Addresses that apps give to browsers: Dify's and Open WebUI's. The certbot service gets them only for this check. */
const names = [
  "CONSOLE_API_URL",
  "CONSOLE_WEB_URL",
  "SERVICE_API_URL",
  "APP_API_URL",
  "APP_WEB_URL",
  "FILES_URL",
  "TRIGGER_URL",
  "ENDPOINT_URL_TEMPLATE",
  "NEXT_PUBLIC_SOCKET_URL",
  "WEBUI_URL",
] as const;

/** The app's own URLs, which must say https once HTTPS is on. */
export const urls: Check = {
  name: "app URLs",
  async look(parts) {
    const { environment } = parts;
    const plain = names.filter((name) => /(?:^|[\s;,])(?:http|ws):\/\//.test(environment[name] ?? ""));
    if (plain.length === 0) return [fine(phrase`none that says http:// or ws://`)];
    if (!(await isSecure(parts))) return [fine(phrase`to change once HTTPS is on: ${plain.join(", ")}`)];
    const name = visitedName(parts.settings.lineage.domains);
    const origin = hostAndPort(name, await visitedPort(parts));
    return plain.map((name) => insecure(name, environment[name] ?? "", origin));
  },
};

async function isSecure({ look }: DoctorParts): Promise<boolean> {
  return (await look().catch(() => undefined))?.https ?? false;
}

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
