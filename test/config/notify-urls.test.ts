import { expect, test } from "vitest";
import { readNotifyUrls } from "../../src/config/notify-urls.ts";
import { refusal } from "./refusal.ts";

test("each service is known by its host, or by the word in front of another host", () => {
  const read = readNotifyUrls(`
    https://ntfy.sh/topic ntfy+http://push.lan:8080/topic
    https://hooks.slack.com/services/T/B/x slack+https://mattermost.example.org/hooks/x
    https://discord.com/api/webhooks/1/x
    https://api.telegram.org/bot1:x/sendMessage?chat_id=-7
    https://open.feishu.cn/open-apis/bot/v2/hook/x https://open.larksuite.com/open-apis/bot/v2/hook/x
    https://oapi.dingtalk.com/robot/send?access_token=x https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x
    https://example.org/hook
    smtps://me:secret@mail.example.org/?from=a@example.org&to=b@example.org&to=c@example.org
  `);
  expect(read.destinations.map(({ label }) => label)).toEqual([
    "ntfy (ntfy.sh)",
    "ntfy (push.lan:8080)",
    "slack (hooks.slack.com)",
    "slack (mattermost.example.org)",
    "discord (discord.com)",
    "telegram (api.telegram.org)",
    "feishu (open.feishu.cn)",
    "feishu (open.larksuite.com)",
    "dingtalk (oapi.dingtalk.com)",
    "wecom (qyapi.weixin.qq.com)",
    "webhook (example.org)",
    "mail (mail.example.org)",
  ]);
  expect(readNotifyUrls("")).toEqual({ destinations: [], isMeant: false });
  expect(readNotifyUrls(" none ")).toEqual({ destinations: [], isMeant: true });
});

test.each([
  ["hello", "is not a URL"],
  ["ftp://example.org/x", "starts with none of"],
  ["pigeon+https://example.org/x", "names a service that is not known"],
  ["https://ntfy.sh", "lacks its topic"],
  ["https://api.telegram.org/bot1:s3cret/sendMessage", "lacks its chat"],
  ["smtp://me:s3cret@mail.example.org/?to=b@example.org", "lacks sender or receiver"],
])("a faulty entry (%s) is counted and told, and its secret is not", (entry, says) => {
  const told = refusal(() => readNotifyUrls(`https://example.org/s3cret ${entry}`));
  expect(told).toMatch(/^entry 2 of NOTIFY_URLS /);
  expect(told).toContain(says);
  expect(told).toContain("into httpsidecar.env");
  expect(told).not.toContain("s3cret");
});
