import { httpsAddress } from "../../model/address.ts";
import { visitedName } from "../../model/names.ts";
import { phrase } from "../../model/phrase.ts";
import type { Settings } from "../../model/settings.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, warning } from "../finding.ts";
import { visitedPort } from "../ports.ts";

/** What Open WebUI needs of the server in front: web sockets, streamed responses, and its origin on its list. */
export const openWebui: Check = {
  name: "Open WebUI",
  async look(parts) {
    const { environment, look, settings } = parts;
    // only its own stack hands this variable to the certbot service
    if (environment["WEBUI_URL"] === undefined) return [];
    const notes = (await look().catch(() => undefined))?.notes ?? [];
    const faults = [
      ...(notes.includes("no-web-sockets") ? [noWebSockets] : []),
      ...(notes.includes("buffered") ? [buffered] : []),
      ...foreignOrigins(environment["CORS_ALLOW_ORIGIN"] ?? "", settings, await visitedPort(parts)),
    ];
    return faults.length > 0 ? faults : [fine(phrase`web sockets and streams pass, and its origin is allowed`)];
  },
};

const noWebSockets = warning({
  saw: phrase`nginx's configuration passes no web socket on`,
  means: phrase`chats show no reply until the page is reloaded`,
  fix: phrase`in the location of the app: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`,
});

const buffered = warning({
  saw: phrase`nginx's configuration buffers each response before sending it`,
  means: phrase`replies appear in chunks or all at once instead of streaming word by word`,
  fix: phrase`in the location of the app: proxy_buffering off;`,
});

/** Open WebUI refuses web sockets of origins outside its list; with no list, or a star, it accepts all. */
function foreignOrigins(list: string, { lineage }: Settings, port: number): readonly CheckResult[] {
  const domain = visitedName(lineage.domains);
  const origins = list.split(/[;,\s]+/).filter(Boolean);
  const ours = httpsAddress(domain, port);
  if (origins.length === 0 || origins.includes("*") || origins.includes(ours)) return [];
  return [
    warning({
      saw: phrase`CORS_ALLOW_ORIGIN names ${origins.join(", ")}, and not ${ours}`,
      means: phrase`Open WebUI refuses the web sockets of its own page`,
      fix: phrase`set CORS_ALLOW_ORIGIN=${[...origins.filter((origin) => origin !== `http://${domain}`), ours].join(";")} in .env, then: docker compose up -d`,
    }),
  ];
}
