import type { Texts } from "./texts.ts";

export const challenge: Texts = {
  "no response within {1} s": ["{1} 秒内没有响应", "{1} 秒以内に応答がありません"],
  "docker compose up -d {1}, and see why: docker compose logs {2}": [
    "docker compose up -d {1}，并查看原因：docker compose logs {2}",
    "docker compose up -d {1} を実行し、原因を確認してください：docker compose logs {2}",
  ],
  "HAProxy does not respond at {1}:80": ["HAProxy 在 {1}:80 没有响应", "HAProxy が {1}:80 で応答しません"],
  "HAProxy does not hand the challenge path to the sidecar's responder; the CA was not asked": [
    "HAProxy 没有把验证路径转给 sidecar；没有向 CA 提出请求",
    "HAProxy がチャレンジのパスをサイドカーに渡していません。認証局にはリクエストしていません",
  ],
  "nginx does not hand the challenge path to the sidecar's responder; the CA was not asked": [
    "nginx 没有把验证路径转给 sidecar；没有向 CA 提出请求",
    "nginx がチャレンジのパスをサイドカーに渡していません。認証局にはリクエストしていません",
  ],
  "nginx needs docker/swarm/17-challenge.envsh and its place in the template; docker compose logs nginx": [
    "nginx 需要 docker/swarm/17-challenge.envsh，模板中也要有它的位置；docker compose logs nginx",
    "nginx には docker/swarm/17-challenge.envsh と、テンプレートの中のその場所が必要です。docker compose logs nginx",
  ],
  "haproxy.cfg needs: acl challenge path_beg /.well-known/acme-challenge/, and use_backend with server certbot certbot:8688; no redirect before it":
    [
      "haproxy.cfg 需要：acl challenge path_beg /.well-known/acme-challenge/，以及 use_backend 到 server certbot certbot:8688；其前面不得有重定向",
      "haproxy.cfg に必要なもの：acl challenge path_beg /.well-known/acme-challenge/ と、server certbot certbot:8688 への use_backend。その前にリダイレクトを置かないでください",
    ],
  "nginx does not respond at {1}:{2}: {3}": ["nginx 在 {1}:{2} 没有响应：{3}", "nginx が {1}:{2} で応答しません：{3}"],
  "status {1}": ["状态码 {1}", "ステータス {1}"],
  "nginx does not serve the challenge path of {1}: a test file written to {2} came back with {3}; the CA was not contacted":
    [
      "{1} 的验证路径无法通过 nginx 访问：写入 {2} 的测试文件返回 {3}；没有向 CA 提出请求",
      "nginx が {1} のチャレンジのパスを公開していません。{2} に書いたテストファイルの応答は {3} でした。認証局にはリクエストしていません",
    ],
  "mount the same folder in both: ./volumes/certbot/www:/var/www/html in the services nginx and certbot, then: docker compose up -d nginx certbot":
    [
      "在 nginx 和 certbot 两个服务中挂载同一目录：./volumes/certbot/www:/var/www/html，然后：docker compose up -d nginx certbot",
      "nginx と certbot の両サービスに同じフォルダーをマウントしてください：./volumes/certbot/www:/var/www/html。その後：docker compose up -d nginx certbot",
    ],
  "set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx; where nginx's file is your own: docker/attach FOLDER":
    [
      "在 .env 中设置 NGINX_ENABLE_CERTBOT_CHALLENGE=true 并运行：docker compose up -d nginx；nginx 的文件是你自己的时：docker/attach FOLDER",
      ".env に NGINX_ENABLE_CERTBOT_CHALLENGE=true を設定し、実行してください：docker compose up -d nginx。nginx のファイルが自作の場合：docker/attach FOLDER",
    ],
  "docker compose up -d certbot-companion, or {1}": [
    "docker compose up -d certbot-companion，或{1}",
    "docker compose up -d certbot-companion、または{1}",
  ],
  "{1} could not be looked up from here ({2}); the CA will try": [
    "从这里无法解析 {1}（{2}）；CA 会自己尝试",
    "ここから {1} を名前解決できませんでした（{2}）。認証局が試みます",
  ],
  "{1} does not exist in DNS, or has no address": [
    "{1} 在 DNS 中不存在，或没有地址",
    "{1} は DNS に存在しないか、アドレスがありません",
  ],
  "http://{1}/ at {2} port 80 cannot be reached from here ({3}); if the CA cannot reach it either, check that the domain points to this host and open port 80 in the firewall and in the provider's security group":
    [
      "从这里无法访问 {2} 80 端口上的 http://{1}/（{3}）；如果 CA 也访问不了，请确认该域名指向本机，并在防火墙和云厂商安全组中放行 80 端口",
      "{2} の 80 番ポートの http://{1}/ にここから接続できません（{3}）。認証局からも接続できない場合は、ドメインがこのホストを指すか確かめ、ファイアウォールと、プロバイダーのパケットフィルターやセキュリティグループで 80 番ポートを開けてください",
    ],
  " by {1}": ["（{1}）", "（{1}）"],
  "http://{1}/ at {2} responds{3} with status {4}, but it is not this stack's nginx: it may be a router, a CDN or another server":
    [
      "{2} 上的 http://{1}/ 返回了状态码 {4}{3}，响应的不是本项目的 nginx：那里可能是路由器、CDN 节点或另一台服务器",
      "{2} の http://{1}/ の応答{3}はステータス {4} で、このスタックの nginx ではありません。ルーター、CDN、または別のサーバーかもしれません",
    ],
  "--standalone cannot listen on port {1} ({2})": [
    "--standalone 无法监听 {1} 端口（{2}）",
    "--standalone がポート {1} で待ち受けられません（{2}）",
  ],
  "stop what listens there, choose another with --http-01-port, or leave --standalone out: nginx serves the webroot": [
    "停掉占用它的程序，用 --http-01-port 换端口，或去掉 --standalone：由 nginx 负责 webroot",
    "そこで待ち受けているものを止めるか、--http-01-port で別のポートにするか、--standalone を外してください。webroot は nginx が公開します",
  ],
  "{1}: nginx needs a certificate to start: a temporary self-signed one is used until then": [
    "{1}：nginx 启动需要证书：在此之前使用临时自签名证书",
    "{1}：nginx は起動前に証明書を必要とするため、それまで仮の証明書を置きます",
  ],
  "the webroot {1} is not there": ["没有 webroot {1}", "webroot {1} がありません"],
  "mount the folder that nginx serves into the certbot service: ./volumes/certbot/www:{1}": [
    "把 nginx 读取的目录挂载到 certbot 服务：./volumes/certbot/www:{1}",
    "nginx が公開するフォルダーを certbot サービスにマウントしてください：./volumes/certbot/www:{1}",
  ],
  "the webroot {1} is mounted read-only": [
    "webroot {1} 是只读挂载",
    "webroot {1} は読み取り専用でマウントされています",
  ],
  'remove ":ro" from the mount of {1} in the certbot service; nginx may keep its own': [
    '在 certbot 服务中去掉 {1} 挂载的 ":ro"；nginx 的可以保留',
    'certbot サービスの {1} のマウントから ":ro" を外してください。nginx 側はそのままで構いません',
  ],
  "the webroot {1} may not be written": ["webroot {1} 不可写", "webroot {1} に書き込めません"],
  "check who owns it: ls -ldn {1} {2}/.well-known {3}/.well-known/acme-challenge; and give it to the user of the certbot service":
    [
      "查看属主：ls -ldn {1} {2}/.well-known {3}/.well-known/acme-challenge；并改为 certbot 服务的用户",
      "所有者を確認し、certbot サービスのユーザーに渡してください：ls -ldn {1} {2}/.well-known {3}/.well-known/acme-challenge",
    ],
  "the disk with the webroot {1} is full": ["webroot {1} 所在的磁盘已满", "webroot {1} のディスクがいっぱいです"],
  "free some space: df -h {1}": ["腾出空间：df -h {1}", "空きを作ってください：df -h {1}"],
  "a link or a file is in the place of a folder on the way to {1}/.well-known/acme-challenge": [
    "通往 {1}/.well-known/acme-challenge 的路径上，本应是目录的地方是符号链接或文件",
    "{1}/.well-known/acme-challenge への途中で、フォルダーの場所にシンボリックリンクかファイルがあります",
  ],
  "find it: ls -ld {1} {2}/.well-known {3}/.well-known/*; then remove it": [
    "找到它：ls -ld {1} {2}/.well-known {3}/.well-known/*；然后删除",
    "次で見つけて取り除いてください：ls -ld {1} {2}/.well-known {3}/.well-known/*",
  ],
  "the webroot {1} cannot be used ({2})": ["webroot {1} 无法使用（{2}）", "webroot {1} を使えません（{2}）"],
  "check the disk and the mount of {1}": ["检查磁盘和 {1} 的挂载", "ディスクと {1} のマウントを確認してください"],
  "the CA sent a challenge token that is not base64url": [
    "CA 发来的 challenge token 不是 base64url",
    "認証局が送ったチャレンジのトークンが base64url ではありません",
  ],
  "the CAA record of {1} does not allow this CA to issue for {2}: {3}": [
    "{1} 的 CAA 记录不允许这个 CA 为 {2} 签发证书：{3}",
    "{1} の CAA レコードにより、この認証局は {2} の証明書を発行できません：{3}",
  ],
  'add to the DNS of {1}: CAA 0 {2} "{3}"': [
    '在 {1} 的 DNS 中添加：CAA 0 {2} "{3}"',
    '{1} の DNS に追加してください：CAA 0 {2} "{3}"',
  ],
  "it names {1}": ["其中写的是 {1}", "記載されているのは {1} です"],
  "it allows another account alone (accounturi={1})": [
    "它只允许另一个账户（accounturi={1}）",
    "別のアカウントだけを許可しています（accounturi={1}）",
  ],
  "it does not allow {1} (validationmethods={2})": [
    "它不允许 {1}（validationmethods={2}）",
    "{1} を許可していません（validationmethods={2}）",
  ],
  "nginx redirects the challenge path of {1} to another name: {2}": [
    "nginx 把 {1} 的验证路径重定向到另一个域名：{2}",
    "nginx が {1} のチャレンジのパスを別のドメインへリダイレクトしています：{2}",
  ],
  "nginx refuses the challenge path of {1} from inside (status {2}); it may let only some addresses in, such as a CDN's":
    [
      "nginx 拒绝了来自内部的对 {1} 验证路径的请求（状态码 {2}）；它可能只放行某些地址，例如 CDN 的地址",
      "nginx が内部からの {1} のチャレンジのパスを拒否しました（ステータス {2}）。CDN など一部のアドレスだけを許可している可能性があります",
    ],
  "nginx cuts off a plain request for the challenge path of {1} ({2}), as it does with PROXY protocol": [
    "nginx 中断了对 {1} 验证路径的普通请求（{2}），启用 PROXY protocol 时就会这样",
    "nginx が {1} のチャレンジのパスへの通常の要求を切断しました（{2}）。PROXY protocol が有効な場合にこうなります",
  ],
  "{1} has no address in this container's DNS, and a public resolver knows it": [
    "{1} 在本容器的 DNS 中没有地址，但公共解析器能解析它",
    "{1} はこのコンテナの DNS では名前解決できませんが、パブリックリゾルバーでは解決できます",
  ],
  "{1} has no address in this container's DNS, and no public resolver could be asked; the CA will try": [
    "{1} 在本容器的 DNS 中没有地址，也无法查询公共解析器；CA 会去尝试",
    "{1} はこのコンテナの DNS では名前解決できず、パブリックリゾルバーにも問い合わせできませんでした。認証局が試みます",
  ],
  "http://{1}/ at {2} redirects the challenge path to {3}: {4}": [
    "位于 {2} 的 http://{1}/ 把验证路径重定向到 {3}：{4}",
    "{2} の http://{1}/ がチャレンジのパスを {3} へリダイレクトしています：{4}",
  ],
  "{1} has no address that may be asked from here": [
    "{1} 没有可以从这里访问的地址",
    "{1} には、ここから問い合わせてよいアドレスがありません",
  ],
};
