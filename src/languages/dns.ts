import type { Texts } from "./texts.ts";

export const dns: Texts = {
  "validate by a DNS record that you set once (dns-persist-01): show the record": [
    "用只需设置一次的 DNS 记录验证（dns-persist-01）：显示该记录",
    "一度だけ設定する DNS レコードで検証（dns-persist-01）：レコードを表示",
  ],
  "add it once at your DNS provider, and set DNS_PROVIDER=persist in httpsidecar.env; renewals need no other record": [
    "在 DNS 服务商处添加一次，并在 httpsidecar.env 中设置 DNS_PROVIDER=persist；续期不需要其他记录",
    "DNS プロバイダーで一度だけ追加し、httpsidecar.env に DNS_PROVIDER=persist と書いてください。更新にほかのレコードは要りません",
  ],
  "from then on the account's key is enough to obtain certificates for these names: it is kept in the volume httpsidecar-state (without that volume in /etc/letsencrypt/accounts); keep it, and keep it closed to others":
    [
      "从此仅凭账户的密钥就能为这些域名申请证书：它保存在卷 httpsidecar-state 中（没有该卷时在 /etc/letsencrypt/accounts 中）；请保留它，并且不要让他人读取",
      "以後はアカウントの鍵だけでこれらのドメインの証明書を取得できます。鍵はボリューム httpsidecar-state にあります（このボリュームがなければ /etc/letsencrypt/accounts）。失わないように保管し、他人に読まれないようにしてください",
    ],
  "the CA gives names or addresses that cannot be written into a DNS record": [
    "证书颁发机构给出的名称或地址不能写进 DNS 记录",
    "認証局の示す名前かアドレスは DNS レコードに書けません",
  ],
  "validate in another way: over port 80, or with another DNS_PROVIDER": [
    "改用其他方式验证：80 端口，或其他 DNS_PROVIDER",
    "ほかの方法で検証：ポート 80、または別の DNS_PROVIDER",
  ],
  "warning: the TXT record {1} counts until {2} (persistUntil): set it again without an end": [
    "warning: TXT 记录 {1} 的有效期到 {2}（persistUntil）：请重新设置，不写期限",
    "warning: TXT レコード {1} の期限は {2} です（persistUntil）。期限なしで設定し直してください",
  ],
  "the TXT record {1} does not let this account obtain certificates": [
    "TXT 记录 {1} 不允许此账户申请证书",
    "TXT レコード {1} は、このアカウントに証明書の取得を許していません",
  ],
  "add at your DNS provider the record that this shows: docker compose exec certbot httpsidecar dns-record": [
    "在 DNS 服务商处添加此命令显示的记录：docker compose exec certbot httpsidecar dns-record",
    "次のコマンドが示すレコードを DNS プロバイダーで追加：docker compose exec certbot httpsidecar dns-record",
  ],
  "DNS_PROVIDER=persist needs an account first: the TXT record names it": [
    "DNS_PROVIDER=persist 需要先有账户：TXT 记录中写着它",
    "DNS_PROVIDER=persist には先にアカウントが必要です。TXT レコードに書かれるためです",
  ],
  "the port in RFC2136_NAMESERVER or RFC2136_PORT is not a number from 1 to 65535": [
    "RFC2136_NAMESERVER 或 RFC2136_PORT 中的端口不是 1 到 65535 的数字",
    "RFC2136_NAMESERVER か RFC2136_PORT のポートが 1～65535 の数ではありません",
  ],
  "set RFC2136_NAMESERVER=192.0.2.53:53 in httpsidecar.env, with the address of your DNS server": [
    "在 httpsidecar.env 中设置 RFC2136_NAMESERVER=192.0.2.53:53，换成你的 DNS 服务器地址",
    "httpsidecar.env で RFC2136_NAMESERVER=192.0.2.53:53 とし、DNS サーバーのアドレスにしてください",
  ],
  "a TXT record for {1} can be made, is seen at every DNS server of the zone, and is removed": [
    "可以为 {1} 创建 TXT 记录，该区域的每台 DNS 服务器都能看到它，之后也能删除",
    "{1} の TXT レコードを作成でき、ゾーンのすべての DNS サーバーで確認でき、削除もできます",
  ],
  "this DNS plugin is not here": ["这里没有这个 DNS 插件", "この DNS プラグインはありません"],
  "DNS_PROVIDER in httpsidecar.env names another way to change the zone, such as exec with a script": [
    "在 httpsidecar.env 中用 DNS_PROVIDER 指定修改区域的其他方式，例如用脚本的 exec",
    "httpsidecar.env の DNS_PROVIDER で、スクリプトを使う exec など、ゾーンを変更する別の方法を指定してください",
  ],
  "--{1} and --{2} are two ways to prove one name": [
    "--{1} 和 --{2} 是验证同一域名的两种方式",
    "--{1} と --{2} は、同じドメインを検証する別々の方法です",
  ],
  "--manual needs --manual-auth-hook, because nothing is asked at the terminal here": [
    "--manual 需要 --manual-auth-hook，因为这里不会询问任何人",
    "--manual には --manual-auth-hook が必要です。ここでは対話的な質問をしないためです",
  ],
  "write --manual-auth-hook /path/of/script in CERTBOT_OPTIONS": [
    "在 CERTBOT_OPTIONS 中写 --manual-auth-hook /path/of/script",
    "CERTBOT_OPTIONS に --manual-auth-hook /path/of/script と書いてください",
  ],
  "--preferred-challenges {1} leaves no challenge that works here": [
    "--preferred-challenges {1} 没有留下这里可用的验证方式",
    "--preferred-challenges {1} では、ここで使えるチャレンジが残りません",
  ],
  "leave it out, write --preferred-challenges http, or dns with DNS_PROVIDER or --manual": [
    "去掉它，或写 --preferred-challenges http，或在设置 DNS_PROVIDER 或 --manual 时写 dns",
    "指定しないか、--preferred-challenges http とするか、DNS_PROVIDER または --manual と一緒に dns を指定してください",
  ],
  "DNS_PROVIDER={1} and --{2} are two providers": [
    "DNS_PROVIDER={1} 和 --{2} 是两个不同的服务商",
    "DNS_PROVIDER={1} と --{2} は別々のプロバイダーです",
  ],
  "DNS_PROVIDER {1} is none of {2}": [
    "DNS_PROVIDER {1} 不是以下之一：{2}",
    "DNS_PROVIDER {1} は次のいずれでもありません：{2}",
  ],
  "write one of them in httpsidecar.env; for another provider DNS_PROVIDER=exec with a script, or one CNAME to a zone that can be changed":
    [
      "在 httpsidecar.env 中写其中一个；其他服务商请用 DNS_PROVIDER=exec 加脚本，或用一条 CNAME 指向可以修改的区域",
      "httpsidecar.env にそのいずれかを書いてください。ほかのプロバイダーでは DNS_PROVIDER=exec とスクリプト、または変更できるゾーンへの CNAME を使えます",
    ],
  "DNS_PROVIDER={1} needs {2}": ["DNS_PROVIDER={1} 需要 {2}", "DNS_PROVIDER={1} には {2} が必要です"],
  "put {1} into httpsidecar.env, or the path of a file that has it: {2}_FILE=/run/secrets/…": [
    "把 {1} 写入 httpsidecar.env，或写含有它的文件路径：{2}_FILE=/run/secrets/…",
    "{1} を httpsidecar.env に書くか、その値が入ったファイルのパスを書いてください：{2}_FILE=/run/secrets/…",
  ],
  "DNS_PROPAGATION_TIMEOUT {1} is not a number of seconds from 1 to {2}": [
    "DNS_PROPAGATION_TIMEOUT {1} 不是 1 到 {2} 之间的秒数",
    "DNS_PROPAGATION_TIMEOUT {1} は 1 から {2} までの秒数ではありません",
  ],
  "write DNS_PROPAGATION_TIMEOUT=300 in httpsidecar.env": [
    "在 httpsidecar.env 中写 DNS_PROPAGATION_TIMEOUT=300",
    "httpsidecar.env に DNS_PROPAGATION_TIMEOUT=300 と書いてください",
  ],
  "is a wildcard, which is proven in DNS only: set DNS_PROVIDER, or list the names": [
    "是通配符，只能通过 DNS 验证：请设置 DNS_PROVIDER，或逐个列出域名",
    "はワイルドカードで、DNS でしか検証できません。DNS_PROVIDER を設定するか、ドメインを列挙してください",
  ],
  "is a wildcard of an address": ["是地址的通配符", "は IP アドレスのワイルドカードです"],
  "{1} answers with status {2} and not as documented": [
    "{1} 返回状态 {2}，内容与其文档不符",
    "{1} がステータス {2} で、文書と異なる応答を返しました",
  ],
  "try again later; if it stays so, see the provider's status page": [
    "稍后再试；如果一直如此，请查看服务商的状态页",
    "後でもう一度試してください。続く場合は、プロバイダーの稼働状況ページを確認してください",
  ],
  "{1} refuses the key: {2}": ["{1} 拒绝了密钥：{2}", "{1} が API キーを拒否しました：{2}"],
  "check {1} in httpsidecar.env, and that the key may change TXT records of this zone": [
    "检查 httpsidecar.env 中的 {1}，以及该密钥是否可以修改此区域的 TXT 记录",
    "httpsidecar.env の {1} と、その API キーがこのゾーンの TXT レコードを変更できることを確認してください",
  ],
  "a CAA record of {1} has the tag {2}, which no CA knows, and is critical (128): none may issue for {3}": [
    "{1} 的 CAA 记录含有任何 CA 都不认识的标签 {2}，并且标记为关键（128）：没有 CA 可以为 {3} 签发",
    "{1} の CAA レコードに、どの CA も知らないタグ {2} が重要（128）として付いています。どの CA も {3} の証明書を発行できません",
  ],
  "at your DNS provider remove that CAA record of {1}, or give it the flag 0": [
    "在 DNS 服务商处删除 {1} 的这条 CAA 记录，或把它的标志改为 0",
    "DNS プロバイダーで {1} のその CAA レコードを削除するか、フラグを 0 にしてください",
  ],
  "this host's resolver names private servers for {1} ({2}); a public CA asks others, so the record is looked for at {3}":
    [
      "本机的解析器为 {1} 给出的是内网 DNS 服务器（{2}）；公共 CA 查询的是其他服务器，因此在 {3} 上查找该记录",
      "このホストのリゾルバーは {1} に内部の DNS サーバー（{2}）を示しますが、公開認証局は別のサーバーに問い合わせます。レコードは {3} で確認します",
    ],
  "{1} has no zone {2} in this account": [
    "{1} 的这个账户中没有区域 {2}",
    "{1} のこのアカウントにはゾーン {2} がありません",
  ],
  "use the key of the account that has the zone; or point _acme-challenge with a CNAME to a zone that this key may change; if the zone is a registry's, such as co.uk, the domain below it is not registered":
    [
      "使用拥有该区域的账户的密钥；或用 CNAME 把 _acme-challenge 指向此密钥可以修改的区域；如果该区域属于注册局（例如 com.cn），说明它下面的域名还没有注册",
      "ゾーンを持つアカウントの API キーを使うか、_acme-challenge を CNAME でこのキーが変更できるゾーンに向けてください。ゾーンがレジストリのもの（co.uk など）なら、その下のドメインは登録されていません",
    ],
  "{1} did not change the record: {2}": ["{1} 没有修改记录：{2}", "{1} がレコードを変更しませんでした：{2}"],
  "check this zone in the provider's console; it is tried again automatically": [
    "在服务商的控制台检查此区域；会自动重试",
    "プロバイダーの管理画面でこのゾーンを確認してください。自動的に再試行されます",
  ],
  "Route 53 has no keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and no role of this instance or container answers ({1})":
    [
      "Route 53 没有密钥：没有设置 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，此实例或容器的角色也没有响应（{1}）",
      "Route 53 のキーがありません。AWS_ACCESS_KEY_ID と AWS_SECRET_ACCESS_KEY が未設定で、このインスタンスやコンテナーのロールも応答しません（{1}）",
    ],
  "set both in httpsidecar.env, then: {1}; or give the EC2 instance a role, and let containers ask for it: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id ID":
    [
      "在 httpsidecar.env 中设置这两项，然后：{1}；或给 EC2 实例分配角色，并允许容器获取：aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id ID",
      "httpsidecar.env で両方を設定し、その後：{1}。または EC2 インスタンスにロールを付け、コンテナーから取得できるようにしてください：aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id ID",
    ],
  "the key of {1} reaches {2} zones; one limited to a single zone is safer: docker/docs/dns.md": [
    "{1} 的密钥可以访问 {2} 个区域；只限一个区域的密钥更安全：docker/docs/dns.md",
    "{1} のキーは {2} 個のゾーンに届きます。1 つのゾーンに限ったキーのほうが安全です：docker/docs/dns.md",
  ],
  "{1} asks for fewer calls: {2}": ["{1} 要求减少调用：{2}", "{1} が呼び出しを減らすよう求めています：{2}"],
  "wait: it is tried again automatically": ["请等待：会自动重试", "お待ちください。自動的に再試行されます"],
  "see what the hook needs, and try again: docker compose exec certbot update-cert": [
    "查看该 hook 需要什么，然后重试：docker compose exec certbot update-cert",
    "hook に必要なものを確認し、もう一度実行してください：docker compose exec certbot update-cert",
  ],
  "the API of the DNS provider at {1} does not answer: {2}": [
    "DNS 服务商位于 {1} 的 API 没有响应：{2}",
    "DNS プロバイダーの API（{1}）が応答しません：{2}",
  ],
  "check that this container reaches it: docker compose exec certbot httpsidecar doctor; behind a proxy set HTTPS_PROXY in httpsidecar.env":
    [
      "检查此容器能否访问它：docker compose exec certbot httpsidecar doctor；如在代理之后，请在 httpsidecar.env 中设置 HTTPS_PROXY",
      "このコンテナーから到達できるか確認してください：docker compose exec certbot httpsidecar doctor。プロキシの内側では httpsidecar.env に HTTPS_PROXY を設定してください",
    ],
  "the CNAME records of {1} lead nowhere: {2}": [
    "{1} 的 CNAME 记录没有终点：{2}",
    "{1} の CNAME レコードの行き先がありません：{2}",
  ],
  "at your DNS provider let the CNAME lead straight to the name where the record is made": [
    "在你的 DNS 服务商处，让 CNAME 直接指向创建记录的域名",
    "DNS プロバイダーで、CNAME をレコードが作成される名前に直接向けてください",
  ],
  "{1} (CNAME), in the zone {2}": ["{1}（CNAME），位于区域 {2}", "{1}（CNAME）、ゾーン {2}"],
  "no DNS server of {1} can be asked from here (port 53 is closed?): waiting {2} s instead": [
    "从这里无法查询 {1} 的任何 DNS 服务器（53 端口被封？）：改为等待 {2} 秒",
    "ここから {1} の DNS サーバーに問い合わせできません（53 番ポートが閉じている可能性があります）。代わりに {2} 秒待ちます",
  ],
  "warning: the TXT record of an earlier run at {1} could not be removed: {2}": [
    "warning: 无法删除之前运行留在 {1} 的 TXT 记录：{2}",
    "warning: 以前の実行が {1} に残した TXT レコードを削除できませんでした：{2}",
  ],
  "warning: the DNS server {1} does not answer for the zone; the other servers show the record": [
    "warning: DNS 服务器 {1} 没有为该区域应答；其他服务器已有该记录",
    "warning: DNS サーバー {1} がこのゾーンに応答しません。ほかのサーバーにはレコードがあります",
  ],
  "DNS resolvers fail for {1}: its DNS servers do not answer for it, or its DNSSEC is broken; the CA would see the same":
    [
      "DNS 解析器无法解析 {1}：它的 DNS 服务器没有应答，或 DNSSEC 已损坏；CA 也会遇到同样的情况",
      "DNS リゾルバーが {1} を解決できません。DNS サーバーが応答しないか、DNSSEC が壊れています。認証局でも同じ結果になります",
    ],
  "see what is wrong with it at https://dnsviz.net (usual: a DS record at the registrar of a former provider)": [
    "在 https://dnsviz.net 查看问题所在（常见：注册商处还留着以前服务商的 DS 记录）",
    "https://dnsviz.net で問題を確認してください（よくある原因：以前のプロバイダーの DS レコードがレジストラに残っている）",
  ],
  "{1} did not show the TXT record of {2} within {3} s; the CA was not asked": [
    "{1} 在 {3} 秒内没有出现 {2} 的 TXT 记录；没有向 CA 发出请求",
    "{1} に {2} の TXT レコードが {3} 秒以内に現れなかったため、認証局には要求していません",
  ],
  "check that the DNS servers of {1} at your registrar are those of your DNS provider; if they are slow, set DNS_PROPAGATION_TIMEOUT=600 in httpsidecar.env":
    [
      "检查注册商处 {1} 的 DNS 服务器是否是你的 DNS 服务商的；如果它们较慢，请在 httpsidecar.env 中设置 DNS_PROPAGATION_TIMEOUT=600",
      "レジストラーに登録された {1} の DNS サーバーが、お使いの DNS プロバイダーのものか確認してください。反映が遅い場合は httpsidecar.env に DNS_PROPAGATION_TIMEOUT=600 を設定してください",
    ],
  "no DNS resolver answers: {1}": ["没有 DNS 解析器应答：{1}", "応答する DNS リゾルバーがありません：{1}"],
  "name resolvers that this container can reach in httpsidecar.env: DOCTOR_RESOLVERS=1.1.1.1,8.8.8.8": [
    "在 httpsidecar.env 中指定此容器能访问的解析器：DOCTOR_RESOLVERS=1.1.1.1,8.8.8.8",
    "このコンテナーから到達できるリゾルバーを httpsidecar.env に指定してください：DOCTOR_RESOLVERS=1.1.1.1,8.8.8.8",
  ],
  "no DNS zone has the name {1}: none of its parts has a SOA record": [
    "没有包含 {1} 的 DNS 区域：它的各级域名都没有 SOA 记录",
    "{1} を含む DNS ゾーンがありません。どの階層にも SOA レコードがありません",
  ],
  "check the spelling of CERTBOT_DOMAIN, and that the domain is registered and has its DNS servers set": [
    "检查 CERTBOT_DOMAIN 的拼写，以及该域名是否已注册并设置了 DNS 服务器",
    "CERTBOT_DOMAIN の綴りと、ドメインが登録済みで DNS サーバーが設定されていることを確認してください",
  ],
  "no account in {1} has the name {2}": ["{1} 中没有名为 {2} 的账户", "{1} に {2} という名前のアカウントがありません"],
  "register at your acme-dns server, and point _acme-challenge with a CNAME to the fulldomain that it gives": [
    "在你的 acme-dns 服务器上注册，并用 CNAME 把 _acme-challenge 指向它给出的 fulldomain",
    "acme-dns サーバーに登録し、_acme-challenge を CNAME でそこで得た fulldomain に向けてください",
  ],
  "the acme-dns accounts in {1} cannot be read": [
    "无法读取 {1} 中的 acme-dns 账户",
    "{1} の acme-dns アカウントを読み取れません",
  ],
  'mount the JSON file of your acme-dns accounts there, readable for root: {"NAME": {"username": …, "password": …, "subdomain": …, "fulldomain": …}}':
    [
      '把 acme-dns 账户的 JSON 文件挂载到那里，root 可读：{"NAME": {"username": …, "password": …, "subdomain": …, "fulldomain": …}}',
      'acme-dns アカウントの JSON ファイルを root が読める形でそこにマウントしてください：{"NAME": {"username": …, "password": …, "subdomain": …, "fulldomain": …}}',
    ],
  "try it by hand: docker compose exec certbot {1} present _acme-challenge.example.com. test": [
    "手动试一下：docker compose exec certbot {1} present _acme-challenge.example.com. test",
    "手動で試してください：docker compose exec certbot {1} present _acme-challenge.example.com. test",
  ],
  "ended with exit code {1}": ["以退出码 {1} 结束", "が終了コード {1} で終わりました"],
  "was ended by {1}": ["被 {1} 终止", "が {1} で終了させられました"],
  "cannot be started ({1})": ["无法启动（{1}）", "を起動できません（{1}）"],
  "took too long and was ended": ["耗时过长，已被终止", "に時間がかかりすぎたため終了させました"],
  "this key may not change {1} (REFUSED)": [
    "此密钥不能修改 {1}（REFUSED）",
    "このキーでは {1} を変更できません（REFUSED）",
  ],
  "the answer is not signed with this key": ["响应没有用此密钥签名", "応答がこのキーで署名されていません"],
  "RFC2136_TSIG_ALGORITHM is none of: {1}": [
    "RFC2136_TSIG_ALGORITHM 不是以下之一：{1}",
    "RFC2136_TSIG_ALGORITHM は次のいずれでもありません：{1}",
  ],
  "set RFC2136_TSIG_ALGORITHM=hmac-sha256 in httpsidecar.env, or what the key of your server has": [
    "在 httpsidecar.env 中设置 RFC2136_TSIG_ALGORITHM=hmac-sha256，或你服务器密钥所用的算法",
    "httpsidecar.env に RFC2136_TSIG_ALGORITHM=hmac-sha256、またはサーバーのキーのアルゴリズムを設定してください",
  ],
  "the DNS server {1} does not answer an update at port {2} (TCP)": [
    "DNS 服务器 {1} 在端口 {2}（TCP）没有应答更新",
    "DNS サーバー {1} がポート {2}（TCP）で更新に応答しません",
  ],
  "check RFC2136_NAMESERVER in httpsidecar.env, and that its firewall lets TCP port {1} through": [
    "检查 httpsidecar.env 中的 RFC2136_NAMESERVER，以及其防火墙是否放行 TCP 端口 {1}",
    "httpsidecar.env の RFC2136_NAMESERVER と、ファイアウォールが TCP ポート {1} を通すことを確認してください",
  ],
  "the file of DNS credentials": ["DNS 凭据文件", "DNS の認証情報ファイル"],
  "{1} {2} is in the certificates' folder, which nginx can write in some stacks": [
    "{1} {2} 位于证书目录中，而在某些项目里 nginx 可以写入该目录",
    "{1} {2} は証明書フォルダーの中にあり、スタックによっては nginx が書き込めます",
  ],
  "mount it as a Docker secret (/run/secrets/NAME), and name that path in httpsidecar.env": [
    "把它挂载为 Docker secret（/run/secrets/NAME），并在 httpsidecar.env 中写该路径",
    "Docker secret（/run/secrets/NAME）としてマウントし、そのパスを httpsidecar.env に書いてください",
  ],
  "--dns {1} is none of {2}": ["--dns {1} 不是以下之一：{2}", "--dns {1} は次のいずれでもありません：{2}"],
  "--dns {1} needs a file inside the container, which attach cannot mount": [
    "--dns {1} 需要容器内的文件，而 attach 无法挂载",
    "--dns {1} にはコンテナ内のファイルが必要ですが、attach はマウントできません",
  ],
  "leave --dns out, and set DNS_PROVIDER={1} by hand (docker/docs/dns.md)": [
    "请去掉 --dns，手动设置 DNS_PROVIDER={1}（docker/docs/dns.md）",
    "--dns を外し、DNS_PROVIDER={1} を手で設定してください（docker/docs/dns.md）",
  ],
  "{1} ({2} line {3})": ["{1}（{2} 第 {3} 行）", "{1}（{2} の {3} 行目）"],
  "--dns {1} needs {2}": ["--dns {1} 需要 {2}", "--dns {1} には {2} が必要です"],
  "export it in this shell, or name a file with lines {1}: --dns-credentials FILE": [
    "请在当前 shell 中 export，或用 --dns-credentials FILE 指定含有这些行的文件：{1}",
    "このシェルで export するか、次の行を含むファイルを --dns-credentials FILE で指定してください：{1}",
  ],
  "{1} has a line break, or every kind of quotation mark": [
    "{1} 含有换行，或同时含有各种引号",
    "{1} に改行、またはすべての種類の引用符が含まれています",
  ],
  "write it into a file of its own, and set {1}_FILE by hand (docker/docs/dns.md)": [
    "请写入单独的文件，并手动设置 {1}_FILE（docker/docs/dns.md）",
    "単独のファイルに書き、{1}_FILE を手で設定してください（docker/docs/dns.md）",
  ],
  "check {1}, and that the key may change TXT records of this zone": [
    "检查 {1}，并确认该密钥可以修改此区域的 TXT 记录",
    "{1} を確認し、このキーがゾーンの TXT レコードを変更できることを確認してください",
  ],
  "testing the key: a TXT record of its own is presented, seen at the zone's DNS servers, and removed": [
    "正在测试密钥：添加一条测试用的 TXT 记录，在该区域的 DNS 服务器上确认后删除",
    "キーをテストしています。テスト用の TXT レコードを追加し、ゾーンの DNS サーバーで確認してから削除します",
  ],
  "the key works": ["密钥可用", "キーは使えます"],
  "--dns tries the key in a container without the Docker socket, which docker/attach starts": [
    "--dns 会在没有 Docker socket 的容器中测试密钥，该容器由 docker/attach 启动",
    "--dns は、Docker ソケットを持たないコンテナでキーをテストします。そのコンテナは docker/attach が起動します",
  ],
  "use docker/attach of this repository; or leave --dns out, and set DNS_PROVIDER by hand (docker/docs/dns.md)": [
    "请使用本仓库的 docker/attach；或去掉 --dns，手动设置 DNS_PROVIDER（docker/docs/dns.md）",
    "このリポジトリの docker/attach を使うか、--dns を外して DNS_PROVIDER を手で設定してください（docker/docs/dns.md）",
  ],
  "--domain {1} is a wildcard, which is validated in DNS only": [
    "--domain {1} 是通配符域名，只能通过 DNS 验证",
    "--domain {1} はワイルドカードで、DNS でのみ検証できます",
  ],
  "name your DNS provider: --dns cloudflare ({1})": [
    "请指定你的 DNS 服务商：--dns cloudflare（{1}）",
    "DNS プロバイダーを指定してください：--dns cloudflare（{1}）",
  ],
  "{1} is missing": ["缺少 {1}", "{1} がありません"],
  "give the key again: --dns {1}": ["请再次给出密钥：--dns {1}", "キーをもう一度指定してください：--dns {1}"],
  "{1} sets {2} already, which would win over --dns": [
    "{1} 中已设置 {2}，会优先于 --dns",
    "{1} に {2} がすでに設定されており、--dns より優先されます",
  ],
  "remove the line {1}=… from {2}; or leave --dns out": [
    "请从 {2} 中删除 {1}=… 这一行；或去掉 --dns",
    "{2} から {1}=… の行を削除するか、--dns を外してください",
  ],
  "{1} is not attach's, so detach could not restore it": [
    "{1} 不是 attach 写的，detach 无法恢复它",
    "{1} は attach が作ったものではないため、detach で元に戻せません",
  ],
  "rename it, and run this again with --dns-credentials and its new name": [
    "请将它改名，再用 --dns-credentials 和新名称重新运行",
    "名前を変え、--dns-credentials にその名前を付けて再実行してください",
  ],
  "--dns is for stacks whose override attach writes": [
    "--dns 只用于由 attach 写入 override 的项目",
    "--dns は、attach が override を書くスタック用です",
  ],
  "set DNS_PROVIDER and its variables in httpsidecar.env (docker/docs/dns.md)": [
    "请在 httpsidecar.env 中设置 DNS_PROVIDER 及其变量（docker/docs/dns.md）",
    "httpsidecar.env に DNS_PROVIDER とその変数を設定してください（docker/docs/dns.md）",
  ],
  "the secret is not that of this key (BADSIG)": [
    "该 secret 与此密钥不符（BADSIG）",
    "シークレットがこのキーのものではありません（BADSIG）",
  ],
  "the server does not know this key, or lets it change nothing in {1} (BADKEY)": [
    "服务器不认识此密钥，或不允许它修改 {1}（BADKEY）",
    "サーバーはこのキーを知らないか、{1} の変更を許していません（BADKEY）",
  ],
  "{1} refuses the time of the call: its clock or this host's is wrong by minutes ({2})": [
    "{1} 拒绝调用的时间：它或本机的时钟相差数分钟（{2}）",
    "{1} が呼び出しの時刻を拒否しました。相手かこのホストの時計が数分ずれています（{2}）",
  ],
  "compare the two clocks, with date -u on both; on this host: timedatectl set-ntp true": [
    "用 date -u 比较两边的时钟；在本机上：timedatectl set-ntp true",
    "両方で date -u を実行して時計を比べてください。このホストでは：timedatectl set-ntp true",
  ],
  "the certificate is issued all the same; visitors do not know where to connect": [
    "证书仍会签发；但访问者不知道连接到哪里",
    "証明書は発行されますが、訪問者は接続先が分かりません",
  ],
  "mount its hooks into the certbot service and set RUN_SAVED_HOOKS=true in httpsidecar.env, then: {1}; or ": [
    "把它的 hook 挂载到 certbot 服务，并在 httpsidecar.env 中设置 RUN_SAVED_HOOKS=true，然后：{1}；或者",
    "そのフックを certbot サービスにマウントし、httpsidecar.env に RUN_SAVED_HOOKS=true を設定してください。その後：{1}。または、",
  ],
};
