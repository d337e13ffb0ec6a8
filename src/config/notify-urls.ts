import { type Destination, type DestinationKind, destinationKinds, type NoticeSettings } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import { badSettings, putIntoEnv } from "./bad-settings.ts";

/** A service's own hosts; for another host the service comes first: ntfy+https://push.example.org/topic */
const hosts: Readonly<Record<string, DestinationKind>> = {
  "ntfy.sh": "ntfy",
  "hooks.slack.com": "slack",
  "discord.com": "discord",
  "discordapp.com": "discord",
  "api.telegram.org": "telegram",
  "open.feishu.cn": "feishu",
  "open.larksuite.com": "feishu",
  "oapi.dingtalk.com": "dingtalk",
  "qyapi.weixin.qq.com": "wecom",
};

const mend = putIntoEnv(phrase`NOTIFY_URLS=https://ntfy.sh/your-secret-topic (several with white space between them)`);

/**
 * Where notices go; `none`: nowhere, on purpose. Throws Problem `bad-settings`, which counts the entries: a URL
 * contains a secret and is not repeated.
 */
export function readNotifyUrls(variable: string): Pick<NoticeSettings, "destinations" | "isMeant"> {
  const entries = variable.split(/\s+/).filter((entry) => entry !== "");
  if (entries.join().toLowerCase() === "none") return { destinations: [], isMeant: true };
  return { destinations: readEntries(entries), isMeant: entries.length > 0 };
}

function readEntries(entries: readonly string[]): readonly Destination[] {
  return entries.map((entry, at) => {
    const read = readEntry(entry);
    if (typeof read !== "string") return read;
    throw badSettings(phrase`entry ${at + 1} of NOTIFY_URLS ${read}`, mend);
  });
}

/** The destination, or what is wrong with it. */
function readEntry(entry: string): Destination | string {
  const [, prefix, rest = ""] = /^(?:([a-z]+)\+)?(.*)$/is.exec(entry) ?? [];
  const url = URL.parse(rest);
  if (url === null || url.hostname === "") return phrase`is not a URL`;
  if (/^smtps?:$/.test(url.protocol)) return readMail(url);
  if (!/^https?:$/.test(url.protocol)) return phrase`starts with none of https://, http://, smtp:// and smtps://`;
  const kind = prefix === undefined ? (hosts[url.hostname] ?? "webhook") : kindOf(prefix);
  if (kind === undefined) return phrase`names a service that is not known; known are ${destinationKinds.join(", ")}`;
  const lacks = lackOf(kind, url);
  return lacks ?? { kind, url, label: `${kind} (${url.host})` };
}

function kindOf(prefix: string): DestinationKind | undefined {
  const kind = destinationKinds.find((each) => each === prefix.toLowerCase());
  return kind === "mail" ? undefined : kind;
}

function lackOf(kind: DestinationKind, { searchParams, pathname }: URL): string | undefined {
  if (kind === "telegram" && !searchParams.get("chat_id"))
    return phrase`lacks its chat: …/bot<token>/sendMessage?chat_id=<id>`;
  return kind === "ntfy" && pathname === "/" ? phrase`lacks its topic: https://ntfy.sh/<topic>` : undefined;
}

function readMail(url: URL): Destination | string {
  const { searchParams } = url;
  const complete = ["from", "to"].every(
    (key) => searchParams.getAll(key).every((each) => each.includes("@")) && searchParams.has(key),
  );
  if (!complete)
    return phrase`lacks sender or receiver: smtp://user:password@host:587/?from=a@example.org&to=b@example.org`;
  return { kind: "mail", url, label: phrase`mail (${url.host})` };
}
