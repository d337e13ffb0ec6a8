import type { Texts } from "./texts.ts";

export const cli: Texts = {
  "no certificates in {1}": ["{1} 中没有证书", "{1} に証明書がありません"],
  "    Your own: nothing renews it": ["    你自己的证书：不会自动续期", "    自前の証明書：自動では更新されません"],
  "the companion is listening": ["companion 正在监听", "companion が待ち受けています"],
  "{1}: new certificate, serial {2}, good until {3}": [
    "{1}：新证书，序列号 {2}，有效期至 {3}",
    "{1}：新しい証明書、シリアル番号 {2}、有効期限 {3}",
  ],
  "{1}: deployed because {2}": ["{1}：已部署，因为{2}", "{1}：配備しました。理由：{2}"],
  "{1}: kept, good until {2}": ["{1}：保留，有效期至 {2}", "{1}：そのまま、有効期限 {2}"],
  "{1}: the rehearsal went well (--dry-run): the authority would issue; nothing was kept or changed": [
    "{1}：演练成功（--dry-run）：CA 会签发；没有保存或更改任何内容",
    "{1}：リハーサル成功（--dry-run）：認証局は発行します。何も保存・変更していません",
  ],
  "{1}: paused until {2} after a failure: {3}": ["{1}：失败后暂停至 {2}：{3}", "{1}：失敗のため {2} まで停止中：{3}"],
  "  fix: mend the cause, then try at once: docker compose exec certbot update-cert": [
    "  fix: 排除原因后立即重试：docker compose exec certbot update-cert",
    "  fix: 原因を直し、すぐに再試行してください：docker compose exec certbot update-cert",
  ],
  "no certificate yet": ["还没有证书", "証明書はまだありません"],
  "nothing for you to do before {1}: {2}": ["{1} 之前无需处理：{2}", "{1} までは何もする必要はありません：{2}"],
  "{1}; next try: {2}": ["{1}；下次尝试：{2}", "{1}。次の試行：{2}"],
  "  next try: {1}": ["  下次尝试：{1}", "  次の試行：{1}"],
  "  cause: {1}: {2}": ["  原因：{1}：{2}", "  原因：{1}：{2}"],
  "--dry-run stands in CERTBOT_OPTIONS or cli.ini: no certificate will be obtained; remove it and run: docker compose up -d certbot":
    [
      "CERTBOT_OPTIONS 或 cli.ini 中有 --dry-run：不会取得证书；请去掉并运行：docker compose up -d certbot",
      "CERTBOT_OPTIONS か cli.ini に --dry-run があるため、証明書は取得されません。外して実行してください：docker compose up -d certbot",
    ],
  "--staging stands in CERTBOT_OPTIONS or cli.ini: browsers do not trust staging certificates; remove it and run: docker compose up -d certbot":
    [
      "CERTBOT_OPTIONS 或 cli.ini 中有 --staging：浏览器不信任 staging 证书；请去掉并运行：docker compose up -d certbot",
      "CERTBOT_OPTIONS か cli.ini に --staging があります。ステージング証明書はブラウザーに信頼されません。外して実行してください：docker compose up -d certbot",
    ],
  "your own certificate: nothing renews it; warnings come from {1} on": [
    "你自己的证书：不会自动续期；从 {1} 起发出警告",
    "自前の証明書：自動では更新されません。{1} から警告します",
  ],
  "next renewal: {1}, by itself": ["下次续期：{1}，自动进行", "次の更新：{1}、自動"],
  "{1} UTC": ["{1} UTC", "{1} UTC"],
  fine: ["正常", "正常"],
  warning: ["警告", "警告"],
  blocks: ["故障", "要修正"],
  "means: {1}": ["含义：{1}", "意味：{1}"],
  "the look that was due at {1} did not happen": [
    "应于 {1} 进行的检查没有进行",
    "{1} に予定された確認が行われませんでした",
  ],
  "{1}; fix: docker compose restart certbot": [
    "{1}；fix: docker compose restart certbot",
    "{1}。fix: docker compose restart certbot",
  ],
  "NOTIFY_URLS is empty: nobody is told anything": [
    "NOTIFY_URLS 为空：不会通知任何人",
    "NOTIFY_URLS が空です：誰にも通知されません",
  ],
  "put NOTIFY_URLS=https://ntfy.sh/your-secret-topic into httpsidecar.env, then run: docker compose up -d certbot": [
    "在 httpsidecar.env 中写入 NOTIFY_URLS=https://ntfy.sh/your-secret-topic，然后运行：docker compose up -d certbot",
    "httpsidecar.env に NOTIFY_URLS=https://ntfy.sh/your-secret-topic を書き、実行してください：docker compose up -d certbot",
  ],
  "{1}: the private key{2}": ["{1}：私钥{2}", "{1}：秘密鍵{2}"],
  ", which was there already (--new-key makes another)": [
    "（原来就有；--new-key 另生成一把）",
    "（既にあったもの。--new-key で別に作ります）",
  ],
  "{1}: the request for {2}; give the authority this:\n": [
    "{1}：{2} 的证书请求；把以下内容交给 CA：\n",
    "{1}：{2} の証明書要求。次を認証局に渡してください：\n",
  ],
  "when it has answered: docker compose exec certbot httpsidecar import --cert FILE --chain FILE": [
    "CA 回复之后：docker compose exec certbot httpsidecar import --cert FILE --chain FILE",
    "認証局から届いたら：docker compose exec certbot httpsidecar import --cert FILE --chain FILE",
  ],
  "--country {1} is not the two letters of a country": [
    "--country {1} 不是两个字母的国家代码",
    "--country {1} は 2 文字の国コードではありません",
  ],
  "--key-type rsa --rsa-key-size 2048 (3072, 4096), or --key-type ecdsa --elliptic-curve secp256r1": [
    "--key-type rsa --rsa-key-size 2048（3072、4096），或 --key-type ecdsa --elliptic-curve secp256r1",
    "--key-type rsa --rsa-key-size 2048（3072、4096）、または --key-type ecdsa --elliptic-curve secp256r1",
  ],
  "csr: there is no key of {1} with {2}": ["csr：没有 {2} 的 {1} 密钥", "csr：{2} の {1} 鍵はありません"],
  "{1} bits": ["{1} 位", "{1} ビット"],
  "passphrase for the key: ": ["私钥的口令： ", "鍵のパスフレーズ： "],
  "--with-passphrase: there is no terminal to ask at": [
    "--with-passphrase：没有可供询问的终端",
    "--with-passphrase：入力できる端末がありません",
  ],
  "--passphrase-file FILE": ["--passphrase-file FILE", "--passphrase-file FILE"],
  "--cert FILE --chain FILE [--chain FILE] [--key FILE]": [
    "--cert FILE --chain FILE [--chain FILE] [--key FILE]",
    "--cert FILE --chain FILE [--chain FILE] [--key FILE]",
  ],
  "{1}: --cert is missing": ["{1}：缺少 --cert", "{1}：--cert がありません"],
  "passphrase of {1}: ": ["{1} 的口令： ", "{1} のパスフレーズ： "],
  "the key matches, the names are covered, the chain is complete; good until {1}": [
    "私钥匹配，域名齐全，证书链完整；有效期至 {1}",
    "鍵は一致、ドメインは網羅、チェーンは完全です。有効期限 {1}",
  ],
  "warning: it ends on {1} already": ["warning: 它在 {1} 就到期", "warning: {1} には期限が切れます"],
  "  nothing was changed": ["  没有任何更改", "  何も変更していません"],
  "{1} takes: {2}": ["{1} 的参数：{2}", "{1} の引数：{2}"],
  "{1}: your own certificate is installed, serial {2}": [
    "{1}：你自己的证书已安装，序列号 {2}",
    "{1}：自前の証明書を組み込みました。シリアル番号 {2}",
  ],
  "OWN_CERTIFICATE=false says that an authority renews the certificate, and it would replace this one": [
    "OWN_CERTIFICATE=false 表示由 CA 续期，会替换掉这张证书",
    "OWN_CERTIFICATE=false は認証局が証明書を更新するという意味で、この証明書が置き換えられてしまいます",
  ],
  "put OWN_CERTIFICATE=true into httpsidecar.env, {1}": [
    "在 httpsidecar.env 中写入 OWN_CERTIFICATE=true，{1}",
    "httpsidecar.env に OWN_CERTIFICATE=true を書き、{1}",
  ],
  "the path is one inside the container; docker compose cp brings a file there": [
    "这是容器内的路径；用 docker compose cp 把文件复制进去",
    "パスはコンテナ内のものです。docker compose cp でファイルを持ち込めます",
  ],
  "--passphrase-file {1} cannot be read: {2}": [
    "无法读取 --passphrase-file {1}：{2}",
    "--passphrase-file {1} を読めません：{2}",
  ],
  "--passphrase-file {1} is empty": ["--passphrase-file {1} 是空的", "--passphrase-file {1} は空です"],
  "write the passphrase into it, and nothing else": [
    "在其中写入口令，不要有别的内容",
    "パスフレーズだけを書いてください",
  ],
  "{1}: a placeholder, until there is a certificate": [
    "{1}：占位证书，直到取得证书",
    "{1}：証明書が届くまでの仮の証明書",
  ],
  "{1}: there": ["{1}：已存在", "{1}：あります"],
  "nothing to repair": ["无需修复", "修復するものはありません"],
  "then: docker compose exec certbot update-cert": [
    "然后：docker compose exec certbot update-cert",
    "その後：docker compose exec certbot update-cert",
  ],
  "made its links again from archive/": ["已按 archive/ 重建其链接", "archive/ からリンクを作り直しました"],
  "fix: docker compose exec certbot update-cert gets a trusted one in its place, whatever its date": [
    "fix: docker compose exec certbot update-cert 会换成受信任的证书，不论日期",
    "fix: docker compose exec certbot update-cert で、期限に関係なく信頼される証明書に置き換わります",
  ],
  "its certificate is from a staging authority": ["其证书来自 staging CA", "その証明書はステージング認証局のものです"],
  "a second certificate for {1}; nginx looks at live/{2} and never at this one": [
    "{1} 的第二张证书；nginx 读取 live/{2}，从不读这一张",
    "{1} の二つ目の証明書です。nginx が読むのは live/{2} で、これは読まれません",
  ],
  "fix: when {1} is served, docker compose exec certbot certbot delete --cert-name {2}": [
    "fix: {1} 正常提供后，docker compose exec certbot certbot delete --cert-name {2}",
    "fix: {1} が配信されたら、docker compose exec certbot certbot delete --cert-name {2}",
  ],
  "there is no word {1}": ["没有 {1} 这个命令", "{1} という命令はありません"],
  "one of: {1}": ["可选：{1}", "次のいずれか：{1}"],
  "stopped before it was done; nothing was left half done": [
    "在完成之前被停止；没有留下半成品",
    "完了前に停止しました。中途半端なものは残っていません",
  ],
  "a renewal runs in the hour after {1} (RENEW_SCHEDULE), by the time of {2} (TZ)": [
    "续期在 {1} 后的一小时内进行（RENEW_SCHEDULE），时区 {2}（TZ）",
    "更新は {1}（RENEW_SCHEDULE）から 1 時間以内に行います。タイムゾーンは {2}（TZ）",
  ],
  "waiting for docker compose exec certbot update-cert": [
    "等待 docker compose exec certbot update-cert",
    "docker compose exec certbot update-cert を待っています",
  ],
  "--dry-run: {1}, which rehearses": ["--dry-run：{1}，仅演练", "--dry-run：{1}（リハーサルのみ）"],
  "--no-autorenew: {1}": ["--no-autorenew：{1}", "--no-autorenew：{1}"],
  "nothing since the container started": ["容器启动以来还没有", "コンテナの起動後はまだありません"],
  "also for": ["其他域名", "他のドメイン"],
  certificate: ["证书", "証明書"],
  "none yet": ["还没有", "まだありません"],
  next: ["下一步", "次"],
  last: ["最近", "前回"],
  failing: ["失败", "失敗"],
  "{1} in a row: {2}": ["连续 {1} 次：{2}", "連続 {1} 回：{2}"],
  "no reason is known": ["原因不明", "理由は不明です"],
  budget: ["额度", "残り枠"],
  "{1} certificates for these names in a week": ["本周同组域名的证书：{1}", "同じドメインの証明書（1 週間）：{1}"],
  "{1} failed validations in an hour": ["一小时内失败的验证：{1}", "検証の失敗（1 時間）：{1}"],
  ", from a staging authority: no browser trusts it": [
    "，来自 staging CA：浏览器不信任",
    "、ステージング認証局のもの：ブラウザーに信頼されません",
  ],
  EXPIRED: ["已过期", "期限切れ"],
  "{1} days left": ["还剩 {1} 天", "残り {1} 日"],
  "{1} hours left": ["还剩 {1} 小时", "残り {1} 時間"],
  "obtain a certificate": ["申请证书", "証明書の取得"],
  renewal: ["续期", "更新"],
  "bring the next one": ["放入下一张", "次の証明書の持ち込み"],
  "hand it to nginx": ["交给 nginx", "nginx への配備"],
  "after a pause": ["暂停之后", "一時停止の後"],
  "the authority's limit holds until then": ["在此之前受 CA 上限限制", "それまでは認証局の上限により待ちます"],
  "not before you say so: update-cert --force-renewal": [
    "由你决定：update-cert --force-renewal",
    "指示があるまで行いません：update-cert --force-renewal",
  ],
  "at the next look": ["下一次检查时", "次の確認時"],
  "on the wire": ["线上", "配信"],
  "not looked at yet": ["还没有检查", "未確認"],
  "seen {1} ago": ["{1}前看到", "{1}前に確認"],
  "nginx serves it": ["nginx 正在提供它", "nginx が配信中"],
  "nginx serves another one": ["nginx 提供的是另一张", "nginx は別の証明書を配信中"],
  "{1} (CERTBOT_DOMAIN names another: not looked after here)": [
    "{1}（CERTBOT_DOMAIN 是别的域名：这里不管理它）",
    "{1}（CERTBOT_DOMAIN は別のドメインのため、ここでは管理しません）",
  ],
  "{1} of {2}{3}": ["已用 {1}，上限 {2}{3}", "{2} 中 {1}{3}"],
  " (room again {1})": ["（{1} 起有空余）", "（{1} に空きます）"],
  "{1} min": ["{1} 分钟", "{1} 分"],
  "until {1}": ["至 {1}", "{1} まで"],
  "{1}: due: {2}": ["{1}：需要续期：{2}", "{1}：更新が必要です：{2}"],
  "{1}: not due before {2}": ["{1}：{2} 之前不需续期", "{1}：{2} までは不要です"],
  "{1} takes no word but --json": ["{1} 只接受 --json", "{1} が受け付けるのは --json だけです"],
  "another run is at work; waiting up to a minute for it": [
    "另一个运行正在进行；最多等待一分钟",
    "別の実行が進行中です。最長 1 分待ちます",
  ],
  "obtain the certificate, switch HTTPS on, renew for ever (what the container runs)": [
    "申请证书、开启 HTTPS、长期续期（容器运行的就是它）",
    "証明書を取得し、HTTPS を有効にし、更新し続けます（コンテナが実行するもの）",
  ],
  "the other container: switches and reloads nginx through the Docker socket": [
    "另一个容器：通过 Docker socket 切换和重新加载 nginx",
    "もう一つのコンテナ：Docker ソケット経由で nginx を切り替え、再読み込みします",
  ],
  "look now: obtain or renew if due, deploy, prove (takes certbot's flags)": [
    "立即检查：需要时申请或续期、部署、验证（接受 certbot 的参数）",
    "今すぐ確認：必要なら取得・更新、配備、検証（certbot のフラグを使えます）",
  ],
  "how things stand: certificate, what happens next, the wire, the week's budget (--json for scripts)": [
    "当前状况：证书、下一步、线上情况、本周额度（脚本用 --json）",
    "現在の状況：証明書、次の予定、配信、今週の残り枠（スクリプトには --json）",
  ],
  "is a renewal due? exit code 0 when it is, 1 when it is not, 2 when it cannot be told": [
    "需要续期吗？退出码：需要为 0，不需要为 1，无法判断为 2",
    "更新が必要か？ 終了コードは、必要なら 0、不要なら 1、判断できなければ 2",
  ],
  "send one notice to each of NOTIFY_URLS; exit code 1 unless all arrive": [
    "向 NOTIFY_URLS 中的每一个发送一条通知；没有全部送达则退出码为 1",
    "NOTIFY_URLS の各宛先に通知を 1 件送ります。すべて届かなければ終了コード 1",
  ],
  "list the certificates in certbot's form": ["按 certbot 的格式列出证书", "証明書を certbot の形式で一覧します"],
  "certbot's own words: certonly, renew, certificates, revoke, delete (a command of its own too)": [
    "certbot 自己的命令：certonly、renew、certificates、revoke、delete（也可单独运行）",
    "certbot の命令：certonly、renew、certificates、revoke、delete（単独の命令としても使えます）",
  ],
  "your own authority: make a key and a request for its certificate": [
    "自有 CA：生成私钥和证书请求",
    "自前の認証局：鍵と証明書要求を作ります",
  ],
  "your own authority: check its certificate, install it, hand it to nginx, watch its end": [
    "自有 CA：检查其证书、安装、交给 nginx、监视到期",
    "自前の認証局：証明書を調べて組み込み、nginx に渡し、期限を見張ります",
  ],
  "tell the same about certificate files without installing them": [
    "同样检查证书文件，但不安装",
    "証明書ファイルを同じように調べますが、組み込みません",
  ],
  "mend certbot's folder: links that a copy made files of, lost confs, placeholders; nothing is destroyed": [
    "修复 certbot 的文件夹：复制后变成文件的链接、丢失的 conf、占位证书；不销毁任何内容",
    "certbot のフォルダーの修復：コピーでファイルになったリンク、失われた conf、仮の証明書。何も破棄しません",
  ],
  "switch HTTPS on in the running nginx, after a disable-https too": [
    "在运行中的 nginx 上开启 HTTPS，disable-https 之后也用它",
    "動作中の nginx で HTTPS を有効にします。disable-https の後もこれを使います",
  ],
  "switch HTTPS off and keep it off; renewals go on": [
    "关闭 HTTPS 并保持关闭；续期照常",
    "HTTPS を無効にし、そのままにします。更新は続きます",
  ],
  "test nginx's configuration and reload it": ["测试 nginx 配置并重新加载", "nginx の設定を検査し、再読み込みします"],
  "before HAProxy's first start: a placeholder certificate, since it does not start without one": [
    "HAProxy 首次启动前：放一张占位证书，否则它无法启动",
    "HAProxy の初回起動前に仮の証明書を置きます（ないと起動しません）",
  ],
  "one line on whether a person must act; exit code 1 when so (HEALTHCHECK)": [
    "一行说明是否需要人处理；需要时退出码为 1（HEALTHCHECK）",
    "人の対応が必要かを 1 行で示します。必要なら終了コード 1（HEALTHCHECK）",
  ],
  "put the sidecar into a stack's folder (docker/attach runs it from outside)": [
    "把 sidecar 放进 stack 的文件夹（从外部由 docker/attach 运行）",
    "サイドカーをスタックのフォルダーに入れます（外から docker/attach が実行します）",
  ],
  "take out of a stack's folder what attach put in (docker/detach)": [
    "从 stack 的文件夹移除 attach 放入的内容（docker/detach）",
    "attach が入れたものをスタックのフォルダーから取り除きます（docker/detach）",
  ],
  "this list": ["本列表", "この一覧"],
  "the version": ["版本", "バージョン"],
  "httpsidecar: HTTPS for the Docker Compose stack you already run\n": [
    "httpsidecar：为你已在运行的 Docker Compose stack 提供 HTTPS\n",
    "httpsidecar：稼働中の Docker Compose スタックに HTTPS を\n",
  ],
  "  docker compose exec certbot httpsidecar WORD\n": [
    "  docker compose exec certbot httpsidecar 命令\n",
    "  docker compose exec certbot httpsidecar 命令\n",
  ],
  "\nupdate-cert is also a command of its own: docker compose exec certbot update-cert --force-renewal": [
    "\nupdate-cert 也可单独运行：docker compose exec certbot update-cert --force-renewal",
    "\nupdate-cert は単独の命令としても使えます：docker compose exec certbot update-cert --force-renewal",
  ],
  "is the challenge path served?": ["验证路径是否可访问？", "チャレンジのパスは配信されているか"],
  "the authority proves and issues": ["CA 验证并签发", "認証局が検証し発行する"],
  "when does the authority want a renewal?": ["CA 希望何时续期？", "認証局が望む更新の時期は"],
  "a rehearsal at the staging authority": ["在 staging CA 演练", "ステージング認証局でのリハーサル"],
  "the certificate is saved": ["保存证书", "証明書を保存する"],
  "the certificate is handed over and proven": ["交付证书并确认", "証明書を引き渡し確かめる"],
  "is the certificate served?": ["证书是否在使用？", "証明書は使われているか"],
  "all between here and a visitor is looked at": ["检查从这里到访客的一切", "ここから訪問者までのすべてを調べる"],
};
