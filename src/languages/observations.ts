import type { Texts } from "./texts.ts";

export const sights: Texts = {
  '"Always Use HTTPS" off, a WAF rule that skips the path; or the record on "DNS only"': [
    '关闭 "Always Use HTTPS"，加一条跳过该路径的 WAF 规则；或把记录设为 "DNS only"',
    '"Always Use HTTPS" をオフにし、このパスをスキップする WAF ルールを追加します。またはレコードを "DNS only" にします',
  ],
  'a behaviour for the path with "HTTP and HTTPS", CachingDisabled and an origin over HTTP': [
    '为该路径加一个 behavior："HTTP and HTTPS"、CachingDisabled、以 HTTP 回源',
    'このパスのビヘイビアを追加し、"HTTP and HTTPS"、CachingDisabled、オリジンは HTTP にします',
  ],
  "a rule for the path without redirect and cache, the origin over HTTP": [
    "为该路径加一条规则：不重定向、不缓存、以 HTTP 回源",
    "このパスのルールを追加し、リダイレクトとキャッシュなし、オリジンは HTTP にします",
  ],
  '"Force TLS" not for the path, and a request setting with "pass" for it': [
    '该路径不用 "Force TLS"，并为它加一个 "pass" 的请求设置',
    'このパスでは "Force TLS" を使わず、"pass" のリクエスト設定を追加します',
  ],
  "a route for the path with HTTP accepted, no redirect, no cache, forwarding over HTTP": [
    "为该路径加一条路由：接受 HTTP、不重定向、不缓存、以 HTTP 转发",
    "このパスのルートを追加し、HTTP を受け付け、リダイレクトとキャッシュなし、転送は HTTP にします",
  ],
  "the HTTP load balancer with this server as backend for the path, in place of its redirect": [
    "在 HTTP 负载均衡器上，该路径以本服务器为后端，而不是重定向",
    "HTTP ロードバランサーで、このパスはリダイレクトせずこのサーバーをバックエンドにします",
  ],
  '"Force SSL" off, an Edge Rule for the path that bypasses the cache, the origin over HTTP': [
    '关闭 "Force SSL"，为该路径加一条绕过缓存的 Edge Rule，以 HTTP 回源',
    '"Force SSL" をオフにし、このパスのキャッシュを避ける Edge Rule を追加し、オリジンは HTTP にします',
  ],
  "no forced HTTPS, a cache time of 0 for the path, the origin over HTTP at port 80": [
    "关闭强制 HTTPS，该路径缓存时间设为 0，以 HTTP 80 端口回源",
    "HTTPS の強制をやめ、このパスのキャッシュ時間を 0 にし、オリジンは HTTP の 80 番ポートにします",
  ],
  "no forced HTTPS, a rule for the path without cache, the origin over HTTP": [
    "关闭强制 HTTPS，为该路径加一条不缓存的规则，以 HTTP 回源",
    "HTTPS の強制をやめ、このパスをキャッシュしないルールを追加し、オリジンは HTTP にします",
  ],
  "at {1} let http://…/.well-known/acme-challenge/* through to this server, without redirect, cache or challenge page: {2}":
    [
      "在 {1} 上放行 http://…/.well-known/acme-challenge/* 到本服务器，不重定向、不缓存、不加验证页：{2}",
      "{1} で http://…/.well-known/acme-challenge/* を、リダイレクト・キャッシュ・確認ページなしでこのサーバーへ通してください：{2}",
    ],
  "the domain points to a site at {1}, which does not forward anything to this stack": [
    "域名指向 {1} 上的网站，它不会把请求转给本项目",
    "ドメインが {1} 上のサイトを指しており、このスタックには何も渡されません",
  ],
  "{1}; ufw: ufw allow {2}/tcp; firewalld: {3}": [
    "{1}；ufw：ufw allow {2}/tcp；firewalld：{3}",
    "{1}。ufw：ufw allow {2}/tcp、firewalld：{3}",
  ],
  "publish port {1} first, see below": ["先发布 {1} 端口，见下", "先に {1} 番ポートを公開してください（下記）"],
  "{1}; not ufw or firewalld, which Docker's published ports pass by": [
    "{1}；不是 ufw 或 firewalld，Docker 发布的端口会绕过它们",
    "{1}。Docker が公開したポートは ufw や firewalld を通らないため、原因はそれらではありません",
  ],
  "open TCP port {1} in the security group or firewall of your provider, or forward it in your router": [
    "在云服务商的安全组或防火墙中放行 TCP {1} 端口，或在路由器上转发它",
    "プロバイダーのセキュリティグループかファイアウォールで TCP {1} 番ポートを開けるか、ルーターで転送してください",
  ],
  "nginx has the host's network": ["nginx 使用主机网络", "nginx はホストのネットワークを使っています"],
  "port 443 of this host does not reach nginx": [
    "本机没有 443 端口通向 nginx",
    "このホストの 443 番ポートは nginx に通じていません",
  ],
  "port {1} of this host does not reach nginx": [
    "本机没有 {1} 端口通向 nginx",
    "このホストの {1} 番ポートは nginx に通じていません",
  ],
  "browsers connect to port {1}, so HTTPS does not work unless a proxy that owns that port forwards it": [
    "浏览器会直接访问 {1} 端口，因此除非占用该端口的代理转发，否则无法使用 HTTPS",
    "ブラウザーは {1} 番ポートに接続するため、そのポートを使うプロキシが転送しない限り HTTPS は使えません",
  ],
  'set EXPOSE_NGINX_SSL_PORT={1} in .env, then: docker compose up -d nginx; in a compose file of your own add "{2}:443" to nginx\'s ports':
    [
      '在 .env 中设置 EXPOSE_NGINX_SSL_PORT={1}，然后：docker compose up -d nginx；在自己的 compose 文件中给 nginx 的 ports 加上 "{2}:443"',
      '.env に EXPOSE_NGINX_SSL_PORT={1} を設定し、その後：docker compose up -d nginx。自分の compose ファイルでは nginx の ports に "{2}:443" を追加します',
    ],
  "nginx responds to {1} with status {2}": [
    "nginx 对 {1} 返回状态码 {2}",
    "nginx は {1} にステータス {2} で応答します",
  ],
  "nginx responds to {1} with status {2}: the app behind it does not respond": [
    "nginx 对 {1} 返回状态码 {2}：后面的应用没有响应",
    "nginx は {1} にステータス {2} で応答します。背後のアプリが応答していません",
  ],
  "visitors get an error page, over HTTP and HTTPS alike; the certificate is not the cause": [
    "访客得到错误页，HTTP 和 HTTPS 都一样；与证书无关",
    "訪問者には HTTP でも HTTPS でもエラーページが出ます。証明書のせいではありません",
  ],
  "start the app: docker compose up -d; to see why it stopped: docker compose ps --all; where nginx looks for it: UPSTREAM in .env, or proxy_pass in nginx's configuration":
    [
      "启动应用：docker compose up -d；查看它为何结束：docker compose ps --all；nginx 在哪里找它：.env 中的 UPSTREAM，或 nginx 配置中的 proxy_pass",
      "アプリを起動してください：docker compose up -d。終了した理由：docker compose ps --all。nginx が探す場所：.env の UPSTREAM、または nginx の設定の proxy_pass",
    ],
  "nginx answers for {1} with another server block than the one that has the challenge location or the certificate": [
    "响应 {1} 的是 nginx 的另一个 server 块，而不是有验证 location 或证书的那个",
    "nginx は {1} に、チャレンジの location や証明書のあるものとは別の server ブロックで応答します",
  ],
  "a domain that matches no server_name is answered by the first server block on that port, so that is the one the CA and visitors see":
    [
      "不在任何 server_name 中的域名会落到该端口的第一个 server 块：CA 和访客看到的是它",
      "どの server_name にもないドメインには、そのポートの最初の server ブロックが応答します。認証局と訪問者にはそれが見えます",
    ],
  "set NGINX_SERVER_NAME={1} in .env, then: docker compose up -d nginx; in a file of your own write into the right block: server_name {2};":
    [
      "在 .env 中设置 NGINX_SERVER_NAME={1}，然后：docker compose up -d nginx；在自己的文件中，在正确的块里写：server_name {2};",
      ".env に NGINX_SERVER_NAME={1} を設定し、その後：docker compose up -d nginx。自分のファイルでは正しいブロックに書きます：server_name {2};",
    ],
  "nginx answers for CERTBOT_DOMAIN with another server block than the one that has the challenge location or the certificate":
    [
      "响应 CERTBOT_DOMAIN 的是 nginx 的另一个 server 块，而不是有验证 location 或证书的那个",
      "nginx は CERTBOT_DOMAIN に、チャレンジの location や証明書のあるものとは別の server ブロックで応答します",
    ],
  "check from outside, with mobile data for example: curl -i http://{1}/; if it fails, check that {2} is this server's, and {3}":
    [
      "从外部查看，例如用手机流量：curl -i http://{1}/；如果失败，请确认 {2} 是本服务器的地址，并且{3}",
      "モバイル回線などの外から確認してください：curl -i http://{1}/。失敗するなら、{2} がこのサーバーのものか確かめます。{3}",
    ],
  "check from outside, with mobile data for example: curl -I {1}/; if it fails, {2}": [
    "从外部查看，例如用手机流量：curl -I {1}/；如果失败，{2}",
    "モバイル回線などの外から確認してください：curl -I {1}/。失敗するなら、{2}",
  ],
  "if this server has no IPv6, remove the record at your DNS provider: {1}. AAAA; otherwise open port 80 for IPv6 in its firewall and let nginx listen there":
    [
      "如果本服务器没有 IPv6，请在 DNS 服务商处删除记录：{1}. AAAA；否则在防火墙为 IPv6 放行 80 端口，并让 nginx 在那里监听",
      "このサーバーに IPv6 がなければ、DNS プロバイダーでレコードを削除してください：{1}. AAAA。あるならファイアウォールで IPv6 の 80 番ポートを開け、nginx がそこで応答するようにします",
    ],
  "{1} responds with another certificate, {2}": ["{1} 返回另一张证书：{2}", "{1} は別の証明書で応答します：{2}"],
  "for {1} by {2}, until {3}": ["域名 {1}，签发者 {2}，有效期至 {3}", "ドメイン {1}、発行者 {2}、期限 {3}"],
  "it expires on {1}": ["它于 {1} 到期", "{1} に期限が切れます"],
  "nothing renews it: it is your own": ["这是你自己的证书：不会自动续期", "自前のものなので、自動では更新されません"],
  "itself (self-signed)": ["它自己（自签名）", "自身（自己署名）"],
  "no name": ["没有名称", "ドメインなし"],
};
