import type { Texts } from "./texts.ts";

export const looks: Texts = {
  "check everything between here and the visitor: what is wrong, what it means, how to fix it (--json, --fix)": [
    "检查从这里到证书生效之间的一切：哪里有问题、意味着什么、该做什么（--json、--fix）",
    "ここから訪問者までのすべてを調べます。何が問題か、何を意味するか、どう直すか（--json、--fix）",
  ],
  settings: ["设置", "設定"],
  folders: ["目录", "フォルダー"],
  storage: ["存储", "保存先"],
  attempts: ["尝试记录", "試行の記録"],
  challenge: ["验证", "チャレンジ"],
  CA: ["CA", "認証局"],
  "port 80": ["80 端口", "80 番ポート"],
  "port 443": ["443 端口", "443 番ポート"],
  "port {1}": ["{1} 端口", "{1} 番ポート"],
  app: ["应用", "アプリ"],
  "app URLs": ["应用地址", "アプリ URL"],
  "doctor accepts --json, or --fix, or --fix --yes, and --all": [
    "doctor 只接受 --json，或 --fix、--fix --yes，以及 --all",
    "doctor に付けられるのは --json、または --fix か --fix --yes、それに --all だけです",
  ],
  "none of this can be fixed automatically; follow the fixes above": [
    "这些都无法从这里修复：请按上面的每一条 fix 操作",
    "ここから直せるものはありません。上の fix をそれぞれ行ってください",
  ],
  "do this now? [y/N] ": ["现在执行吗？[y/N] ", "今すぐ行いますか？ [y/N] "],
  "nothing was done: there is no terminal to ask on, so add --yes": [
    "什么也没做：没有可以询问的终端，请加上 --yes",
    "何もしていません。確認する端末がないため、--yes を付けてください",
  ],
  "nothing was done": ["什么也没做", "何もしていません"],
  "would {1}": ["将会{1}", "行うこと：{1}"],
  "  to undo: {1}": ["  恢复方法：{1}", "  元に戻すには：{1}"],
  "nginx serves the challenge path": ["现在可以通过 nginx 访问验证路径", "nginx がチャレンジのパスを公開しています"],
  "repair the certificate's symlinks and its renewal configuration from what is in archive/": [
    "根据 archive/ 中的内容修复证书的符号链接和续期配置",
    "archive/ の内容から証明書のシンボリックリンクと更新設定を直す",
  ],
  "what is replaced is kept beside it": ["被替换的内容保留在旁边", "置き換えたものは隣に残ります"],
  "make nginx serve the challenge path, in its running configuration and at its next start": [
    "让验证路径可以通过 nginx 访问，当前配置和下次启动都生效",
    "nginx にチャレンジのパスを公開させる（実行中の設定と次回の起動の両方）",
  ],
  "NGINX_ENABLE_CERTBOT_CHALLENGE=false in .env, then: docker compose up -d nginx": [
    "在 .env 中设置 NGINX_ENABLE_CERTBOT_CHALLENGE=false，然后：docker compose up -d nginx",
    ".env に NGINX_ENABLE_CERTBOT_CHALLENGE=false と書き、次を実行：docker compose up -d nginx",
  ],
  "turn on HTTPS in the running nginx, and for its next start": [
    "在运行中的 nginx 上开启 HTTPS，下次启动也生效",
    "実行中の nginx で HTTPS を有効にする（次回の起動でも有効）",
  ],
  "test nginx's configuration and reload it, so that it serves what is on disk": [
    "测试 nginx 的配置并重新加载，使其使用磁盘上的证书",
    "nginx の設定を検査して再読み込みし、ディスク上の証明書を使わせる",
  ],
  "nothing to undo: no file is changed": [
    "无需恢复：没有更改任何文件",
    "元に戻すものはありません。ファイルは変わりません",
  ],
  "weekly check: nothing prevents the next renewal": [
    "每周检查：下次续期没有障碍",
    "週次点検：次の更新を妨げるものはありません",
  ],
  "weekly check: its date could not be saved: {1}": [
    "每周检查：无法保存下次检查的日期：{1}",
    "週次点検：次回の日時を保存できませんでした：{1}",
  ],
  "weekly check: the check itself failed: {1}": [
    "每周检查：检查本身出错：{1}",
    "週次点検：点検そのものが失敗しました：{1}",
  ],
  "weekly check: {1}: {2}: {3}; fix: {4}": ["每周检查：{1}：{2}：{3}；fix: {4}", "週次点検：{1}：{2}：{3}。fix: {4}"],
  "a certificate is stored, and nginx does not serve HTTPS with it": [
    "已有证书，但 nginx 没有用它开启 HTTPS",
    "証明書はありますが、nginx はそれで HTTPS を提供していません",
  ],
  "visitors get no HTTPS": ["访客得不到 HTTPS", "訪問者は HTTPS を使えません"],
  "nginx serves HTTPS with files of its own (Dify's default: NGINX_SSL_CERT_FILENAME=dify.crt), not with the stored certificate":
    [
      "nginx 的 HTTPS 用的是自己的文件（Dify 的默认值：NGINX_SSL_CERT_FILENAME=dify.crt），而不是已保存的证书",
      "nginx は保存された証明書ではなく、自身のファイル（Dify の既定値：NGINX_SSL_CERT_FILENAME=dify.crt）で HTTPS を提供しています",
    ],
  "these are not renewed; visitors get an expired or untrusted certificate": [
    "这些文件不会自动续期；访客得到的是过期或不受信任的证书",
    "これらは更新されません。訪問者には古い、または信頼されない証明書が使われます",
  ],
  "docker compose exec certbot httpsidecar enable-https; by hand: NGINX_SSL_CERT_FILENAME=fullchain.pem and NGINX_SSL_CERT_KEY_FILENAME=privkey.pem in .env, then: docker compose up -d nginx":
    [
      "docker compose exec certbot httpsidecar enable-https；手动方式：在 .env 中设置 NGINX_SSL_CERT_FILENAME=fullchain.pem 和 NGINX_SSL_CERT_KEY_FILENAME=privkey.pem，然后：docker compose up -d nginx",
      "docker compose exec certbot httpsidecar enable-https。手作業の場合：.env に NGINX_SSL_CERT_FILENAME=fullchain.pem と NGINX_SSL_CERT_KEY_FILENAME=privkey.pem を書き、次を実行：docker compose up -d nginx",
    ],
  "port 80 of this host does not reach nginx": [
    "本机的 80 端口没有通向 nginx",
    "このホストの 80 番ポートは nginx につながっていません",
  ],
  "a CA connects to port 80 only, so whatever owns that port must forward the challenge": [
    "CA 只访问 80 端口，占用该端口的一方必须把请求转发过来",
    "認証局は 80 番ポートにしか接続しないため、そのポートを使うものがチャレンジを転送する必要があります",
  ],
  "set EXPOSE_NGINX_PORT=80 in .env, then: docker compose up -d nginx; or let the proxy that owns port 80 forward /.well-known/acme-challenge/ to nginx":
    [
      "在 .env 中设置 EXPOSE_NGINX_PORT=80，然后：docker compose up -d nginx；或者让占用 80 端口的代理把 /.well-known/acme-challenge/ 转发给 nginx",
      ".env に EXPOSE_NGINX_PORT=80 と書き、次を実行：docker compose up -d nginx。または 80 番ポートを持つプロキシから /.well-known/acme-challenge/ を nginx へ転送してください",
    ],
  "nginx passes no web socket on": ["nginx 不转发 WebSocket", "nginx は WebSocket を転送しません"],
  "nginx buffers each response before sending it": [
    "nginx 会等每个响应完整后才转发",
    "nginx は応答がそろうまで転送しません",
  ],
  "nginx's configuration names another certificate than the one of CERTBOT_DOMAIN": [
    "nginx 的配置指定的不是 CERTBOT_DOMAIN 的证书",
    "nginx の設定は CERTBOT_DOMAIN のものではない証明書を指しています",
  ],
  "web sockets and streams pass, and its origin is allowed": [
    "WebSocket 和流式响应可以通过，来源也被允许",
    "WebSocket もストリームも通り、オリジンも許可されています",
  ],
  "nginx's configuration passes no web socket on": [
    "nginx 的配置不转发 WebSocket",
    "nginx の設定は WebSocket を転送しません",
  ],
  "chats show no reply until the page is reloaded": [
    "聊天在重新加载页面之前看不到回答",
    "ページを再読み込みするまでチャットに応答が出ません",
  ],
  'in the location of the app: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";':
    [
      '在应用的 location 中：proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";',
      'アプリの location に：proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";',
    ],
  "nginx's configuration buffers each response before sending it": [
    "nginx 的配置会等每个响应完整后才转发",
    "nginx の設定では応答がそろうまで転送されません",
  ],
  "replies appear in chunks or all at once instead of streaming word by word": [
    "回答会成块或一次性出现，而不是逐字出现",
    "回答が一語ずつではなく、まとめて届きます",
  ],
  "in the location of the app: proxy_buffering off;": [
    "在应用的 location 中：proxy_buffering off;",
    "アプリの location に：proxy_buffering off;",
  ],
  "CORS_ALLOW_ORIGIN names {1}, and not {2}": [
    "CORS_ALLOW_ORIGIN 列出了 {1}，没有 {2}",
    "CORS_ALLOW_ORIGIN には {1} があり、{2} がありません",
  ],
  "Open WebUI refuses the web sockets of its own page": [
    "Open WebUI 会拒绝自己页面的 WebSocket",
    "Open WebUI が自分のページからの WebSocket を拒否します",
  ],
  "set CORS_ALLOW_ORIGIN={1} in .env, then: docker compose up -d": [
    "在 .env 中设置 CORS_ALLOW_ORIGIN={1}，然后：docker compose up -d",
    ".env に CORS_ALLOW_ORIGIN={1} と書き、次を実行：docker compose up -d",
  ],
};
