import type { Texts } from "./texts.ts";

export const doctor: Texts = {
  "nginx still has the former addresses of {1}, which got new ones when they were recreated": [
    "nginx 仍使用 {1} 的旧地址，重建后它们有了新地址",
    "nginx は {1} の以前のアドレスを使い続けています。再作成でアドレスが変わりました",
  ],
  "it passes requests to the former addresses, where nothing responds, or another service does": [
    "请求会被转发到旧地址，那里没有响应，或由其他服务响应",
    "リクエストは以前のアドレスに転送され、応答がないか、別のサービスが応答します",
  ],
  "{1} responds": ["{1} 有响应", "{1} は応答します"],
  "the clock of this host is right": ["本机时钟正确", "このホストの時計は合っています"],
  "{1} minutes": ["{1} 分钟", "{1} 分"],
  "the clock of this host is {1} {2} that of {3}": ["本机时钟比 {3} {2} {1}", "このホストの時計は {3} より {1} {2}"],
  "ahead of": ["快", "進んでいます"],
  behind: ["慢", "遅れています"],
  "renewals happen too early or too late, and a fresh certificate may seem not yet valid": [
    "续期会过早或过晚，新证书可能看起来尚未生效",
    "更新が早すぎたり遅すぎたりし、新しい証明書がまだ有効でないように見えることがあります",
  ],
  "an order does not go through with this account as it is": [
    "以账户的现状，无法申请证书",
    "今のアカウントのままでは証明書を申請できません",
  ],
  "a new account is created with the next order": ["下次申请时会新建账户", "次の申請で新しいアカウントを作ります"],
  "the CA knows this account": ["CA 处有本账户", "認証局はアカウントを認識しています"],
  "no account yet: one is created with the first order": [
    "还没有账户：首次申请证书时创建",
    "アカウントはまだありません。最初の申請で作ります",
  ],
  "the CA does not publish its CAA identity, so CAA records could not be checked": [
    "CA 没有公布自己的 CAA 标识，因此无法检查 CAA 记录",
    "認証局が CAA の識別子を公開していないため、CAA レコードは確認できません",
  ],
  "no CAA record of {1} forbids {2}": ["{1} 没有阻碍 {2} 的 CAA 记录", "{1} に {2} を妨げる CAA レコードはありません"],
  "the CA will refuse to issue": ["CA 一定会拒绝签发", "認証局は発行を拒否します"],
  "it expired on {1}": ["它已于 {1} 到期", "{1} に期限が切れました"],
  "browsers warn every visitor": ["浏览器会警告每个访客", "ブラウザーがすべての訪問者に警告します"],
  "see the cause in the lines below, fix it, then: {1}": [
    "原因见下面各行，排除后：{1}",
    "原因は下の行にあります。直した後：{1}",
  ],
  "browsers do not trust it; it is replaced at the next check": [
    "浏览器不信任它；下一次检查时会替换",
    "ブラウザーに信頼されません。次の確認で置き換えます",
  ],
  "it is from a staging CA": ["它来自 CA 的测试环境（staging）", "ステージング認証局のものです"],
  "at once: {1}": ["立即处理：{1}", "すぐに行うには：{1}"],
  "it expires in {1} hours, on {2}": ["它在 {1} 小时后到期（{2}）", "あと {1} 時間で期限切れです（{2}）"],
  "it should have been renewed by now": ["它早该续期了", "もう更新されているはずです"],
  "valid until {1}": ["有效期至 {1}", "有効期限 {1}"],
  "--standalone: httpsidecar responds here, not nginx": [
    "--standalone：由 httpsidecar 响应，不经 nginx",
    "--standalone：nginx ではなくここで応答します",
  ],
  "nginx serves the challenge path of {1}, in a location that is not confined to tokens (no nosniff header): docker/docs/security.md":
    [
      "{1} 的验证路径可以通过 nginx 访问，但那个 location 未限制为只提供 token（没有 nosniff 头）：docker/docs/security.md",
      "nginx は {1} のチャレンジのパスを公開していますが、その location はトークンだけに限られていません（nosniff ヘッダーなし）：docker/docs/security.md",
    ],
  "nginx serves the challenge path of {1}": [
    "{1} 的验证路径可以通过 nginx 访问",
    "nginx は {1} のチャレンジのパスを公開しています",
  ],
  "nginx sends the challenge path of {1} on to {2} (status {3})": [
    "nginx 把 {1} 的验证路径重定向到 {2}（状态码 {3}）",
    "nginx が {1} のチャレンジのパスを {2} へリダイレクトしています（ステータス {3}）",
  ],
  "a redirect comes before the challenge location: the CA does not find the test file on port 80": [
    "验证路径的 location 前有重定向：CA 在 80 端口找不到测试文件",
    "チャレンジの location より先にリダイレクトがあります。認証局は 80 番ポートでテストファイルを見つけられません",
  ],
  "in that server block put the redirect inside `location / { … }`, so that `location ^~ /.well-known/acme-challenge/ { root /var/www/html; }` is not redirected":
    [
      "在那个 server 块中把重定向放进 `location / { … }`，使 `location ^~ /.well-known/acme-challenge/ { root /var/www/html; }` 不被重定向",
      "その server ブロックでリダイレクトを `location / { … }` の中に入れ、`location ^~ /.well-known/acme-challenge/ { root /var/www/html; }` が転送されないようにしてください",
    ],
  "{1} is an address": ["{1} 是 IP 地址", "{1} は IP アドレスです"],
  "{1} points to {2}": ["{1} 指向 {2}", "{1} は {2} を指しています"],
  "it cannot be reached from the internet, so the CA cannot reach it either": [
    "互联网上没有人能访问它，CA 也不能",
    "インターネットから接続できないため、認証局からも接続できません",
  ],
  "at your DNS provider point the domain to the public address of this server: {1}. A <public IPv4 address>": [
    "在 DNS 服务商处让域名指向本服务器的公网地址：{1}. A <公网 IPv4 地址>",
    "DNS プロバイダーで、ドメインがこのサーバーのグローバルアドレスを指すようにしてください：{1}. A <グローバル IPv4 アドレス>",
  ],
  "{1} (shared by a provider's customers, CGNAT)": [
    "{1}（运营商共享地址，CGNAT）",
    "{1}（プロバイダーの共有アドレス、CGNAT）",
  ],
  "{1} (not public)": ["{1}（非公网）", "{1}（グローバルではない）"],
  "the CA does not know where to connect": ["CA 不知道去哪里查找", "認証局はどこを見ればよいか分かりません"],
  "the CNAME records of {1} form a loop: {2}": [
    "{1} 的 CNAME 记录循环：{2}",
    "{1} の CNAME レコードが循環しています：{2}",
  ],
  "the name has no address for anybody": ["该域名对任何人都没有地址", "このドメインは誰からもアドレスが得られません"],
  "at your DNS provider point one of them to an address: {1}. A <public IPv4 address of this server>": [
    "在 DNS 服务商处让其中之一指向地址：{1}. A <本服务器的公网 IPv4 地址>",
    "DNS プロバイダーで、そのうち一つがアドレスを指すようにしてください：{1}. A <このサーバーのグローバル IPv4 アドレス>",
  ],
  "no resolver could answer for {1}: {2}": ["没有解析器能应答 {1}：{2}", "{1} に答えられるリゾルバーがありません：{2}"],
  "the name servers of the domain fail, often because of DNSSEC; the CA most likely gets the same": [
    "该域名的 DNS 服务器出错，常见原因是 DNSSEC；CA 很可能得到同样的结果",
    "ドメインのネームサーバーがエラーを返しています。多くは DNSSEC が原因で、認証局でも同じになるでしょう",
  ],
  "{1} could not answer for {2}: {3}": ["{1} 无法应答 {2}：{3}", "{1} は {2} に答えられません：{3}"],
  "others can; a CA asks from several places, and one of them may fail likewise": [
    "其他解析器可以；CA 会从多个地点查询，其中之一可能同样失败",
    "ほかは答えられます。認証局は複数の場所から調べるため、そのうち一つが同様に失敗するおそれがあります",
  ],
  "check what it answers: dig {1} {2} A": ["查看其应答：dig {1} {2} A", "応答を確認してください：dig {1} {2} A"],
  "the resolvers disagree about {1}: {2}": [
    "各解析器对 {1} 的应答不一致：{2}",
    "{1} についてリゾルバーの答えが食い違っています：{2}",
  ],
  "a change is under way, or the domain points elsewhere inside than outside; the CA sees the outside": [
    "解析正在变更，或内外网解析不同；CA 看到的是外网",
    "変更の途中か、内と外で指す先が違います。認証局が見るのは外側です",
  ],
  "compare with what the world sees: dig @<a public resolver> {1} A": [
    "与外界看到的比较：dig @<公共解析器> {1} A",
    "外から見た結果と比べてください：dig @<パブリックリゾルバー> {1} A",
  ],
  "certificates and keys": ["证书和私钥", "証明書と秘密鍵"],
  "what proves that the name is yours": ["用来证明域名归你所有的文件", "ドメインの所有を証明するファイル"],
  "{1} cannot be written": ["{1} 无法写入", "{1} に書き込めません"],
  "add the volume {1} to the certbot service, then: {2}": [
    "在 certbot 服务中添加卷 {1}，然后：{2}",
    "certbot サービスにボリューム {1} を追加し、その後：{2}",
  ],
  "{1} is not a folder": ["{1} 不是目录", "{1} はフォルダーではありません"],
  'remove ":ro" from the mount {1} of the certbot service, then: {2}; if it is not there, see who owns the folder: ls -ldn {3}':
    [
      '去掉 certbot 服务中 {1} 挂载的 ":ro"，然后：{2}；如果没有，请查看该目录的属主：ls -ldn {3}',
      'certbot サービスのマウント {1} から ":ro" を外し、その後：{2}。":ro" がない場合はフォルダーの所有者を確認してください：ls -ldn {3}',
    ],
  "{1} cannot be written, owner {2}": ["{1} 无法写入，属主 {2}", "{1} に書き込めません。所有者 {2}"],
  "what is saved is lost with the container, and a CA issues only five certificates a week": [
    "保存的内容会随容器丢失，而 CA 每周只给五张证书",
    "保存したものはコンテナとともに失われ、認証局は週に 5 枚しか発行しません",
  ],
  "{1} is not mounted": ["{1} 没有挂载", "{1} がマウントされていません"],
  "{1} has {2} MiB of room": ["{1} 剩余空间 {2} MiB", "{1} の空きは {2} MiB です"],
  "soon nothing can be saved": ["很快将无法保存", "まもなく何も保存できなくなります"],
  "free some room: df -h; docker system df": [
    "腾出空间：df -h；docker system df",
    "空きを作ってください：df -h; docker system df",
  ],
  "{1} is writable, owner {2}": ["{1} 可写，属主 {2}", "{1} は書き込み可、所有者 {2}"],
  "{1} of {2} certificates this week, {3} of {4} failed validations this hour": [
    "本周证书 {1}/{2}，一小时内失败的验证 {3}/{4}",
    "今週の証明書 {1}/{2}、この 1 時間の検証失敗 {3}/{4}",
  ],
  "; the last failure was: {1}": ["；最近一次失败：{1}", "。直近の失敗：{1}"],
  "the CA does not issue before {1}{2}": ["CA 在 {1} 之前不签发{2}", "認証局は {1} まで発行しません{2}"],
  "used so far: {1}": ["已用：{1}", "使用済み：{1}"],
  "wait: it continues automatically at {1}; to test meanwhile: {2} --dry-run": [
    "请等待：{1} 会自动继续；期间可试运行：{2} --dry-run",
    "お待ちください。{1} に自動で続きます。その間のテスト実行：{2} --dry-run",
  ],
  "no replacement is obtained until you ask for it, and browsers may reject it": [
    "在你决定之前不会有证书取代它，浏览器可能拒绝它",
    "指示があるまで置き換えません。ブラウザーが拒否するおそれがあります",
  ],
  "the certificate was revoked by hand": ["证书已被手动吊销", "証明書は手動で失効済みです"],
  "{1} --force-renewal": ["{1} --force-renewal", "{1} --force-renewal"],
  "paused until {1} after {2} failures in a row": [
    "连续失败 {2} 次，暂停至 {1}",
    "連続 {2} 回失敗したため {1} まで停止中",
  ],
  "it continues automatically then{1}": ["到时自动继续{1}", "その後自動で続きます{1}"],
  "remove the cause, then retry immediately: {1}": [
    "排除原因后立即重试：{1}",
    "原因を直し、すぐに再試行してください：{1}",
  ],
  "not paused; used so far: {1}": ["没有暂停；已用：{1}", "停止中のものはありません。使用済み：{1}"],
  "one running container, configuration valid": [
    "一个运行中的容器，其配置有效",
    "動いているコンテナは一つ、設定は有効",
  ],
  "{1}, HTTPS is {2}": ["{1}，HTTPS 已{2}", "{1}、HTTPS は{2}"],
  on: ["开启", "有効"],
  off: ["关闭", "無効"],
  nowhere: ["无", "なし"],
  "no address": ["没有地址", "アドレスなし"],
  "a certificate could not be handed to nginx": ["证书无法交给 nginx", "証明書を nginx に渡せません"],
  "HTTPS was turned off manually": ["HTTPS 已被手动关闭", "HTTPS は手動で無効にされています"],
  "certificates are still renewed but not used: visitors get no HTTPS": [
    "证书照常续期，但没有人得到它",
    "証明書は更新されますが使われません。訪問者は HTTPS を利用できません",
  ],
  "nginx's configuration has no location for /.well-known/acme-challenge/": [
    "nginx 的配置中没有 /.well-known/acme-challenge/ 的 location",
    "nginx の設定に /.well-known/acme-challenge/ の location がありません",
  ],
  "the companion turns it on before the next order; without it no CA can validate the domain": [
    "companion 会在下一次申请前开启它；否则 CA 无法验证域名",
    "次の申請の前に companion が有効にします。これがないと認証局はドメインを検証できません",
  ],
  "{1} at {2} is served by this stack{3}": [
    "{2} 上的 {1} 由本项目响应{3}",
    "{2} の {1} はこのスタックが応答しています{3}",
  ],
  ", after a redirect to {1}": ["（重定向到 {1} 之后）", "（{1} へのリダイレクトの後）"],
  "{1} at {2} port 80 does not respond: {3}": [
    "{2} 上的 {1} 在 80 端口没有响应：{3}",
    "{2} の {1} が 80 番ポートで応答しません：{3}",
  ],
  "a record that points to another machine, a firewall, a router that does not forward port 80, or a host that cannot reach its own public address":
    [
      "记录指向另一台机器、防火墙、没有转发 80 端口的路由器，或本机无法访问自己的公网地址",
      "別のマシンを指すレコード、ファイアウォール、80 番ポートを転送しないルーター、または自分のグローバルアドレスに届かないホストが原因です",
    ],
  "this container has no IPv6, so it cannot be told from here; if the record is old, the CA tries it first and fails": [
    "本容器没有 IPv6，无法从这里判断；如果记录已过时，CA 会先试它并失败",
    "このコンテナに IPv6 がないため、ここからは分かりません。レコードが古いと、認証局は先にそれを試して失敗します",
  ],
  "the AAAA record is published but nothing responds there, while the A record works; the CA tries IPv6 first": [
    "AAAA 记录已发布但那里没有响应，而 A 记录正常；CA 先试 IPv6",
    "AAAA レコードが公開されていますが応答がなく、A レコードは正常です。認証局は IPv6 を先に試します",
  ],
  "until this is fixed httpsidecar does nothing, and the other checks cannot run": [
    "问题解决之前 httpsidecar 不会做任何事，其余项目也无法检查",
    "これを直すまで httpsidecar は何も行わず、他の項目も確認できません",
  ],
  "with a certificate of your own": ["使用你自己的证书", "自前の証明書を使用"],
  ", ": ["、", "、"],
  "by {1}": ["由 {1} 签发", "{1} による"],
  "it waits for: docker compose exec certbot update-cert": [
    "它在等待：docker compose exec certbot update-cert",
    "次を待っています：docker compose exec certbot update-cert",
  ],
  "no certificate is obtained that browsers trust": [
    "不会获取浏览器信任的证书",
    "ブラウザーに信頼される証明書は取得されません",
  ],
  "it is only a dry run: no certificate is obtained": [
    "只是试运行：不会获取证书",
    "テスト実行だけです。証明書は取得されません",
  ],
  "nothing is renewed automatically: {1}": ["不会自动续期：{1}", "自動では更新されません：{1}"],
  "{1} is set in {2}": ["{2} 中有 {1}", "{2} に {1} があります"],
  "remove it in .env, then: {1}": ["在 .env 中去掉它，然后：{1}", ".env から外し、その後：{1}"],
  "nothing is obtained and nothing is renewed automatically: {1}": [
    "不会自动申请，也不会自动续期：{1}",
    "自動では取得も更新もされません：{1}",
  ],
  "set CERTBOT_AUTO=true in .env, then: {1}": [
    "在 .env 中设置 CERTBOT_AUTO=true，然后：{1}",
    ".env に CERTBOT_AUTO=true を設定し、その後：{1}",
  ],
  "it was left out, or changes nothing here": ["它被忽略，或在这里不起作用", "無視されたか、ここでは効果がありません"],
  "correct it in .env or httpsidecar.env, then: {1}": [
    "在 .env 或 httpsidecar.env 中修改，然后：{1}",
    ".env か httpsidecar.env で直し、次を実行：{1}",
  ],
  "a certificate could be saved": ["证书可以保存", "証明書を保存できます"],
  "it could not be tried out just now": ["现在无法试验", "今は試せませんでした"],
  "a certificate could not be saved, so none is ordered": [
    "证书无法保存，因此不会申请",
    "証明書を保存できないため、申請しません",
  ],
  "none that says http:// or ws://": ["没有 http:// 或 ws:// 的地址", "http:// や ws:// のものはありません"],
  "to change once HTTPS is on: {1}": ["开启 HTTPS 后需要修改：{1}", "HTTPS を有効にしたら変更するもの：{1}"],
  "{1} still says {2}": ["{1} 仍是 {2}", "{1} がまだ {2} です"],
  "browsers block it on a page loaded over HTTPS: previews, sign-ins, webhooks or collaboration break": [
    "在 HTTPS 页面上浏览器会拒绝它：预览、登录、webhook 或协作会失效",
    "HTTPS のページではブラウザーが拒否します。プレビュー、ログイン、Webhook、共同編集が動かなくなります",
  ],
  "set {1}={2} in .env, then: docker compose up -d": [
    "在 .env 中设置 {1}={2}，然后：docker compose up -d",
    ".env に {1}={2} を設定し、その後：docker compose up -d",
  ],
  "nothing to serve yet": ["还没有可用的证书", "使える証明書はまだありません"],
  "HTTPS is off": ["HTTPS 为关闭", "HTTPS は無効です"],
  "nginx serves the certificate that is on disk": [
    "nginx 正在使用磁盘上的这张证书",
    "nginx はディスク上の証明書を使用中です",
  ],
  "nginx serves the certificate on disk alone, without the chain of fullchain.pem": [
    "nginx 只返回磁盘上的证书本身，没有 fullchain.pem 的证书链",
    "nginx はディスク上の証明書だけを送り、fullchain.pem のチェーンがありません",
  ],
  "many browsers accept it, but phones, API clients and other programs reject it": [
    "手机和程序不信任它，许多浏览器则信任",
    "スマートフォンやプログラムは信頼しませんが、多くのブラウザーは信頼します",
  ],
  "name fullchain.pem, not cert.pem, in ssl_certificate (docker compose exec nginx nginx -T), then: {1}": [
    "在 ssl_certificate 中写 fullchain.pem，不要写 cert.pem（docker compose exec nginx nginx -T），然后：{1}",
    "ssl_certificate に cert.pem ではなく fullchain.pem を指定し（docker compose exec nginx nginx -T）、その後：{1}",
  ],
  "nginx serves another certificate than the one on disk: {1}, serial {2}": [
    "nginx 使用的证书与磁盘上的不同：{1}，序列号 {2}",
    "nginx がディスク上とは別の証明書を使用しています：{1}、シリアル番号 {2}",
  ],
  "nginx serves no certificate: {1}": ["nginx 没有返回任何证书：{1}", "nginx が証明書を返しません：{1}"],
  "visitors get an old certificate, a foreign one, or none": [
    "访客得到的是旧证书、别人的证书，或没有证书",
    "訪問者には古い証明書か別の証明書が出るか、何も出ません",
  ],
  "{1}; if it stays so, see ssl_certificate in: docker compose exec nginx nginx -T": [
    "{1}；如果一直这样，请查看 ssl_certificate：docker compose exec nginx nginx -T",
    "{1}。続く場合は ssl_certificate を確認してください：docker compose exec nginx nginx -T",
  ],
  "{1} serves it ({2})": ["访问 {1} 得到的就是这张证书（{2}）", "{1} で同じ証明書を確認できました（{2}）"],
  "{1} serves a certificate by {2}: {3} is in front": [
    "{1} 返回的证书由 {2} 签发：前面有 {3}",
    "{1} では {2} の証明書が使われています。前段に {3} があります",
  ],
  "{1} serves another certificate that browsers trust, by {2}": [
    "{1} 返回另一张受浏览器信任的证书，由 {2} 签发",
    "{1} では {2} が発行した、ブラウザーに信頼された別の証明書が使われています",
  ],
  "{1} responds with status {2} for {3}": ["{1} 对 {3} 返回状态码 {2}", "{3} への {1} の応答ステータスは {2} です"],
  "open TCP ports 80 and 443 for the addresses of {1} (cloudflare.com/ips), and check the address in its DNS record": [
    "为 {1} 的地址（cloudflare.com/ips）放行 TCP 80 和 443 端口，并检查其 DNS 记录中的地址",
    "{1} のアドレス（cloudflare.com/ips）に TCP 80 番と 443 番を開放し、DNS レコードのアドレスを確認してください",
  ],
  "it connects to this server over HTTPS (Full or Full (strict)), and the TLS handshake fails": [
    "它通过 HTTPS 连接本服务器（Full 或 Full (strict)），但 TLS 握手失败",
    "このサーバーへ HTTPS で接続しますが（Full または Full (strict)）、TLS ハンドシェイクに失敗しています",
  ],
  "its mode is Full (strict), and it does not accept the certificate that this server shows": [
    "它的模式是 Full (strict)，不接受本服务器返回的证书",
    "モードは Full (strict) で、このサーバーの証明書を受け入れません",
  ],
  "it does not reach this server": ["它连不上本服务器", "このサーバーに到達できません"],
  "at {1} choose Full until a certificate of a public CA is stored (Full (strict) accepts no other)": [
    "在 {1} 选择 Full，直到保存了公共 CA 的证书（Full (strict) 不接受其他证书）",
    "公的な認証局の証明書が保存されるまで、{1} で Full を選んでください（Full (strict) はほかの証明書を受け入れません）",
  ],
  "the name goes through a tunnel whose program is not connected": [
    "该域名经过隧道，而隧道程序没有连接",
    "この名前はトンネルを通りますが、トンネルのプログラムが接続されていません",
  ],
  "start the program of the tunnel (cloudflared), or point the DNS record at {1} to this server": [
    "请启动隧道程序（cloudflared），或在 {1} 让 DNS 记录指向本服务器",
    "トンネルのプログラム（cloudflared）を起動するか、{1} で DNS レコードがこのサーバーを指すようにしてください",
  ],
  "it finds no address for the server behind it": [
    "它找不到源服务器的地址",
    "オリジンサーバーのアドレスが見つかりません",
  ],
  "at {1} point the DNS record to the public address of this server": [
    "在 {1} 让 DNS 记录指向本服务器的公网地址",
    "{1} で DNS レコードがこのサーバーのグローバルアドレスを指すようにしてください",
  ],
  "at {1} let it connect to the origin over HTTPS and check the certificate (Cloudflare: SSL/TLS, Overview, Full (strict))":
    [
      "在 {1} 设置通过 HTTPS 回源并验证证书（Cloudflare：SSL/TLS、Overview、Full (strict)）",
      "{1} でオリジンへ HTTPS で接続し、証明書を検証するように設定してください（Cloudflare：SSL/TLS、Overview、Full (strict)）",
    ],
  "through {1} each page of {2} redirects to itself": [
    "经过 {1} 时，{2} 的页面都重定向到自身",
    "{1} を経由すると、{2} のページが自分自身へリダイレクトされます",
  ],
  "visitors get a redirect loop, and the app itself makes it: it redirects over HTTPS too": [
    "访客陷入重定向循环，它来自应用本身：通过 HTTPS 访问时也会重定向",
    "訪問者はリダイレクトループになります。HTTPS でもリダイレクトするため、アプリ自体が原因です",
  ],
  "check the app's own address and its setting for proxies (https, X-Forwarded-Proto)": [
    "检查应用自身的地址及其代理设置（https、X-Forwarded-Proto）",
    "アプリ自身の URL とプロキシの設定（https、X-Forwarded-Proto）を確認してください",
  ],
  "{1} connects to this server over plain HTTP (Flexible), and this server redirects to HTTPS: visitors get a redirect loop":
    [
      "{1} 通过明文 HTTP 连接本服务器（Flexible），而本服务器重定向到 HTTPS：访客陷入重定向循环",
      "{1} は平文の HTTP でこのサーバーに接続し（Flexible）、このサーバーは HTTPS へリダイレクトするため、訪問者はリダイレクトループになります",
    ],
  "visitors get a redirect loop, and this server does not make it": [
    "访客陷入重定向循环，但它不是本服务器造成的",
    "訪問者はリダイレクトループになりますが、このサーバーが原因ではありません",
  ],
  "look for a redirect rule at {1}": ["在 {1} 检查重定向规则", "{1} のリダイレクト規則を確認してください"],
  "{1} is in front of {2} and connects over plain HTTP; once HTTPS is on, choose Full (strict) there": [
    "{1} 在 {2} 前面，通过明文 HTTP 连接；启用 HTTPS 后请在那里选择 Full (strict)",
    "{1} が {2} の前段にあり、平文の HTTP で接続しています。HTTPS を有効にした後、そこで Full (strict) を選んでください",
  ],
  "requests for {1} through {2} reach nginx over plain HTTP": [
    "经过 {2} 访问 {1} 的请求以明文 HTTP 到达 nginx",
    "{2} を経由した {1} へのリクエストは、平文の HTTP で nginx に届きます",
  ],
  "its mode is Flexible, or another proxy between the two ends TLS: what visitors send is not encrypted on the whole way, and a redirect to HTTPS would loop":
    [
      "它的模式是 Flexible，或两者之间的另一个代理终止了 TLS：访客发送的内容没有全程加密，而且重定向到 HTTPS 会形成循环",
      "モードが Flexible か、間にある別のプロキシが TLS を終端しています。訪問者の送信内容は全区間では暗号化されず、HTTPS へのリダイレクトはループになります",
    ],
  "{1} is in front of {2} and connects to this server over HTTPS": [
    "{1} 在 {2} 前面，通过 HTTPS 连接本服务器",
    "{1} が {2} の前段にあり、HTTPS でこのサーバーに接続しています",
  ],
  "{1} (Full or Full (strict))": ["{1}（Full 或 Full (strict)）", "{1}（Full または Full (strict)）"],
  "{1} (Full or Full (strict)); Full (strict) accepts the stored certificate": [
    "{1}（Full 或 Full (strict)）；Full (strict) 接受已保存的证书",
    "{1}（Full または Full (strict)）。Full (strict) は保存された証明書を受け入れます",
  ],
  "{1} (Full); Full (strict) accepts only a certificate of a public CA": [
    "{1}（Full）；Full (strict) 只接受公共 CA 的证书",
    "{1}（Full）。Full (strict) は公的な認証局の証明書だけを受け入れます",
  ],
  "{1} is in front of {2}; how it connects to this server cannot be seen from here": [
    "{1} 在 {2} 前面；从这里看不出它如何连接本服务器",
    "{1} が {2} の前段にあります。このサーバーへの接続方法は、ここからは分かりません",
  ],
  "{1}: choose Full (strict) there, which accepts the stored certificate": [
    "{1}：请在那里选择 Full (strict)，它接受已保存的证书",
    "{1}。そこで Full (strict) を選んでください。保存された証明書を受け入れます",
  ],
  "a server in front of this one ends TLS for {1} and passes requests on": [
    "前面有一台服务器为 {1} 终止 TLS，并把请求转给本服务器",
    "前段のサーバーが {1} の TLS を終端し、リクエストをこのサーバーに転送しています",
  ],
  "the server that responds for {1} over HTTPS does not have httpsidecar's test file, and nginx has it": [
    "通过 HTTPS 响应 {1} 的服务器没有 httpsidecar 的测试文件，而 nginx 有",
    "HTTPS で {1} に応答するサーバーには httpsidecar のテストファイルがありませんが、nginx にはあります",
  ],
  "the name points to another server, which keeps a certificate of its own, or a proxy in front keeps the request to itself":
    [
      "域名指向另一台自有证书的服务器，或前面的代理没有转发该请求",
      "名前が独自の証明書を持つ別のサーバーを指しているか、前段のプロキシがリクエストを転送していません",
    ],
  "compare the addresses of {1} with those of this server; a proxy in front has to forward /.well-known/acme-challenge/":
    [
      "比较 {1} 的地址与本服务器的地址；前面的代理必须转发 /.well-known/acme-challenge/",
      "{1} のアドレスとこのサーバーのアドレスを比べてください。前段のプロキシは /.well-known/acme-challenge/ を転送する必要があります",
    ],
  "{1} serves another certificate: {2}": ["{1} 显示另一张证书：{2}", "{1} では別の証明書が使われています：{2}"],
  "another web server of this host, a router or another machine has port {1} of the public name": [
    "公网域名的 {1} 端口属于本机的另一台 Web 服务器、路由器或另一台机器",
    "公開名の {1} 番ポートは、このホストの別の Web サーバー、ルーター、または別のマシンのものです",
  ],
  "see who has port {1} of this host: ss -ltnp 'sport = :{2}'": [
    "查看谁占用本机 {1} 端口：ss -ltnp 'sport = :{2}'",
    "このホストの {1} 番ポートを使うものを確認してください：ss -ltnp 'sport = :{2}'",
  ],
  "{1} cannot be seen from here: {2}": ["从这里看不到 {1}：{2}", "{1} はここから確認できません：{2}"],
  "either port {1} is closed, or this host cannot reach its own public address (the latter is harmless)": [
    "{1} 端口未开放，或本机无法访问自己的公网地址（后者无害）",
    "{1} 番ポートが閉じているか、このホストから自分のグローバルアドレスに接続できません（後者は無害です）",
  ],
  "no certificate is obtained until this is fixed": [
    "问题解决之前不会获取证书",
    "これを直すまで証明書は取得されません",
  ],
  "this check itself failed: {1}": ["这项检查自身出错：{1}", "この確認自体が失敗しました：{1}"],
  "this is a bug of httpsidecar": ["这是 httpsidecar 的缺陷", "httpsidecar の不具合です"],
  "report the line above": ["请报告上面这一行", "上の行を報告してください"],
  "this could not be checked": ["这一项无法检查", "これは確認できませんでした"],
  "try again: docker compose exec certbot httpsidecar doctor": [
    "再试一次：docker compose exec certbot httpsidecar doctor",
    "もう一度試してください：docker compose exec certbot httpsidecar doctor",
  ],
  "it redirects back to where it was": ["又回到原处", "元の場所に戻ります"],
  "more than {1} redirects": ["重定向超过 {1} 次", "リダイレクトが {1} 回を超えます"],
  "no CA follows a redirect to {1}": ["CA 不会跟随 {1}", "認証局は {1} をたどりません"],
  "no CA follows a redirect to port {1}": ["CA 不会跟随到 {1} 端口", "認証局はポート {1} へはたどりません"],
  "Alibaba Cloud's CDN": ["阿里云 CDN", "Alibaba Cloud の CDN"],
  "Tencent Cloud's CDN": ["腾讯云 CDN", "Tencent Cloud の CDN"],
  "http://{1}/ at {2}": ["{2} 上的 http://{1}/", "{2} の http://{1}/"],
  "{1} responds{2} with status {3}, and not with httpsidecar's test file{4}": [
    "{1} 返回了状态码 {3}{2}，内容不是 httpsidecar 的测试文件{4}",
    "{1} の応答{2}はステータス {3} で、テストファイルではありません{4}",
  ],
  "{1} redirects the challenge path to {2}: {3}": [
    "{1} 把验证路径重定向到 {2}：{3}",
    "{1} がチャレンジのパスを {2} へリダイレクトします：{3}",
  ],
  " and then ": [" ，再到 ", "、その後 "],
  "the CA gives up on the way": ["CA 会在途中放弃", "認証局は途中で断念します"],
  "exclude /.well-known/acme-challenge/ from the redirect, at the web server or CDN that makes it": [
    "在做重定向的 Web 服务器或 CDN 节点上，把 /.well-known/acme-challenge/ 排除在重定向之外",
    "リダイレクトしている Web サーバーか CDN で、/.well-known/acme-challenge/ を対象から外してください",
  ],
  "{1} is in front and does not forward the request for the test file to this stack": [
    "{1} 在前面，没有把对测试文件的请求转给本项目",
    "前段の {1} が、テストファイルへのリクエストをこのスタックに渡していません",
  ],
  "a page of the hosting provider about a missing ICP filing is shown instead of the site": [
    "网站的位置上是主机商关于未 ICP 备案的页面",
    "サイトの場所に、ICP 届出がないことを示すホスティング事業者のページがあります",
  ],
  "without a filing (ICP): validate by DNS, with HTTPS on another port such as 8443: docker/docs/dns.md; else file the domain with the provider, or host it where none is required":
    [
      "未备案时：通过 DNS 验证，并在 8443 等其他端口提供 HTTPS：docker/docs/dns.md；否则请在主机商处办理 ICP 备案，或部署到不需要备案的地方",
      "ICP の届出なしの場合は DNS で検証し、HTTPS を 8443 などの別のポートで公開してください：docker/docs/dns.md。そうでなければ事業者で届出をするか、不要な場所でホストしてください",
    ],
  "the domain points to a parking page of the registrar or another provider": [
    "域名指向注册商或其他服务商的停放页",
    "ドメインがレジストラなどのパーキングページを指しています",
  ],
  "at your DNS provider point the domain here: {1}. A <public IPv4 address of this server>": [
    "在 DNS 服务商处让域名指向这里：{1}. A <本服务器的公网 IPv4 地址>",
    "DNS プロバイダーでドメインがここを指すようにしてください：{1}. A <このサーバーのグローバル IPv4 アドレス>",
  ],
  "another web server of this host, a router or another machine responds there; if the CA sees it too, the domain cannot be validated":
    [
      "那里响应的是本机的另一台 Web 服务器、路由器或另一台机器；如果 CA 看到的也是它，域名就无法验证",
      "このホストの別の Web サーバー、ルーター、または別のマシンが応答しています。認証局からも同じなら、ドメインを検証できません",
    ],
  "check what owns port 80 of this host: ss -ltnp 'sport = :80'; and where the domain points: curl -sI http://<name>/":
    [
      "查看谁占用本机 80 端口：ss -ltnp 'sport = :80'；以及域名指向哪里：curl -sI http://<域名>/",
      "このホストの 80 番ポートを使うものを確認してください：ss -ltnp 'sport = :80'。ドメインのリダイレクト先：curl -sI http://<ドメイン>/",
    ],
};
