import { addressText, httpsAddress } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import type { WatchTarget } from "../model/watch.ts";
import { badSettings, badWords, putIntoEnv, shown } from "./bad-settings.ts";
import type { Environment } from "./environment.ts";

/** One round of them must end within a minute. */
const most = 50;
const example = "WATCH=https://chat.example.jp https://other.example.jp:8443";
const command = "docker run --rm httpsidecar:local watch https://chat.example.jp";

/** The servers of WATCH, each once; white space or commas between them. Throws Problem `bad-settings`. */
export function readWatch(variable: string): readonly WatchTarget[] {
  const entries = variable.split(/[\s,]+/).filter((entry) => entry !== "");
  return readUrls(entries, (message) => badSettings(`WATCH: ${message}`, putIntoEnv(example)));
}

/** True if there is something to watch, and no name to obtain a certificate for. */
export function isWatchOnly({ WATCH, CERTBOT_DOMAIN }: Environment): boolean {
  return !CERTBOT_DOMAIN && (WATCH ?? "").trim() !== "";
}

/** The servers that were typed after `watch`. Throws Problem `bad-words`. */
export function readWatchWords(words: readonly string[]): readonly WatchTarget[] {
  return readUrls(words, (message) => badWords(message, command));
}

function readUrls(entries: readonly string[], refused: (message: string) => Error): readonly WatchTarget[] {
  const targets = entries.map((entry) => {
    const read = readUrl(entry);
    if (typeof read === "string") throw refused(`${shown(entry)} ${read}`);
    return read;
  });
  const each = [...new Map(targets.map((target) => [target.url, target])).values()];
  if (each.length > most) throw refused(phrase`there are ${each.length} servers, and ${most} are the most`);
  return each;
}

/** The server, or what is wrong with it. What follows its port does not matter: a certificate is shown before. */
function readUrl(entry: string): WatchTarget | string {
  const url = entry.length > 500 ? null : URL.parse(entry);
  if (url === null) return phrase`is not a URL`;
  if (url.protocol !== "https:") return phrase`does not start with https://`;
  if (url.username !== "" || url.password !== "") return phrase`has a user or a password, which no check needs`;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  if ((addressText(host) === undefined && !/^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/.test(host)) || host.length > 253)
    return phrase`has a host that no server has`;
  if (url.port === "0") return phrase`has no port that a server has`;
  const port = Number(url.port || 443);
  return { url: httpsAddress(host, port), host, port };
}
