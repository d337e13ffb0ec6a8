import type { Texts } from "./texts.ts";

export const assemble: Texts = {
  "preview it with --dry-run, then add --yes": [
    "先用 --dry-run 查看，再加 --yes",
    "--dry-run で内容を確かめ、--yes を付けてください",
  ],
  "there is no terminal to ask on": ["没有可供确认的终端", "確認を求める端末がありません"],
  "\n{1} Type yes: ": ["\n{1} 请输入 yes： ", "\n{1} yes と入力してください： "],
  "{1}: the CDN in front connects over HTTPS: HTTPS is on, with a temporary self-signed certificate until the real one is issued":
    [
      "{1}：前面的 CDN 用 HTTPS 回源：HTTPS 已开启，拿到正式证书之前使用临时自签名证书",
      "{1}：前段の CDN が HTTPS で接続するため HTTPS を有効にしました。証明書が発行されるまで仮の自己署名証明書を使います",
    ],
  "the container's resolver": ["容器的 DNS 解析器", "コンテナのリゾルバー"],
  "warning: notices: {1}": ["warning: 通知：{1}", "warning: 通知：{1}"],
};
