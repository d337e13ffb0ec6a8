import type { DestinationKind, Notice } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import { bytes, characters, fitted, jsonBytes, type Limit } from "./fit.ts";
import { textOf } from "./message.ts";

/** A request of one service. */
export interface Posted {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
}

interface Service {
  post(url: URL, notice: Notice): Posted;
  /** undefined: it arrived; else why not. Some services answer 200 to everything and say more in the body. */
  refusal(status: number, body: unknown): string | undefined;
}

/** Their limits for a text, from the same pages; feishu and dingtalk count the whole body, some of which is not text. */
const limits = {
  ntfy: { most: 4096, sizeOf: bytes },
  slack: { most: 40_000, sizeOf: (text) => characters(forSlack(text)) },
  discord: { most: 2000, sizeOf: (text) => characters(forDiscord(text)) },
  telegram: { most: 4096, sizeOf: characters },
  feishu: { most: 20_000 - 200, sizeOf: (text) => jsonBytes(withoutTags(text)) },
  dingtalk: { most: 20_000 - 200, sizeOf: (text) => jsonBytes(withoutTags(text)) },
  wecom: { most: 2048, sizeOf: (text) => bytes(withoutTags(text)) },
} satisfies Record<string, Limit>;

/** How each service takes a notice, from its own documentation; mail has a file of its own. */
export const services: Readonly<Record<Exclude<DestinationKind, "mail">, Service>> = {
  webhook: {
    post: (url, { event, lineage, at, title, lines }) =>
      json(url, { schema: 1, event, lineage, at, title, text: lines.join("\n") }),
    refusal: byStatus,
  },
  // https://docs.ntfy.sh/publish/
  ntfy: {
    post: (url, { event, title, lines }) => ({
      ...bare(url),
      headers: {
        ...bare(url).headers,
        "content-type": "text/plain; charset=utf-8",
        title: headerText(`httpsidecar: ${title}`),
        priority: ["weekly-look", "recovered", "renewed", "test"].includes(event) ? "default" : "high",
      },
      body: fitted(lines, limits.ntfy),
    }),
    refusal: byStatus,
  },
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/
  slack: { post: (url, notice) => json(url, { text: forSlack(textOf(notice, limits.slack)) }), refusal: byStatus },
  // https://discord.com/developers/docs/resources/webhook#execute-webhook
  discord: {
    post: (url, notice) =>
      json(url, { content: forDiscord(textOf(notice, limits.discord)), allowed_mentions: { parse: [] } }),
    refusal: byStatus,
  },
  // https://core.telegram.org/bots/api#sendmessage
  telegram: {
    post: (url, notice) => {
      const plain = new URL(url.href.replace(/\?.*$/, ""));
      return json(plain, { chat_id: url.searchParams.get("chat_id"), text: textOf(notice, limits.telegram) });
    },
    refusal: (status, body) => byStatus(status) ?? byField(body, "ok", [true], "description"),
  },
  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
  feishu: {
    post: (url, notice) =>
      json(url, { msg_type: "text", content: { text: withoutTags(textOf(notice, limits.feishu)) } }),
    refusal: (status, body) => byStatus(status) ?? byField(body, "code", [0, undefined], "msg"),
  },
  // https://open.dingtalk.com/document/robots/custom-robot-access
  dingtalk: {
    post: (url, notice) =>
      json(url, { msgtype: "text", text: { content: withoutTags(textOf(notice, limits.dingtalk)) } }),
    refusal: (status, body) => byStatus(status) ?? byField(body, "errcode", [0], "errmsg"),
  },
  // https://developer.work.weixin.qq.com/document/path/91770
  wecom: {
    post: (url, notice) => json(url, { msgtype: "text", text: { content: withoutTags(textOf(notice, limits.wecom)) } }),
    refusal: (status, body) => byStatus(status) ?? byField(body, "errcode", [0], "errmsg"),
  },
};

/** https://docs.slack.dev/messaging/formatting-message-text#escaping: links, mentions and `<!channel>` begin with `<`. */
function forSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Its Markdown has links whose text hides the target. */
function forDiscord(text: string): string {
  return text.replace(/[\\*_~`|<>[\]]/g, "\\$&");
}

/** `<at …>` and `<@…>` mention people; there is no escape for them, so the bracket is replaced by one of another width. */
function withoutTags(text: string): string {
  return text.replace(/<(?=\s*\/?\s*(?:at|font|a)\b|@)/gi, "＜");
}

function json(url: URL, body: object): Posted {
  const { headers, ...rest } = bare(url);
  return { ...rest, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A header is ASCII: other text is in encoded words of 75 characters at most (RFC 2047), which ntfy reads. */
function headerText(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const words: string[] = [""];
  for (const character of text) {
    const longer = words.at(-1) + character;
    if (Buffer.byteLength(longer) <= 45) words[words.length - 1] = longer;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join(" ");
}

/** User and password of the URL move to their header. */
export function bare(url: URL): Posted {
  const plain = new URL(url.href);
  plain.username = "";
  plain.password = "";
  if (url.username === "") return { url: plain, headers: {}, body: "" };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { url: plain, headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` }, body: "" };
}

function byStatus(status: number): string | undefined {
  return status >= 200 && status < 300 ? undefined : phrase`status ${status}`;
}

function byField(body: unknown, field: string, good: readonly unknown[], words: string): string | undefined {
  const answer = (typeof body === "object" && body !== null ? body : { [field]: phrase`no JSON` }) as Record<
    string,
    unknown
  >;
  if (good.includes(answer[field])) return undefined;
  return `${field} ${String(answer[field])}: ${String(answer[words] ?? phrase`no reason`).slice(0, 200)}`;
}
