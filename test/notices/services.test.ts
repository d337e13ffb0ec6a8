import { expect, test } from "vitest";
import { services } from "../../src/notices/services.ts";

const hostile = '<!channel> <https://evil.test|shop> <at user_id="all"></at> <@U1> [fix](https://evil.test) & <b>';
const notice = (word: string) => ({
  event: "failing" as const,
  lineage: "dify.test",
  at: new Date(0),
  title: "dify.test: it failed",
  lines: [`what happened: ${word}`, "what to do: A <public IPv4 address of this server>"],
});
const url = new URL("https://example.test/hook?chat_id=1");
const posted = (service: keyof typeof services, word = hostile) => services[service].post(url, notice(word)).body;

test("words of a stranger call nobody and hide no link, in whatever chat they are read", () => {
  expect(posted("slack")).not.toMatch(/<(?:!|https|@)/);
  expect(posted("slack")).toContain("A &lt;public IPv4 address of this server&gt;");
  expect(posted("discord")).toContain("\\\\[fix\\\\](https://evil.test)");
  expect(JSON.parse(posted("discord")).allowed_mentions).toEqual({ parse: [] });
  for (const service of ["feishu", "dingtalk", "wecom"] as const) {
    expect(posted(service)).not.toMatch(/<(?:at|@|a )/);
    expect(posted(service)).toContain("A <public IPv4 address of this server>");
  }
  expect(JSON.parse(posted("telegram"))).not.toHaveProperty("parse_mode");
});

test("what is escaped still fits what a service takes", () => {
  const { content } = JSON.parse(posted("discord", "*".repeat(3000)));
  expect(content.length).toBeLessThanOrEqual(2000);
  expect(content).toContain("public IPv4 address");
});
