import type { Texts } from "./texts.ts";

export const acme: Texts = {
  "Could not find an existing account for server {1}": [
    "在服务器 {1} 上找不到已有账户",
    "サーバー {1} に既存のアカウントが見つかりません",
  ],
  "name the CA with --server; to revoke without an account: certbot revoke --cert-path FILE --key-path KEY": [
    "用 --server 指定 CA；不用账户吊销：certbot revoke --cert-path FILE --key-path KEY",
    "--server で認証局を指定してください。アカウントなしで失効させる場合：certbot revoke --cert-path FILE --key-path KEY",
  ],
  "the key of --key-path is not the key of this certificate": [
    "--key-path 的私钥不是这张证书的私钥",
    "--key-path の秘密鍵は、この証明書の秘密鍵ではありません",
  ],
  "leave --key-path out, or name the privkeyN.pem of the same number in /etc/letsencrypt/archive/NAME/": [
    "去掉 --key-path，或指定 /etc/letsencrypt/archive/NAME/ 中编号相同的 privkeyN.pem",
    "--key-path を外すか、/etc/letsencrypt/archive/NAME/ の同じ番号の privkeyN.pem を指定してください",
  ],
  "{1} does not support revocation: its directory lists no revocation URL": [
    "{1} 不支持吊销：其 ACME 服务器没有公布吊销地址",
    "{1} は失効に対応していません。ディレクトリに失効用の URL がありません",
  ],
  "ask the CA how it revokes": ["向 CA 询问如何吊销", "失効の方法を認証局に問い合わせてください"],
  "registered an account at {1}": ["已在 {1} 注册账户", "{1} にアカウントを登録しました"],
  "the CA refuses CERTBOT_EMAIL, so the account has no contact: {1}": [
    "CA 拒绝了 CERTBOT_EMAIL，因此账户没有联系方式：{1}",
    "認証局が CERTBOT_EMAIL を拒否したため、アカウントに連絡先がありません：{1}",
  ],
  "the CA does not accept the key id and the HMAC key of your account there: {1}": [
    "CA 不接受你账户的 key id 和 HMAC 密钥：{1}",
    "認証局がアカウントの key id と HMAC 鍵を受け付けません：{1}",
  ],
  "copy both again from its site into CERTBOT_OPTIONS: --eab-kid=<key id> --eab-hmac-key=<key>": [
    "从其网站重新复制两者到 CERTBOT_OPTIONS：--eab-kid=<key id> --eab-hmac-key=<key>",
    "認証局のサイトから両方をコピーし直し、CERTBOT_OPTIONS に入れてください：--eab-kid=<key id> --eab-hmac-key=<key>",
  ],
  "the challenge's token": ["challenge 的 token", "チャレンジのトークン"],
  "the CA offers no {1} challenge for {2}": [
    "CA 没有为 {2} 给出 {1} 验证方式",
    "認証局が {2} に {1} チャレンジを提示しません",
  ],
  "use a CA that does, in CERTBOT_OPTIONS: --server https://acme-v02.api.letsencrypt.org/directory": [
    "在 CERTBOT_OPTIONS 中换用支持它的 CA：--server https://acme-v02.api.letsencrypt.org/directory",
    "それを提供する認証局を CERTBOT_OPTIONS に指定してください：--server https://acme-v02.api.letsencrypt.org/directory",
  ],
  "the authorization is {1}": ["授权状态为 {1}", "認可の状態は {1} です"],
  "has no certificate in it": ["中没有证书", "に証明書がありません"],
  "has only the certificate itself, not the chain that nginx must send": [
    "只有证书本身，没有 nginx 必须发送的证书链",
    "に証明書だけがあり、nginx が送るべきチェーンがありません",
  ],
  "is for another key": ["对应的是另一把私钥", "は別の秘密鍵のものです"],
  "is not for {1}": ["不是给 {1} 的", "は {1} のものではありません"],
  "cannot be read": ["无法读取", "を読めません"],
  "what the CA sent as certificate {1}": ["CA 作为证书发来的内容{1}", "認証局が証明書として送ってきたもの{1}"],
  "it was not saved; if this persists, ask the CA, or use another one (--server)": [
    "没有保存；如果一直这样，请询问 CA，或换一家（--server）",
    "保存していません。続く場合は認証局に問い合わせるか、別の認証局を使ってください（--server）",
  ],
  "warning: the CA has no chain to {1} (--preferred-chain), so its default chain is used; it has: {2}": [
    "warning: CA 没有通向 {1} 的证书链（--preferred-chain），改用其默认链；它有：{2}",
    "warning: 認証局に {1} へ至るチェーン（--preferred-chain）がないため、通常のチェーンを使います。あるもの：{2}",
  ],
  "a challenge could not be removed: {1}": ["无法删除一个 challenge：{1}", "チャレンジを削除できませんでした：{1}"],
  "the CA got no answer from this host in time: a firewall or router is dropping the traffic": [
    "CA 在限定时间内没有收到本机的响应：防火墙或路由器丢弃了请求",
    "認証局は時間内にこのホストから応答を得られませんでした。ファイアウォールかルーターが通信を破棄しています",
  ],
  "open port 80 in the firewall, in the provider's security group and in the router; from outside: curl -i {1}": [
    "在防火墙、云厂商的安全组和路由器中放行 80 端口；从外部测试：curl -i {1}",
    "ファイアウォール、プロバイダーのセキュリティグループ、ルーターで 80 番ポートを開けてください。外からの確認：curl -i {1}",
  ],
  "the CA reached the address, and nothing listens on port 80 there": [
    "CA 连到了该地址，但那里的 80 端口没有程序监听",
    "認証局はアドレスに到達しましたが、80 番ポートで待ち受けているものがありません",
  ],
  "check that nginx runs and port 80 is published: docker compose ps nginx; and that {1} points to this host": [
    "确认 nginx 在运行且已发布 80 端口：docker compose ps nginx；并确认 {1} 指向本机",
    "nginx が動いていて 80 番ポートが公開されていること（docker compose ps nginx）、{1} がこのホストを指していることを確認してください",
  ],
  "something on the way closed the CA's connection": [
    "中途有设备断开了 CA 的连接",
    "途中の何かが認証局の接続を切断しました",
  ],
  "look for a firewall or a filter in front of port 80; from outside: curl -i {1}": [
    "检查 80 端口前面的防火墙或过滤设备；从外部测试：curl -i {1}",
    "80 番ポートの前段にあるファイアウォールやフィルターを調べてください。外からの確認：curl -i {1}",
  ],
  "the CA found no way to the address of the name": [
    "CA 找不到通往该域名地址的路由",
    "認証局はこのドメインのアドレスへの経路を見つけられませんでした",
  ],
  "correct the records of the name, an old AAAA record most likely: dig +short {1} AAAA": [
    "更正该域名的解析记录，多半是过时的 AAAA 记录：dig +short {1} AAAA",
    "ドメインのレコードを直してください。多くは古い AAAA レコードです：dig +short {1} AAAA",
  ],
  "the CA was redirected and gave up": ["CA 被重定向后放弃了", "認証局はリダイレクトされ、断念しました"],
  "the name does not exist in DNS": ["该域名在 DNS 中不存在", "このドメインは DNS に存在しません"],
  "the name servers of the domain fail, often because of DNSSEC": [
    "该域名的 DNS 服务器出错，常见原因是 DNSSEC",
    "このドメインのネームサーバーがエラーを返しています。多くは DNSSEC が原因です",
  ],
  "check what they answer: dig +trace {1} A; if the DS record does not match the zone, correct it at your registrar": [
    "查看其应答：dig +trace {1} A；如果 DS 记录与区域不符，请在域名注册商处修改",
    "応答を確認してください：dig +trace {1} A。DS レコードがゾーンと合わない場合はレジストラで直してください",
  ],
  "the name has no public address": ["该域名没有公网地址", "このドメインにはグローバルアドレスがありません"],
  "the name servers of the domain did not answer the CA in time": [
    "该域名的 DNS 服务器没有及时应答 CA",
    "このドメインのネームサーバーが時間内に認証局へ応答しませんでした",
  ],
  "check that they answer from outside: dig +trace {1} A; httpsidecar will retry": [
    "确认它们能从外部访问：dig +trace {1} A；会自动重试",
    "外から応答することを確認してください：dig +trace {1} A。自動で再試行します",
  ],
  "the CA's CAA lookup failed, and without an answer it must not issue": [
    "CA 查询 CAA 记录时出错；得不到 DNS 应答就不能签发",
    "認証局が CAA レコードを調べられませんでした。応答がなければ発行できません",
  ],
  "the name servers must answer, even with an empty answer: dig {1} CAA": [
    "DNS 服务器必须应答，哪怕应答为空：dig {1} CAA",
    "ネームサーバーは、空であっても応答する必要があります：dig {1} CAA",
  ],
  "another challenge file was found instead of httpsidecar's: two clients request the same domain, or a cache answers":
    [
      "验证文件被另一个文件取代：有两个客户端在申请同一域名，或有缓存在响应",
      "チャレンジファイルの場所に別のものがありました。同じドメインを二つのクライアントが申請しているか、キャッシュが応答しています",
    ],
  "stop the other client, and do not cache {1}": [
    "停掉另一个客户端，并且不要缓存 {1}",
    "もう一方のクライアントを止め、{1} をキャッシュしないようにしてください",
  ],
  "the CA was redirected away from httpsidecar's challenge file": [
    "CA 被重定向，没有取到 httpsidecar 的验证文件",
    "認証局がリダイレクトされ、httpsidecar のチャレンジファイルを取得できませんでした",
  ],
  "the CA reached a web server that does not have httpsidecar's challenge file": [
    "CA 访问到的 Web 服务器上没有 httpsidecar 的验证文件",
    "認証局は、チャレンジファイルのない Web サーバーに到達しました",
  ],
  "check what responds there: curl -i {1}; the domain must point to this host, and nginx must serve the webroot there":
    [
      "查看是谁在响应：curl -i {1}；域名必须指向本机，并且 nginx 必须让 webroot 可以访问",
      "何が応答しているか確認してください：curl -i {1}。ドメインはこのホストを指し、nginx がそこで webroot を公開する必要があります",
    ],
  "the CA was turned away: a password, a filter or a bot check protects the challenge file": [
    "CA 被拒绝：验证文件前有密码、过滤或机器人检查",
    "認証局が拒否されました。チャレンジファイルがパスワード、フィルター、またはボット対策で保護されています",
  ],
  "make it publicly readable: curl -i {1}": [
    "让所有人都能访问：curl -i {1}",
    "誰でも見られるようにしてください：curl -i {1}",
  ],
  "the CA got an error page instead of the challenge file": [
    "CA 得到的是错误页，而不是验证文件",
    "認証局はチャレンジファイルの代わりにエラーページを受け取りました",
  ],
  "the proxy or nginx in front fails: curl -i {1}; docker compose logs --tail 20 nginx": [
    "前面的代理或 nginx 出错：curl -i {1}；docker compose logs --tail 20 nginx",
    "前段のプロキシか nginx が失敗しています：curl -i {1}; docker compose logs --tail 20 nginx",
  ],
  "this account was closed at the CA": ["CA 已关闭本账户", "アカウントが認証局で閉じられています"],
  "the CA paused this domain after many failures; it has to be unpaused by hand": [
    "失败次数过多，CA 暂停了该域名，需人工解除",
    "失敗が多いため、認証局がこのドメインを停止しました。人が解除する必要があります",
  ],
  "remove the cause (docker compose exec certbot httpsidecar doctor), then visit the address in the message": [
    "先排除原因（docker compose exec certbot httpsidecar doctor），再访问消息中的地址",
    "原因を直し（docker compose exec certbot httpsidecar doctor）、メッセージ中のアドレスを開いてください",
  ],
  "the limit of certificates for exactly these names is reached: five in seven days": [
    "同一组域名的证书数量已达上限：七天五张",
    "まったく同じドメインの証明書のレート制限に達しました：7 日間に 5 枚",
  ],
  "{1}; until then a certificate that was obtained before can be put back from archive/": [
    "{1}；在此之前可从 archive/ 恢复以前获取的证书",
    "{1}。それまでは以前取得した証明書を archive/ から戻せます",
  ],
  "the limit of failed validations of a name is reached: five in an hour": [
    "单个域名的验证失败次数已达上限：每小时五次",
    "ドメインごとの検証失敗のレート制限に達しました：1 時間に 5 回",
  ],
  "remove the cause meanwhile: docker compose exec certbot httpsidecar doctor; httpsidecar retries automatically": [
    "请先排除原因：docker compose exec certbot httpsidecar doctor；会自动重试",
    "その間に原因を直してください：docker compose exec certbot httpsidecar doctor。自動で再試行します",
  ],
  "the limit of certificates for the registered domain, all its names together, is reached: 50 in seven days": [
    "注册域名（含其所有子域名）的证书数量已达上限：七天 50 张",
    "登録ドメイン（サブドメインを含む合計）の証明書のレート制限に達しました：7 日間に 50 枚",
  ],
  "{1}; fewer certificates with more domains each use up less": [
    "{1}；减少证书数、每张多放几个域名更省额度",
    "{1}。複数のドメインを 1 枚にまとめると消費が少なくなります",
  ],
  "the rate limit of orders per account is reached: 300 in three hours": [
    "本账户的申请（order）数已达上限：三小时 300 个",
    "アカウントの申請（order）数のレート制限に達しました：3 時間に 300 件",
  ],
  "{1}; look for another client that uses the same account": [
    "{1}；检查是否有另一个客户端在用同一账户",
    "{1}。同じアカウントを使う別のクライアントがないか調べてください",
  ],
  "the limit of new accounts from this address is reached: ten in three hours": [
    "该地址的新账户数已达上限：三小时十个",
    "このアドレスからの新規アカウントのレート制限に達しました：3 時間に 10 件",
  ],
  "{1}; keep the folder accounts/, so that no new account is needed": [
    "{1}；保留 accounts/ 目录，就不需要新账户",
    "{1}。accounts/ フォルダーを残しておけば新しいアカウントは不要です",
  ],
  "the domain is, or ends in, something that cannot be registered": [
    "该域名或其后缀是任何人都无法注册的",
    "このドメイン、またはその末尾は、誰も登録できないものです",
  ],
  "set CERTBOT_DOMAIN to a name under a domain of your own, such as dify.your-company.jp": [
    "把 CERTBOT_DOMAIN 设为你自己域名下的名字，例如 dify.your-company.jp",
    "CERTBOT_DOMAIN を自分のドメインの下の名前にしてください。例：dify.your-company.jp",
  ],
  "the CA's policy forbids a certificate for this name": [
    "CA 的政策禁止为该域名签发证书",
    "認証局のポリシーにより、このドメインには証明書を発行できません",
  ],
  "use another domain, or ask the CA why; another CA may issue it: --server <its directory>": [
    "换一个域名，或询问 CA 原因；其他 CA 也许可以：--server <ACME 服务器地址>",
    "別のドメインにするか、認証局に理由を問い合わせてください。別の認証局なら発行できる場合があります：--server <ディレクトリ URL>",
  ],
  "the CA's terms have changed, and the account's owner must agree": [
    "CA 的条款已变更，账户所有者必须同意",
    "認証局の規約が変わったため、アカウント所有者の同意が必要です",
  ],
  "read and agree at the address in the message, then: docker compose exec certbot update-cert": [
    "在消息中的地址阅读并同意，然后：docker compose exec certbot update-cert",
    "メッセージ中のアドレスで読んで同意し、その後：docker compose exec certbot update-cert",
  ],
  "{1} does not answer like an ACME directory": [
    "{1} 的响应不像 ACME 服务器",
    "{1} は ACME ディレクトリとして応答しません",
  ],
  "put the CA's directory URL into CERTBOT_OPTIONS: --server https://acme-v02.api.letsencrypt.org/directory": [
    "在 CERTBOT_OPTIONS 中写入 CA 的 ACME 服务器地址：--server https://acme-v02.api.letsencrypt.org/directory",
    "認証局のディレクトリ URL を CERTBOT_OPTIONS に指定してください：--server https://acme-v02.api.letsencrypt.org/directory",
  ],
  "move this CA's folder under accounts/ in the certbot conf folder away; the next run registers a new account": [
    "把该 CA 在 certbot conf 目录 accounts/ 下的目录移走；下次运行会注册新账户",
    "certbot の conf フォルダーの accounts/ にあるこの認証局のフォルダーを移してください。次の実行で新しいアカウントを登録します",
  ],
  "open port 80 of this host to the internet (firewall, router) and check that {1} points here{2}": [
    "向互联网开放本机 80 端口（防火墙、路由器），并确认 {1} 指向这里{2}",
    "このホストの 80 番ポートをインターネットに開け（ファイアウォール、ルーター）、{1} がここを指すことを確認してください{2}",
  ],
  ": dig +short {1} A; dig +short {2} AAAA": [
    "：dig +short {1} A; dig +short {2} AAAA",
    "：dig +short {1} A; dig +short {2} AAAA",
  ],
  "check what responds from outside: curl -i http://{1}/.well-known/acme-challenge/test; the domain must point to this host, and nginx must serve the webroot there":
    [
      "从外部查看是谁在响应：curl -i http://{1}/.well-known/acme-challenge/test；域名必须指向本机，并且 nginx 必须让 webroot 可以访问",
      "外から何が応答するか確認してください：curl -i http://{1}/.well-known/acme-challenge/test。ドメインはこのホストを指し、nginx がそこで webroot を公開する必要があります",
    ],
  "run docker compose exec certbot update-cert --debug and report what it prints": [
    "运行 docker compose exec certbot update-cert --debug 并报告其输出",
    "docker compose exec certbot update-cert --debug を実行し、出力を報告してください",
  ],
  "exclude the challenge path from the redirect; to see where it redirects: curl -iL {1}": [
    "让验证路径不被重定向；查看它去了哪里：curl -iL {1}",
    "チャレンジのパスをリダイレクトから外してください。行き先の確認：curl -iL {1}",
  ],
  "at your DNS provider add a record: {1}. A <public IPv4 address of this server>": [
    "在 DNS 服务商处添加记录：{1}. A <本服务器的公网 IPv4 地址>",
    "DNS プロバイダーでレコードを追加してください：{1}. A <このサーバーのグローバル IPv4 アドレス>",
  ],
  "wait: httpsidecar retries as soon as the rate limit allows": [
    "请等待：到 CA 允许时会自动重试",
    "お待ちください。レート制限が解除された時刻に自動で再試行します",
  ],
  "continuing with the order that an earlier run left {1}": [
    "继续上次运行留下的申请{1}",
    "前回の実行が残した申請を続けます{1}",
  ],
  "earlier validations are withdrawn, so that this one counts: {1}": [
    "撤回之前的验证，使本次验证算数：{1}",
    "以前の検証を取り下げ、今回の検証を有効にします：{1}",
  ],
  "the CA no longer knows this account, so it is registered again": [
    "CA 处已没有本账户，因此重新注册",
    "認証局がアカウントを認識しなくなったため、登録し直します",
  ],
  "nothing accepts connections at {1}": ["{1} 没有程序接受连接", "{1} で接続を受け付けるものがありません"],
  "check that the CA runs and that the directory (--server) has the right host and port": [
    "确认 CA 在运行，且 ACME 服务器地址（--server）的主机和端口正确",
    "認証局が動いていること、ディレクトリ（--server）のホストとポートが正しいことを確認してください",
  ],
  "the name of {1} cannot be resolved": ["无法解析 {1} 的域名", "{1} を名前解決できません"],
  "check the DNS of the container: docker compose exec certbot getent hosts {1}": [
    "检查容器的 DNS：docker compose exec certbot getent hosts {1}",
    "コンテナの DNS を確認してください：docker compose exec certbot getent hosts {1}",
  ],
  "{1} did not answer in time": ["{1} 没有及时响应", "{1} が時間内に応答しませんでした"],
  "check that outgoing HTTPS is allowed; behind a proxy set HTTPS_PROXY in httpsidecar.env": [
    "确认可以访问外部 HTTPS；如在代理之后，请在 httpsidecar.env 中设置 HTTPS_PROXY",
    "外向きの HTTPS が通ることを確認してください。プロキシがある場合は httpsidecar.env に HTTPS_PROXY を設定します",
  ],
  "there is no route to {1}": ["没有到 {1} 的路由", "{1} への経路がありません"],
  "check the network of the certbot service: it needs one with access to the internet": [
    "检查 certbot 服务的网络：需要一个能访问互联网的网络",
    "certbot サービスのネットワークを確認してください。インターネットに出られるものが必要です",
  ],
  "{1} closed the connection": ["{1} 断开了连接", "{1} が接続を切断しました"],
  "httpsidecar will retry; if this persists, look for a firewall or a proxy on the way": [
    "会自动重试；如果一直这样，请检查中途的防火墙或代理",
    "再試行します。続く場合は途中のファイアウォールやプロキシを調べてください",
  ],
  "the certificate of {1} comes from an issuer that is not trusted here": [
    "{1} 的证书由此处不信任的机构签发",
    "{1} の証明書の発行者は、ここでは信頼されていません",
  ],
  "mount the issuer's root and name it in httpsidecar.env: REQUESTS_CA_BUNDLE=/path/to/root.pem": [
    "挂载签发者的根证书，并写入 httpsidecar.env：REQUESTS_CA_BUNDLE=/path/to/root.pem",
    "発行者のルート証明書をマウントし、httpsidecar.env に指定してください：REQUESTS_CA_BUNDLE=/path/to/root.pem",
  ],
  "the certificate that {1} presents is for another host name": [
    "{1} 出示的证书属于另一个域名",
    "{1} が示した証明書は別のドメインのものです",
  ],
  "check the host of the directory (--server), and what a proxy on the way returns instead": [
    "检查 ACME 服务器地址（--server）的主机，以及中途代理代它返回了什么",
    "ディレクトリ（--server）のホストと、途中のプロキシが代わりに何を返すかを確認してください",
  ],
  "the certificate of {1} is not valid yet by the clock of this host, {2}": [
    "按本机时钟 {2}，{1} 的证书尚未生效",
    "このホストの時計（{2}）では、{1} の証明書はまだ有効ではありません",
  ],
  "set the clock of the host: timedatectl set-ntp true": [
    "校准主机时钟：timedatectl set-ntp true",
    "ホストの時計を合わせてください：timedatectl set-ntp true",
  ],
  "the certificate of {1} has expired by the clock of this host, {2}": [
    "按本机时钟 {2}，{1} 的证书已过期",
    "このホストの時計（{2}）では、{1} の証明書は期限切れです",
  ],
  "if that time is wrong, set the clock of the host: timedatectl set-ntp true; else tell the CA": [
    "如果该时间不对，校准主机时钟：timedatectl set-ntp true；否则通知 CA",
    "その時刻が違うなら、ホストの時計を合わせてください：timedatectl set-ntp true。そうでなければ認証局に知らせてください",
  ],
  "{1} does not support HTTPS": ["{1} 不支持 HTTPS", "{1} は HTTPS に対応していません"],
  "check the scheme, host and port of the directory (--server): it starts with https://": [
    "检查 ACME 服务器地址（--server）的协议、主机和端口：应以 https:// 开头",
    "ディレクトリ（--server）のスキーム、ホスト、ポートを確認してください：https:// で始まります",
  ],
  "the proxy does not allow connections to {1}": ["代理不允许访问 {1}", "プロキシが {1} への接続を通しません"],
  "check HTTPS_PROXY, its user and password, and NO_PROXY in httpsidecar.env": [
    "检查 httpsidecar.env 中的 HTTPS_PROXY（含用户名和密码）和 NO_PROXY",
    "httpsidecar.env の HTTPS_PROXY（ユーザーとパスワード）と NO_PROXY を確認してください",
  ],
  "{1} sent a response of more than 1 MiB": ["{1} 的响应超过 1 MiB", "{1} の応答が 1 MiB を超えました"],
  "check that the directory (--server) is the address of a real ACME CA": [
    "确认 --server 是真正的 ACME CA 的地址",
    "ディレクトリ（--server）が本物の ACME 認証局のアドレスか確認してください",
  ],
  "the connection to {1} failed ({2})": ["与 {1} 的通信失败（{2}）", "{1} との通信に失敗しました（{2}）"],
  "{1}, the proxy for {2}": ["{1}（{2} 的代理）", "{1}（{2} へのプロキシ）"],
  "{1}:{2}, the proxy for {3}": ["{1}:{2}（{3} 的代理）", "{1}:{2}（{3} へのプロキシ）"],
  "the CA": ["CA", "認証局"],
  "the address of the order": ["申请（order）的地址", "申請（order）の URL"],
  "the address of the certificate": ["证书的地址", "証明書のアドレス"],
  "the CA did not finish the order within {1} seconds": [
    "CA 在 {1} 秒内没有完成申请",
    "認証局が {1} 秒以内に申請の処理を完了しませんでした",
  ],
  "it is tried again; if it stays so, see the CA's status page": [
    "会自动重试；如果一直这样，请查看 CA 的状态页",
    "再試行します。続く場合は認証局のステータスページを確認してください",
  ],
  "the CA refers to an auto-renewal order, which httpsidecar never requested": [
    "CA 提到自动续期的申请（order），而 httpsidecar 从未提交过这种申请",
    "認証局が自動更新の申請（order）に言及しましたが、httpsidecar は一度も行っていません",
  ],
  "the CA does not know this account": ["CA 处没有本账户", "認証局がアカウントを認識しません"],
  "the CA says this certificate has already been replaced": [
    "CA 认为该证书已被替换",
    "認証局では、その証明書は既に置き換え済みです",
  ],
  "it is tried again as a new one: docker compose exec certbot update-cert": [
    "会作为新证书重新申请：docker compose exec certbot update-cert",
    "新しい証明書として再試行します：docker compose exec certbot update-cert",
  ],
  "the certificate is revoked already": ["该证书已被吊销", "証明書は既に失効しています"],
  "ask for a new one: docker compose exec certbot update-cert --force-renewal": [
    "申请一张新的：docker compose exec certbot update-cert --force-renewal",
    "新しい証明書を申請してください：docker compose exec certbot update-cert --force-renewal",
  ],
  "the CA refuses the certificate request": [
    "CA 拒绝了证书签名请求（CSR）",
    "認証局が証明書署名要求（CSR）を拒否しました",
  ],
  "the CA rejected every nonce that it had issued": [
    "CA 拒绝了自己给出的每个 nonce",
    "認証局が、自ら発行した nonce をすべて拒否しました",
  ],
  "httpsidecar will retry; if this persists, look for a proxy that caches the CA's responses": [
    "会自动重试；如果一直这样，请检查是否有代理缓存了 CA 的响应",
    "再試行します。続く場合は、認証局の応答をキャッシュするプロキシがないか調べてください",
  ],
  "the CA refuses the key": ["CA 拒绝了密钥", "認証局が公開鍵を拒否しました"],
  "the CA does not accept this reason for a revocation": [
    "CA 不接受这个吊销原因",
    "認証局がこの失効理由を受け付けません",
  ],
  "revoke without a reason": ["不带原因吊销", "理由なしで失効させてください"],
  "the CA does not accept this account's key type": [
    "CA 不接受本账户的密钥类型",
    "認証局がこのアカウントの鍵の種類を受け付けません",
  ],
  "the CAA record of the name forbids this CA": [
    "该域名的 CAA 记录不允许这家 CA",
    "このドメインの CAA レコードがこの認証局を禁じています",
  ],
  "add the CA to the record, or remove it; what there is: dig +short {1} CAA": [
    "把这家 CA 加入记录，或删除该记录；现有记录：dig +short {1} CAA",
    "認証局をレコードに加えるか、レコードを削除してください。現在の内容：dig +short {1} CAA",
  ],
  "the CA no longer accepts a validation of this order": [
    "CA 不再接受此次申请的验证",
    "認証局はこのオーダーの検証を受け付けなくなりました",
  ],
  "it is tried again with a new order; look for another client that uses the same account": [
    "将重新申请；请查找使用同一账户的其他客户端",
    "新しいオーダーで再試行されます。同じアカウントを使う別のクライアントがないか調べてください",
  ],
  "had expired on {1}": ["已于 {1} 过期", "は {1} に期限切れでした"],
  "is not valid before {1}": ["在 {1} 之前无效", "は {1} まで有効になりません"],
  "the CA refuses several of the names": ["CA 拒绝了其中几个域名", "認証局が複数のドメインを拒否しました"],
  "correct each of them, or remove it from CERTBOT_DOMAIN": [
    "逐个修改，或从 CERTBOT_DOMAIN 中去掉",
    "それぞれ直すか、CERTBOT_DOMAIN から外してください",
  ],
  "the CA could not connect to this host": ["CA 无法连接本机", "認証局がこのホストに接続できませんでした"],
  "the CA could not look up the domain": ["CA 无法解析该域名", "認証局がドメインを名前解決できませんでした"],
  "add an A record with the public address of this host; what there is: dig {1} A": [
    "为域名添加指向本机公网地址的 A 记录；现有记录：dig {1} A",
    "このホストのグローバルアドレスを指す A レコードを追加してください。現在の内容：dig {1} A",
  ],
  "the CA only accepts accounts that were created on its site": [
    "这家 CA 只接受在其网站上创建的账户",
    "この認証局は、サイトで作られたアカウントだけを受け付けます",
  ],
  "get a key id and an HMAC key from its site, and put them into CERTBOT_OPTIONS: --eab-kid=<key id> --eab-hmac-key=<key>":
    [
      "从其网站获取 key id 和 HMAC 密钥，写入 CERTBOT_OPTIONS：--eab-kid=<key id> --eab-hmac-key=<key>",
      "サイトで key id と HMAC 鍵を取得し、CERTBOT_OPTIONS に指定してください：--eab-kid=<key id> --eab-hmac-key=<key>",
    ],
  "the CA did not find the TXT record of the challenge": [
    "CA 没有找到验证所用的 TXT 记录",
    "認証局がチャレンジの TXT レコードを見つけられませんでした",
  ],
  "see what the name servers answer: dig +trace {1}.{2} TXT; the registrar must name the servers where the record is made":
    [
      "查看 DNS 服务器的应答：dig +trace {1}.{2} TXT；域名注册商处登记的必须是创建该记录的服务器",
      "ネームサーバーの応答を確認してください：dig +trace {1}.{2} TXT。レコードを作るサーバーをレジストラに登録してください",
    ],
  "something else responded instead of httpsidecar's challenge file": [
    "验证文件的位置上有别的程序在响应",
    "チャレンジファイルの場所で別のものが応答しました",
  ],
  "the CA refuses the e-mail address": ["CA 拒绝了邮箱地址", "認証局がメールアドレスを拒否しました"],
  "set CERTBOT_EMAIL to an address that exists, or leave it empty": [
    "把 CERTBOT_EMAIL 设为真实存在的地址，或留空",
    "CERTBOT_EMAIL を実在するアドレスにするか、空にしてください",
  ],
  "the CA does not have the profile": ["CA 没有这个 profile", "認証局にこのプロファイルはありません"],
  "remove --preferred-profile or --required-profile from CERTBOT_OPTIONS, or use one that it has": [
    "从 CERTBOT_OPTIONS 中去掉 --preferred-profile 或 --required-profile，或写一个它有的",
    "CERTBOT_OPTIONS から --preferred-profile または --required-profile を外すか、認証局にあるものを指定してください",
  ],
  "the CA did not understand the request": ["CA 无法理解该请求", "認証局がリクエストを理解できませんでした"],
  "the CA wants the CAA record of an onion service, which has none in DNS": [
    "CA 要求 onion 服务的 CAA 记录，而它在 DNS 中没有",
    "認証局が onion サービスの CAA レコードを求めていますが、DNS にはありません",
  ],
  "set CERTBOT_DOMAIN to a public name of your own: onion names cannot be proven here": [
    "把 CERTBOT_DOMAIN 设为你自己的公网域名：这里无法验证 onion 域名",
    "CERTBOT_DOMAIN を自分の公開ドメイン名にしてください：onion ドメインはここでは検証できません",
  ],
  "the CA is not done with the validation": ["CA 还没有完成验证", "認証局の検証が終わっていません"],
  "the CA's limit is reached": ["已达 CA 的频率上限", "認証局のレート制限に達しました"],
  "wait: httpsidecar retries when the CA allows; to test meanwhile: docker compose exec certbot update-cert --dry-run":
    [
      "请等待：到 CA 允许时会自动重试；期间可试运行：docker compose exec certbot update-cert --dry-run",
      "お待ちください。認証局が許可する時刻に再試行します。その間のテスト実行：docker compose exec certbot update-cert --dry-run",
    ],
  "the CA refuses to issue a certificate for this domain": [
    "CA 不为该域名签发证书",
    "認証局はこのドメインに証明書を発行しません",
  ],
  "set CERTBOT_DOMAIN to a public name of your own, or ask the CA why": [
    "把 CERTBOT_DOMAIN 设为你自己的公网域名，或询问 CA 原因",
    "CERTBOT_DOMAIN を自分の公開ドメイン名にするか、認証局に理由を問い合わせてください",
  ],
  "the CA has an internal error": ["CA 自身出现故障", "認証局側の障害です"],
  "wait: httpsidecar will retry; see the CA's status page": [
    "请等待：会自动重试；可查看 CA 的状态页",
    "お待ちください。再試行します。認証局のステータスページも確認してください",
  ],
  "the CA was sent on to HTTPS and could not connect there": [
    "CA 被重定向到 HTTPS，但在那里无法连接",
    "認証局が HTTPS へリダイレクトされ、そこで接続できませんでした",
  ],
  "serve the challenge over plain HTTP; to see where it redirects: curl -i http://{1}/.well-known/acme-challenge/test":
    [
      "让验证文件可以用普通 HTTP 访问；查看重定向到哪里：curl -i http://{1}/.well-known/acme-challenge/test",
      "チャレンジは平文の HTTP で公開してください。リダイレクト先の確認：curl -i http://{1}/.well-known/acme-challenge/test",
    ],
  "the CA does not allow this account to do that": [
    "CA 不允许本账户这样做",
    "認証局がこのアカウントに許可していません",
  ],
  "the CA does not know the delegation that the order names": [
    "CA 没有申请中指定的委托",
    "認証局が、申請にある委任を認識しません",
  ],
  "the CA does not accept this kind of contact": ["CA 不接受这种联系方式", "認証局がこの種類の連絡先を受け付けません"],
  "leave CERTBOT_EMAIL empty": ["将 CERTBOT_EMAIL 留空", "CERTBOT_EMAIL を空にしてください"],
  "the CA does not accept this kind of name": ["CA 不接受这类域名", "認証局がこの種類のドメインを受け付けません"],
  "set CERTBOT_DOMAIN to a domain name; for an address use a CA that certifies addresses, and for Let's Encrypt its profile: --preferred-profile shortlived":
    [
      "把 CERTBOT_DOMAIN 设为域名；若是 IP 地址，请用支持地址的 CA，Let's Encrypt 需其 profile：--preferred-profile shortlived",
      "CERTBOT_DOMAIN をドメイン名にしてください。IP アドレスの場合は対応する認証局を使い、Let's Encrypt ではプロファイルを指定します：--preferred-profile shortlived",
    ],
  "the CA wants something from the account's owner": [
    "CA 需要账户所有者处理某件事",
    "認証局がアカウント所有者の対応を求めています",
  ],
  "visit the address in the message, then run docker compose exec certbot update-cert": [
    "访问消息中的地址，然后运行 docker compose exec certbot update-cert",
    "メッセージ中のアドレスを開き、その後 docker compose exec certbot update-cert を実行してください",
  ],
  "the CA refuses": ["CA 拒绝", "認証局が拒否しました"],
  "warning: the CA has no profile {1} (--preferred-profile), {2}": [
    "warning: CA 没有 profile {1}（--preferred-profile），{2}",
    "warning: 認証局にプロファイル {1}（--preferred-profile）がありません。{2}",
  ],
  "the CA accepted the order {1}, and {2} is required": [
    "CA 接受的申请{1}，而要求的是 {2}",
    "認証局は{1}申請を受け付けましたが、{2} が必要です",
  ],
  "without a profile": ["没有 profile", "プロファイルなしで"],
  "with the profile {1}": ["使用 profile {1}", "プロファイル {1} で"],
  "remove --required-profile {1}, or use --preferred-profile {2}": [
    "去掉 --required-profile {1}，或改写为 --preferred-profile {2}",
    "--required-profile {1} を外すか、--preferred-profile {2} と書いてください",
  ],
  "{1} is an IP address: its certificate (profile {2}) is valid for 160 hours at Let's Encrypt, so it is renewed every few days; port 80 has to stay open and this container running, a pause of more than three days takes the site down":
    [
      "{1} 是 IP 地址：其证书（profile {2}）在 Let's Encrypt 的有效期为 160 小时，因此每隔几天续期一次；80 端口必须保持开放、本容器必须一直运行，停机超过三天网站就无法访问",
      "{1} は IP アドレスです。証明書（プロファイル {2}）の有効期間は Let's Encrypt では 160 時間で、数日ごとに更新します。80 番ポートを開け、このコンテナを動かし続けてください。3 日を超えて止まるとサイトが使えなくなります",
    ],
  "the CA has no profile {1} (--required-profile), {2}": [
    "CA 没有 profile {1}（--required-profile），{2}",
    "認証局にプロファイル {1}（--required-profile）がありません。{2}",
  ],
  "use one of its profiles in CERTBOT_OPTIONS, or --preferred-profile to continue without it": [
    "在 CERTBOT_OPTIONS 中选一个它有的，或写 --preferred-profile 以便没有也继续",
    "認証局にあるものを CERTBOT_OPTIONS で選ぶか、なくても続けるには --preferred-profile と書いてください",
  ],
  "it has none at all": ["它一个也没有", "一つもありません"],
  "it has: {1}": ["它有：{1}", "あるもの：{1}"],
  "the CA responded with HTTP {1} and no reason": [
    "CA 返回 HTTP {1}，没有说明原因",
    "認証局が理由なしに HTTP {1} で応答しました",
  ],
  "check that the directory (--server) is the address of a real ACME CA, and what a proxy on the way returns": [
    "确认 --server 是真正的 ACME CA 的地址，并查看中途代理返回了什么",
    "ディレクトリ（--server）が本物の ACME 認証局のアドレスか、途中のプロキシが何を返すかを確認してください",
  ],
  "the CA's response lacks {1}": ["CA 的响应中缺少{1}", "認証局の応答に{1}がありません"],
  "all of it": ["全部", "全体"],
  "the CA's response is not what {1} requires ({2})": [
    "CA 的响应不符合 {1}（{2}）",
    "認証局の応答が {1} に沿っていません（{2}）",
  ],
  "httpsidecar will retry; if this persists, look for a proxy on the way that changes responses": [
    "会自动重试；如果一直这样，请检查中途是否有代理改动了响应",
    "再試行します。続く場合は、途中で応答を書き換えるプロキシがないか調べてください",
  ],
  "is not a valid date and time": ["不是时间", "は日時ではありません"],
  "the address of the account": ["账户的地址", "アカウントのアドレス"],
  "an account": ["账户", "アカウント"],
  "a nonce": ["nonce", "nonce"],
  "REQUESTS_CA_BUNDLE={1} has no certificate in it": [
    "REQUESTS_CA_BUNDLE={1} 中没有证书",
    "REQUESTS_CA_BUNDLE={1} に証明書がありません",
  ],
  "use a PEM file: lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----": [
    "给出 PEM 文件：从 -----BEGIN CERTIFICATE----- 到 -----END CERTIFICATE----- 的各行",
    "PEM ファイルを指定してください：-----BEGIN CERTIFICATE----- から -----END CERTIFICATE----- までの行",
  ],
  "REQUESTS_CA_BUNDLE={1} cannot be read": ["无法读取 REQUESTS_CA_BUNDLE={1}", "REQUESTS_CA_BUNDLE={1} を読めません"],
  "mount the file into the certbot service: ./my-ca.pem:{1}:ro": [
    "把该文件挂载到 certbot 服务：./my-ca.pem:{1}:ro",
    "ファイルを certbot サービスにマウントしてください：./my-ca.pem:{1}:ro",
  ],
  "the CA does not count this as the renewal of the present certificate, so it is ordered as a new one": [
    "CA 不把这次当作现有证书的续期，因此按新证书申请",
    "認証局がこれを現在の証明書の更新と見なさないため、新規として申請します",
  ],
  "the CA did not say within {1} seconds whether it reached {2}": [
    "CA 在 {1} 秒内没有说明能否访问 {2}",
    "認証局が {1} 秒以内に {2} に到達できたかどうかを返しませんでした",
  ],
  "warning: browsers do not trust {1} yet (as of {2}), so a chain that ends there shows visitors a warning; remove --preferred-chain":
    [
      "warning: 浏览器还不信任 {1}（截至 {2}），以它结尾的证书链会让访问者看到警告；请去掉 --preferred-chain",
      "warning: ブラウザーはまだ {1} を信頼していません（{2} 現在）。そこに至る証明書チェーンでは警告が表示されるため、--preferred-chain を外してください",
    ],
  "the authorizations of the order": ["申请的授权", "申請の認可"],
  "the CA says that the certificate is revoked (OCSP)": [
    "CA 表示该证书已被吊销（OCSP）",
    "認証局によると、この証明書は失効しています（OCSP）",
  ],
  "{1} gives addresses that do not start with https, as ACME demands": [
    "{1} 给出的地址不是以 https 开头的，而 ACME 要求必须如此",
    "{1} が返すアドレスに https で始まらないものがあります。ACME では https が必須です",
  ],
  "set the CA's own address to https, or let the proxy in front of it send X-Forwarded-Proto: https": [
    "把 CA 自身的地址设为 https，或者让它前面的代理发送 X-Forwarded-Proto: https",
    "認証局自身のアドレスを https にするか、前段のプロキシから X-Forwarded-Proto: https を送ってください",
  ],
  "{1} speaks only TLS 1.0 or 1.1, which are no longer safe and are not spoken here": [
    "{1} 只支持 TLS 1.0 或 1.1；它们已不安全，这里不使用",
    "{1} は TLS 1.0 か 1.1 しか使えません。安全ではないため、ここでは使いません",
  ],
  "ask the CA's operator to turn on TLS 1.2": [
    "请 CA 的管理员启用 TLS 1.2",
    "認証局の管理者に TLS 1.2 の有効化を依頼してください",
  ],
  "the certificate of {1}, or one above it, is signed with SHA-1 or MD5, which are no longer safe": [
    "{1} 的证书或其上级证书是用 SHA-1 或 MD5 签名的，已不安全",
    "{1} の証明書、またはその上位の証明書が SHA-1 か MD5 で署名されています。これらは安全ではありません",
  ],
  "ask the CA's operator for a certificate that is signed with SHA-256": [
    "请 CA 的管理员换用 SHA-256 签名的证书",
    "認証局の管理者に SHA-256 で署名された証明書への交換を依頼してください",
  ],
  "the certificate of {1}, or one above it, has a key of less than 2048 bits (RSA), which is no longer safe": [
    "{1} 的证书或其上级证书的密钥不足 2048 位（RSA），已不安全",
    "{1} の証明書、またはその上位の証明書の鍵が 2048 ビット未満（RSA）です。安全ではありません",
  ],
  "ask the CA's operator for a certificate with a key of 2048 bits or more": [
    "请 CA 的管理员换用 2048 位或更长密钥的证书",
    "認証局の管理者に 2048 ビット以上の鍵の証明書への交換を依頼してください",
  ],
  "the CA wants {1} proofs of control for {2} names": [
    "CA 要求为 {2} 个域名提供 {1} 个控制权证明",
    "認証局が {2} 個の名前に対して {1} 個の所有確認を求めています",
  ],
  "check that the directory (--server) is the address of a real CA": [
    "请检查 ACME 服务器地址（--server）是否属于真正的 CA",
    "ディレクトリ（--server）が実在する認証局のアドレスか確認してください",
  ],
  "the address that takes the certificate request": ["提交证书签名请求的地址", "証明書署名要求の送信先アドレス"],
  "the CA's terms have changed and are agreed to, as with --agree-tos: {1}": [
    "CA 的服务条款已更改，已按 --agree-tos 同意：{1}",
    "認証局の利用規約が変わったため、--agree-tos と同様に同意しました（{1}）",
  ],
  "{1} names a {2} proxy, and only HTTP proxies can be used here": [
    "{1} 设置的是 {2} 代理，而这里只能使用 HTTP 代理",
    "{1} に {2} プロキシが指定されていますが、ここで使えるのは HTTP プロキシだけです",
  ],
  "put an HTTP proxy into httpsidecar.env, HTTPS_PROXY=http://<host>:<port>, or leave the CA out of it with NO_PROXY": [
    "在 httpsidecar.env 中设置 HTTP 代理 HTTPS_PROXY=http://<host>:<port>，或用 NO_PROXY 让 CA 不经过代理",
    "httpsidecar.env に HTTP プロキシ HTTPS_PROXY=http://<host>:<port> を設定するか、NO_PROXY で認証局を除外してください",
  ],
  "and {1} more": ["以及另外 {1} 个", "ほか {1} 件"],
  "the CA takes no RSA key for an account, so an ECDSA key is used": [
    "CA 的账户不接受 RSA 密钥，因此使用 ECDSA 密钥",
    "認証局がアカウントに RSA 鍵を受け付けないため、ECDSA 鍵を使います",
  ],
  "EAB_HMAC_KEY_FILE={1} cannot be read as the HMAC key of an external account": [
    "EAB_HMAC_KEY_FILE={1} 无法作为外部账户的 HMAC 密钥读取",
    "EAB_HMAC_KEY_FILE={1} を外部アカウントの HMAC 鍵として読み取れません",
  ],
  "put the key alone into the file, in base64 as the CA issues it, and mount it into the certbot service: ./eab-hmac-key:{1}:ro":
    [
      "文件中只放密钥，按 CA 给出的 base64 形式，并把它挂载到 certbot 服务：./eab-hmac-key:{1}:ro",
      "ファイルには認証局が発行した base64 の鍵だけを入れ、certbot サービスにマウントしてください：./eab-hmac-key:{1}:ro",
    ],
};
