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
  "what is remembered was moved from {1} to {2}": [
    "状态文件已从 {1} 移到 {2}",
    "状態ファイルを {1} から {2} へ移しました",
  ],
  "warning: what is remembered stays in {1} until the next start: {2}": [
    "warning: 状态文件在下次启动之前仍留在 {1}：{2}",
    "warning: 状態ファイルは次の起動まで {1} に残ります：{2}",
  ],
  "note: what is remembered is kept in {1}, where nginx can write in some stacks: {2} is not a volume": [
    "note: 状态文件在 {1}，在某些项目中 nginx 可以写入那里：{2} 不是卷",
    "note: 状態ファイルは {1} にあり、スタックによっては nginx が書き込めます：{2} はボリュームではありません",
  ],
  "  fix: run docker/attach again, or add the volume {1} to the certbot service": [
    "  fix: 再次运行 docker/attach，或给 certbot 服务加上卷 {1}",
    "  fix: docker/attach を再度実行するか、certbot サービスにボリューム {1} を追加してください",
  ],
  "the container's resolver": ["容器的 DNS 解析器", "コンテナのリゾルバー"],
  "warning: notices: {1}": ["warning: 通知：{1}", "warning: 通知：{1}"],
};
