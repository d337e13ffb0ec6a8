import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { texts } from "../../src/languages/catalogue.ts";

type Spoken = { en: string; zh: string; ja: string };

/** What the sidecar and the scripts around it say. */
const said: readonly Spoken[] = [
  ...texts.flatMap((module) => Object.entries(module).map(([en, [zh, ja]]) => ({ en, zh, ja }))),
  ...[...readFileSync("docker/setup/words", "utf8").matchAll(/^en: (.*)\nzh: (.*)\nja: (.*)$/gm)].map(
    ([, en = "", zh = "", ja = ""]) => ({ en, zh, ja }),
  ),
];

/** Words that readers have another word for, and that other word. */
const forbidden: Record<keyof Spoken, readonly (readonly [RegExp, string])[]> = {
  en: [
    [/\bauthorit(?:y|ies)\b/i, "CA"],
    [/\blook(?:s|ed)?\b(?! (?:for|up|like))/i, "check"],
    [/\bmend(?:s|ed)?\b/i, "fix"],
    [/\banew\b|for ever|by itself|\bheed|whoever/i, "again, always, automatically, obey, a name"],
    [/\bstands? (?:in|there|before|under)\b|\bstood\b/, "is set in"],
    [/\bnobody\b|no one\b/, "say who does not"],
    [/\b(?:leads?|led) to\b/, "points to, redirects to"],
    [/(?<!here )(?<!there )\b(?:is|are|was|were) no (?!longer)/, "is not a"],
    [/rehears/i, "dry run"],
    [/\btake[ns]? (?:\S+ )?(?:out|off|away|back)\b/, "remove, revoke"],
    [/\bgo(?:es|ing)? on\b/, "continues, stays"],
    [/\blies? (?:in|on|at|behind|before|there)\b/, "is in"],
    [/on the wire|budget|\bspent\b/, "nginx serves, rate limit, used"],
    [/\bours?\b/, "httpsidecar's, this account's"],
    [/certificate (?:ends|ended)\b/, "expires"],
    [/fix: fix\b/, "correct"],
  ],
  zh: [
    [/应答(?!.*DNS|.*dig)(?<!DNS.*|解析器.*|dig.*|无法应答)/, "响应"],
    [/演练/, "试运行"],
    [/下单|订单/, "申请"],
    [/我们/, "httpsidecar 的, 本账户"],
    [/文件夹/, "目录"],
    [/边缘节点/, "CDN"],
    [/原版|真正的 certbot/, "官方 certbot"],
    [/线上/, "nginx 实际使用"],
    [/\bstack\b/, "项目"],
    [/工作进程|主进程|检测/, "worker, master, 测试"],
    [/修正/, "修改, 修复"],
    [/取得/, "获取"],
    [/提供.{0,6}证书|证书.{0,6}提供/, "使用"],
    [/renewal conf/, "续期配置"],
    [/伺服器|憑證|網域/, "服务器, 证书, 域名"],
  ],
  ja: [
    [/配信/, "使用, 公開"],
    [/注文/, "申請"],
    [/リハーサル/, "テスト実行"],
    [/命令/, "コマンド"],
    [/配備|引き渡/, "適用"],
    [/作り直/, "再作成"],
    [/残り枠/, "レート制限"],
    [/あなた|ご自身/, "自分"],
    [/手前|エッジ/, "前段の CDN"],
    [/本家/, "公式"],
    [/(?:です|ます|ません|でした|ました|ください)：(?=[ぁ-んァ-ヶ一-龠])/, "。"],
  ],
};

test.each(Object.keys(forbidden) as (keyof Spoken)[])(
  "no text in %s has a word that its readers do not use",
  (language) => {
    expect(said.length).toBeGreaterThan(1500);
    const found = said
      .map((text) => text[language])
      .flatMap((text) =>
        forbidden[language].flatMap(([word, better]) => (word.test(text) ? [`${text} → ${better}`] : [])),
      );
    expect(found).toEqual([]);
  },
);
