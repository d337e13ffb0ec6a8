import type { Texts } from "./texts.ts";

export const cli: Texts = {
  "{1}: you need to act ({2})": ["{1}：需要你处理（{2}）", "{1}：対応が必要です（{2}）"],
  "{1}: failing, retried automatically ({2})": [
    "{1}：失败，会自动重试（{2}）",
    "{1}：失敗しています。自動で再試行します（{2}）",
  ],
  "{1}: all is well, nothing to do ({2})": [
    "{1}：一切正常，无需处理（{2}）",
    "{1}：すべて正常です。対応は不要です（{2}）",
  ],
  "all is well": ["一切正常", "すべて正常です"],
  "{1}: ok: {2} ({3})": ["{1}：正常 {2} 项（{3}）", "{1}：正常 {2}（{3}）"],
  "errors: {1}, warnings: {2}, ok: {3} ({4})": [
    "错误 {1} 项，警告 {2} 项，正常 {3} 项（{4}）",
    "エラー {1}、警告 {2}、正常 {3}（{4}）",
  ],
  "nothing was requested or changed": ["没有申请，也没有更改", "申請も変更もしていません"],
  "nothing was requested": ["没有申请", "申請はしていません"],
  everyday: ["日常", "日常の操作"],
  "your own certificate": ["自备证书", "自分で用意する証明書"],
  certificates: ["证书", "証明書"],
  "for scripts": ["供脚本使用", "スクリプト向け"],
  "run by Docker or by docker/attach": ["由 Docker 或 docker/attach 运行", "Docker または docker/attach が実行"],
  "no certificates in {1}": ["{1} 中没有证书", "{1} に証明書がありません"],
  "    The CA wants it replaced at once, as after a revocation: docker compose exec certbot certbot renew": [
    "    CA 要求立即更换它，例如因为已被吊销：docker compose exec certbot certbot renew",
    "    認証局が、失効などのため直ちに取り替えるよう求めています。docker compose exec certbot certbot renew",
  ],
  "    Your own: nothing renews it": ["    你自己的证书：不会自动续期", "    自前の証明書：自動では更新されません"],
  "exit code {1}": ["退出码 {1}", "終了コード {1}"],
  "exec {1}: {2}": ["exec {1}：{2}", "exec {1}：{2}"],
  "exec {1} failed: {2}": ["exec {1} 失败：{2}", "exec {1} に失敗：{2}"],
  "another certbot container of this stack keeps the certificates; this one takes over when that has ended": [
    "此项目的另一个 certbot 容器正在维护证书；它结束后由本容器接手",
    "このスタックの別の certbot コンテナが証明書を管理しています。それが終わると、このコンテナが引き継ぎます",
  ],
  "the certbot service of this stack runs already and keeps the certificates: nothing to do here": [
    "此项目的 certbot 服务已在运行并维护证书：这里无需操作",
    "このスタックの certbot サービスはすでに動いていて、証明書を管理しています。ここですることはありません",
  ],
  "  to check now: docker compose exec certbot update-cert; to renew as certbot does: docker compose run --rm certbot renew":
    [
      "  立即检查：docker compose exec certbot update-cert；像 certbot 那样续期：docker compose run --rm certbot renew",
      "  今すぐ確認：docker compose exec certbot update-cert。certbot と同じように更新：docker compose run --rm certbot renew",
    ],
  "the companion starts": ["companion 正在启动", "companion を起動しています"],
  "the companion finished none of its rounds in the {1} minutes before {2}: {3}": [
    "companion 在 {2} 之前的 {1} 分钟内没有完成工作：{3}",
    "companion は {2} までの {1} 分間、作業を終えていません：{3}",
  ],
  "the companion is listening": ["companion 正在监听", "companion が待ち受けています"],
  "{1}: new certificate, serial {2}, valid until {3}": [
    "{1}：新证书，序列号 {2}，有效期至 {3}",
    "{1}：新しい証明書、シリアル番号 {2}、有効期限 {3}",
  ],
  "{1}: deployed to nginx ({2})": ["{1}：已部署到 nginx，原因：{2}", "{1}：nginx に適用しました（理由：{2}）"],
  "{1}: kept (not due for renewal), valid until {2}": [
    "{1}：保留（未到续期时间），有效期至 {2}",
    "{1}：そのまま（更新時期ではありません）、有効期限 {2}",
  ],
  "{1}: dry run succeeded (--dry-run): the CA would issue this certificate; nothing was saved or changed": [
    "{1}：试运行成功（--dry-run）：CA 会签发；没有保存或更改任何内容",
    "{1}：テスト実行に成功しました（--dry-run）。認証局は証明書を発行できます。何も保存・変更していません",
  ],
  "{1}: paused until {2} after a failure: {3}": ["{1}：失败后暂停至 {2}：{3}", "{1}：失敗のため {2} まで停止中：{3}"],
  "  fix: remove the cause, then retry immediately: docker compose exec certbot update-cert": [
    "  fix: 排除原因后立即重试：docker compose exec certbot update-cert",
    "  fix: 原因を直し、すぐに再試行してください：docker compose exec certbot update-cert",
  ],
  "the CA revokes the certificate": ["CA 吊销证书", "認証局が証明書を失効させる"],
  "the CA is asked for the account": ["向 CA 查询账户", "認証局にアカウントを問い合わせる"],
  "HTTPS is switched on": ["开启 HTTPS", "HTTPS を有効にする"],
  "HTTPS is switched off": ["关闭 HTTPS", "HTTPS を無効にする"],
  "the configuration is tested and reloaded": ["测试并重新加载配置", "設定を検査して再読み込みする"],
  "no certificate yet": ["还没有证书", "証明書はまだありません"],
  "no action needed before {1}: {2}": ["{1} 之前无需处理：{2}", "{1} までは何もする必要はありません：{2}"],
  "{1}; next try: {2}": ["{1}；下次尝试：{2}", "{1}。次の試行：{2}"],
  "  next try: {1}": ["  下次尝试：{1}", "  次の試行：{1}"],
  cause: ["原因", "原因"],
  "  cause: {1}: {2}": ["  原因：{1}：{2}", "  原因：{1}：{2}"],
  "--dry-run is set in CERTBOT_OPTIONS or cli.ini: no certificate will be obtained; remove it and run: docker compose up -d certbot":
    [
      "CERTBOT_OPTIONS 或 cli.ini 中有 --dry-run：不会获取证书；请去掉并运行：docker compose up -d certbot",
      "CERTBOT_OPTIONS か cli.ini に --dry-run があるため、証明書は取得されません。外して実行してください：docker compose up -d certbot",
    ],
  "--staging is set in CERTBOT_OPTIONS or cli.ini: browsers do not trust staging certificates; remove it and run: docker compose up -d certbot":
    [
      "CERTBOT_OPTIONS 或 cli.ini 中有 --staging：浏览器不信任测试环境（staging）的证书；请去掉并运行：docker compose up -d certbot",
      "CERTBOT_OPTIONS か cli.ini に --staging があります。ステージング証明書はブラウザーに信頼されません。外して実行してください：docker compose up -d certbot",
    ],
  "your own certificate: it is not renewed automatically; you will be warned from {1}": [
    "你自己的证书：不会自动续期；从 {1} 起发出警告",
    "自前の証明書：自動では更新されません。{1} から警告します",
  ],
  "next renewal: {1} (automatic)": ["下次续期：{1}（自动）", "次の更新：{1}（自動）"],
  ok: ["正常", "正常"],
  warning: ["警告", "警告"],
  error: ["错误", "エラー"],
  "means: {1}": ["含义：{1}", "意味：{1}"],
  "the check due at {1} did not run": ["应于 {1} 进行的检查没有进行", "{1} に予定された確認が行われませんでした"],
  "NOTIFY_URLS is not set, so no notifications are sent": [
    "NOTIFY_URLS 为空：不会通知任何人",
    "NOTIFY_URLS が設定されていないため、通知は送られません",
  ],
  "put NOTIFY_URLS=https://ntfy.sh/your-secret-topic into httpsidecar.env, then run: docker compose up -d certbot": [
    "在 httpsidecar.env 中写入 NOTIFY_URLS=https://ntfy.sh/your-secret-topic，然后运行：docker compose up -d certbot",
    "httpsidecar.env に NOTIFY_URLS=https://ntfy.sh/your-secret-topic を書き、実行してください：docker compose up -d certbot",
  ],
  "{1}: the private key{2}": ["{1}：私钥{2}", "{1}：秘密鍵{2}"],
  ", which existed already (--new-key creates another)": [
    "（原来就有；--new-key 另生成一把）",
    "（既にあったもの。--new-key で別に作ります）",
  ],
  "{1}: the certificate signing request (CSR) for {2}; send this to the CA:\n": [
    "{1}：{2} 的证书签名请求（CSR）；把以下内容交给 CA：\n",
    "{1}：{2} の証明書署名要求（CSR）です。次を認証局に渡してください：\n",
  ],
  "when the CA has issued it: docker compose exec certbot httpsidecar import --cert FILE --chain FILE": [
    "CA 回复之后：docker compose exec certbot httpsidecar import --cert FILE --chain FILE",
    "認証局が発行したら：docker compose exec certbot httpsidecar import --cert FILE --chain FILE",
  ],
  "--country {1} is not the two letters of a country": [
    "--country {1} 不是两个字母的国家代码",
    "--country {1} は 2 文字の国コードではありません",
  ],
  "--key-type rsa --rsa-key-size 2048 (3072, 4096), or --key-type ecdsa --elliptic-curve secp256r1": [
    "--key-type rsa --rsa-key-size 2048（3072、4096），或 --key-type ecdsa --elliptic-curve secp256r1",
    "--key-type rsa --rsa-key-size 2048（3072、4096）、または --key-type ecdsa --elliptic-curve secp256r1",
  ],
  "csr: there is no key of {1} with {2}": ["csr：没有 {2} 的 {1} 密钥", "csr：{2} の {1} 鍵は作れません"],
  "{1} bits": ["{1} 位", "{1} ビット"],
  "passphrase for the key: ": ["私钥的口令： ", "秘密鍵のパスフレーズ： "],
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
  "the key matches, the names are covered, the chain is complete; valid until {1}": [
    "私钥匹配，域名齐全，证书链完整；有效期至 {1}",
    "秘密鍵は一致し、ドメインはすべて含まれ、チェーンは完全です。有効期限 {1}",
  ],
  "warning: it expires on {1} already": ["warning: 它在 {1} 就到期", "warning: {1} に有効期限が切れます"],
  "  nothing was changed": ["  没有任何更改", "  何も変更していません"],
  "{1} accepts: {2}": ["{1} 的参数：{2}", "{1} の引数：{2}"],
  "{1}: your own certificate is installed, serial {2}": [
    "{1}：你自己的证书已安装，序列号 {2}",
    "{1}：自前の証明書を組み込みました。シリアル番号 {2}",
  ],
  "OWN_CERTIFICATE=false says that a CA renews the certificate, and it would replace this one": [
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
  "{1}: a temporary self-signed certificate, until the real one is issued": [
    "{1}：临时自签名证书，直到获取正式证书",
    "{1}：証明書が発行されるまでの仮の自己署名証明書",
  ],
  "{1}: there": ["{1}：已存在", "{1}：あります"],
  "nothing to repair": ["无需修复", "修復するものはありません"],
  "then: docker compose exec certbot update-cert": [
    "然后：docker compose exec certbot update-cert",
    "その後：docker compose exec certbot update-cert",
  ],
  "restored its symlinks from archive/": [
    "已按 archive/ 重建其符号链接",
    "archive/ からシンボリックリンクを復元しました",
  ],
  "fix: docker compose exec certbot update-cert gets a trusted one in its place, whatever its date": [
    "fix: docker compose exec certbot update-cert 会换成受信任的证书，不论日期",
    "fix: docker compose exec certbot update-cert で、期限に関係なく信頼される証明書に置き換わります",
  ],
  "its certificate is from a staging CA": [
    "其证书来自 CA 的测试环境（staging）",
    "その証明書はステージング認証局のものです",
  ],
  "a second certificate for {1}; nginx reads live/{2} and never this one": [
    "{1} 的第二张证书；nginx 读取 live/{2}，从不读这一张",
    "{1} の二つ目の証明書です。nginx が読むのは live/{2} で、これは読まれません",
  ],
  "fix: when {1} is served, docker compose exec certbot certbot delete --cert-name {2}": [
    "fix: 确认 nginx 已使用 {1} 后，运行 docker compose exec certbot certbot delete --cert-name {2}",
    "fix: {1} が使われていることを確認してから、docker compose exec certbot certbot delete --cert-name {2}",
  ],
  "unknown command {1}": ["没有 {1} 这个命令", "{1} というコマンドはありません"],
  "commands: {1}": ["可选：{1}", "次のいずれか：{1}"],
  "interrupted before it finished; no changes were left half applied": [
    "在完成之前被中断；没有留下未完成的更改",
    "完了前に停止しました。途中の変更は残っていません",
  ],
  "a renewal runs in the hour after {1} (RENEW_SCHEDULE), by the time of {2} (TZ)": [
    "续期在 {1} 后的一小时内进行（RENEW_SCHEDULE），时区 {2}（TZ）",
    "更新は {1}（RENEW_SCHEDULE）から 1 時間以内に行います。タイムゾーンは {2}（TZ）",
  ],
  "waiting for docker compose exec certbot update-cert": [
    "等待 docker compose exec certbot update-cert",
    "docker compose exec certbot update-cert を待っています",
  ],
  "--dry-run: {1}, which is a dry run": ["--dry-run：{1}，仅试运行", "--dry-run：{1}（テスト実行のみ）"],
  "--no-autorenew: {1}": ["--no-autorenew：{1}", "--no-autorenew：{1}"],
  "not checked since the container started": ["容器启动以来还没有", "コンテナの起動後はまだありません"],
  "also for": ["其他域名", "他のドメイン"],
  certificate: ["证书", "証明書"],
  "none yet": ["还没有", "まだありません"],
  next: ["下次操作", "次の予定"],
  last: ["最近", "前回"],
  failing: ["失败", "失敗"],
  "{1} in a row: {2}": ["连续 {1} 次：{2}", "連続 {1} 回：{2}"],
  "no reason is known": ["原因不明", "理由は不明です"],
  "rate limits": ["额度", "レート制限"],
  "certificates for these names in 7 days: {1}": [
    "本周同组域名的证书：{1}",
    "発行した証明書（同じドメイン、1 週間）：{1}",
  ],
  "failed validations in an hour: {1}": ["一小时内失败的验证：{1}", "検証の失敗（1 時間）：{1}"],
  ", from a staging CA: no browser trusts it": [
    "，来自 CA 的测试环境（staging）：浏览器不信任",
    "、ステージング認証局のもの：ブラウザーに信頼されません",
  ],
  "obtain a certificate": ["申请证书", "証明書の取得"],
  renewal: ["续期", "更新"],
  "import the next one": ["导入下一张证书", "次の証明書の用意（import）"],
  "hand it to nginx": ["部署到 nginx", "nginx への適用"],
  "after a pause": ["暂停之后", "一時停止の後"],
  "the CA's rate limit applies until then": ["在此之前受 CA 的频率限制", "それまでは認証局のレート制限により待ちます"],
  "not before you say so: update-cert --force-renewal": [
    "由你决定：update-cert --force-renewal",
    "手動で指示するまで行いません：update-cert --force-renewal",
  ],
  "at the next check": ["下一次检查时", "次の確認時"],
  "nginx serves": ["nginx 状态", "nginx の状態"],
  "not checked yet": ["还没有检查", "未確認"],
  "checked {1}": ["{1}检查", "{1}に確認"],
  today: ["今天", "今日"],
  "{1}, {2}": ["{1}，{2}", "{1}、{2}"],
  ", by {1} ({2})": ["，由 {1} 签发（{2}）", "、発行者：{1}（{2}）"],
  "HTTP redirects to HTTPS": ["HTTP 已重定向到 HTTPS", "HTTP は HTTPS へリダイレクト"],
  "HTTP does not redirect to HTTPS": ["HTTP 未重定向到 HTTPS", "HTTP は HTTPS へリダイレクトしません"],
  "this certificate": ["正在使用这张证书", "この証明書を使用中"],
  "a DIFFERENT certificate": ["正在使用另一张证书", "別の証明書を使用中"],
  "{1} (renewed by its own conf)": ["{1}（按其自身的 conf 续期）", "{1}（それ自身の conf に従って更新）"],
  "{1} of {2} used{3}": ["已用 {1}，上限 {2}{3}", "{1}/{2}{3}"],
  " (room again {1})": ["（{1} 起有空余）", "（{1} に空きます）"],
  "{1}, until {2}": ["{1}，至 {2}", "{1}、{2} まで"],
  "{1}; {2}": ["{1}；{2}", "{1}。{2}"],
  "{1} ({2})": ["{1}（{2}）", "{1}（{2}）"],
  "{1}: not checked since the container started ({2})": [
    "{1}：容器启动以来还没有检查（{2}）",
    "{1}：コンテナの起動後はまだ確認していません（{2}）",
  ],
  "{1}: due: {2}": ["{1}：需要续期：{2}", "{1}：更新が必要です：{2}"],
  "{1}: not due before {2}": ["{1}：{2} 之前不需续期", "{1}：{2} までは不要です"],
  "{1} accepts only --json": ["{1} 只接受 --json", "{1} が受け付けるのは --json だけです"],
  "another run is at work; waiting up to a minute for it": [
    "另一个运行正在进行；最多等待一分钟",
    "別の実行が進行中です。最長 1 分待ちます",
  ],
  "obtain the certificate, turn on HTTPS and keep renewing (what the container runs)": [
    "申请证书、开启 HTTPS、长期续期（容器运行的就是它）",
    "証明書を取得し、HTTPS を有効にし、更新し続けます（コンテナが実行するもの）",
  ],
  "the other container: switches and reloads nginx through the Docker socket": [
    "另一个容器：通过 Docker socket 切换和重新加载 nginx",
    "もう一つのコンテナ：Docker ソケット経由で nginx を切り替え、再読み込みします",
  ],
  "check now: obtain or renew if due, give it to nginx and verify (accepts certbot's flags)": [
    "立即检查：需要时申请或续期、部署、验证（接受 certbot 的参数）",
    "今すぐ確認：必要なら取得・更新し、nginx に適用して確かめます（certbot のフラグを使えます）",
  ],
  "show the certificate, the next renewal, what nginx serves and rate-limit usage (--json for scripts)": [
    "当前状况：证书、下次续期、nginx 实际使用的证书、本周的签发额度（脚本用 --json）",
    "証明書、次の更新、nginx が使っている証明書、レート制限の使用状況を表示します（スクリプトには --json）",
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
  "certbot-compatible commands: certonly, renew, certificates, revoke, delete (also available as certbot)": [
    "certbot 自己的命令：certonly、renew、certificates、revoke、delete（也可单独运行）",
    "certbot 互換のコマンド：certonly、renew、certificates、revoke、delete（単独でも使えます）",
  ],
  "bring your own certificate: create a private key and a certificate signing request (CSR)": [
    "自备证书：生成私钥和证书签名请求（CSR）",
    "自分で用意する証明書：秘密鍵と証明書署名要求（CSR）を作ります",
  ],
  "bring your own certificate: check it, install it, give it to nginx and warn before it expires": [
    "自备证书：检查、安装、交给 nginx，并监视到期时间",
    "自分で用意する証明書：検査して組み込み、nginx に適用し、期限を監視します",
  ],
  "bring your own certificate: check the files without installing them": [
    "同样检查证书文件，但不安装",
    "証明書ファイルを同じように調べますが、組み込みません",
  ],
  "repair certbot's folder: broken symlinks, missing renewal files, leftover temporary certificates; nothing is deleted":
    [
      "修复 certbot 的目录：损坏的符号链接、缺失的续期配置、残留的临时证书；不删除任何内容",
      "certbot のフォルダーの修復：壊れたシンボリックリンク、失われた更新設定、残った仮の証明書。何も削除しません",
    ],
  "turn on HTTPS in the running nginx, also after a disable-https": [
    "在运行中的 nginx 上开启 HTTPS，disable-https 之后也用它",
    "動作中の nginx で HTTPS を有効にします。disable-https の後もこれを使います",
  ],
  "turn HTTPS off and keep it off; renewals continue": [
    "关闭 HTTPS 并保持关闭；续期照常",
    "HTTPS を無効にし、そのままにします。更新は続きます",
  ],
  "test nginx's configuration and reload it": ["测试 nginx 配置并重新加载", "nginx の設定を検査し、再読み込みします"],
  "before HAProxy's first start: a temporary self-signed certificate, since it does not start without one": [
    "HAProxy 首次启动前：放一张临时自签名证书，否则它无法启动",
    "HAProxy の初回起動前に仮の証明書を置きます（ないと起動しません）",
  ],
  "one line: does anything need your attention? Exit code 1 if so (HEALTHCHECK)": [
    "一行说明是否需要人处理；需要时退出码为 1（HEALTHCHECK）",
    "人の対応が必要かを 1 行で示します。必要なら終了コード 1（HEALTHCHECK）",
  ],
  "put the sidecar into a stack's folder (docker/attach runs it from outside)": [
    "把 sidecar 加入项目目录（从外部由 docker/attach 运行）",
    "サイドカーをスタックのフォルダーに入れます（外から docker/attach が実行します）",
  ],
  "remove from a stack's folder what attach added (docker/detach)": [
    "从项目目录移除 attach 加入的内容（docker/detach）",
    "attach が入れたものをスタックのフォルダーから取り除きます（docker/detach）",
  ],
  "show this help": ["本列表", "この一覧"],
  "the version": ["版本", "バージョン"],
  "httpsidecar: HTTPS for the Docker Compose stack you already run\n": [
    "httpsidecar：为你已在运行的 Docker Compose 项目开启 HTTPS\n",
    "httpsidecar：稼働中の Docker Compose スタックに HTTPS を\n",
  ],
  "  docker compose exec certbot httpsidecar COMMAND\n": [
    "  docker compose exec certbot httpsidecar 命令\n",
    "  docker compose exec certbot httpsidecar コマンド\n",
  ],
  "\nupdate-cert is also a command of its own: docker compose exec certbot update-cert --force-renewal": [
    "\nupdate-cert 也可单独运行：docker compose exec certbot update-cert --force-renewal",
    "\nupdate-cert は単独のコマンドとしても使えます：docker compose exec certbot update-cert --force-renewal",
  ],
  "checking that the challenge path is reachable": ["验证路径是否可访问？", "チャレンジのパスが公開されているか確認"],
  "the CA validates the domain and issues": ["CA 验证域名并签发", "認証局が検証し発行する"],
  "asking the CA when to renew (ARI)": ["CA 希望何时续期？", "認証局が望む更新の時期は"],
  "a dry run at the staging CA": ["在 CA 的测试环境（staging）试运行", "ステージング認証局でのテスト実行"],
  "the certificate is saved": ["保存证书", "証明書を保存する"],
  "giving the certificate to nginx and verifying it": ["部署证书并确认", "証明書を nginx に適用し、確かめる"],
  "checking that the certificate is served": ["证书是否在使用？", "証明書は使われているか"],
  "running all checks": ["检查从这里到访客的一切", "ここから訪問者までのすべてを調べる"],
  "{1}: HTTPS is switched off, as you wanted ({2})": [
    "{1}：HTTPS 已按你的要求关闭（{2}）",
    "{1}：HTTPS は指示どおりオフです（{2}）",
  ],
  "{1}: HTTPS is switched off, as you wanted; the certificate is valid until {2}": [
    "{1}：HTTPS 已按你的要求关闭；证书有效期至 {2}",
    "{1}：HTTPS は指示どおりオフになっています。証明書の有効期限は {2} です",
  ],
  starting: ["正在启动", "起動中です"],
  "{1}; fix: {2}": ["{1}；fix: {2}", "{1}。fix: {2}"],
  "httpsidecar {1} waits for this; nothing was changed, your site runs as before": [
    "httpsidecar {1} 在等待处理；没有改动任何内容，你的网站照常运行",
    "httpsidecar {1} は対応を待っています。何も変更していません。サイトはこれまでどおり動いています",
  ],
  notifications: ["通知", "通知"],
  "none, as you wanted": ["无（按你的设置）", "なし（設定どおり）"],
  "not set: you will not be told when a renewal fails (NOTIFY_URLS)": [
    "未设置：续期失败时不会通知你（NOTIFY_URLS）",
    "未設定：更新に失敗しても通知されません（NOTIFY_URLS）",
  ],
  "NOTIFY_URLS is not set: you will not be told when a renewal fails": [
    "未设置 NOTIFY_URLS：续期失败时不会通知你",
    "NOTIFY_URLS が未設定です。更新に失敗しても通知されません",
  ],
  "warning: NOTIFY_URLS is not set: you will not be told when a renewal fails": [
    "warning: 未设置 NOTIFY_URLS：续期失败时不会通知任何人",
    "warning: NOTIFY_URLS が未設定です。更新に失敗しても誰にも通知されません",
  ],
  "  fix: put NOTIFY_URLS=https://ntfy.sh/your-secret-topic into httpsidecar.env (no notifications on purpose: NOTIFY_URLS=none), then: docker compose up -d certbot":
    [
      "  fix: 把 NOTIFY_URLS=https://ntfy.sh/your-secret-topic 写入 httpsidecar.env（如果不需要通知：NOTIFY_URLS=none），然后：docker compose up -d certbot",
      "  fix: httpsidecar.env に NOTIFY_URLS=https://ntfy.sh/your-secret-topic を書いてください（通知が不要なら NOTIFY_URLS=none）。その後：docker compose up -d certbot",
    ],
  "HTTPS is switched off, as you wanted; back on: docker compose exec certbot httpsidecar enable-https": [
    "HTTPS 已按你的要求关闭；重新开启：docker compose exec certbot httpsidecar enable-https",
    "HTTPS は指示どおりオフです。オンに戻すには：docker compose exec certbot httpsidecar enable-https",
  ],
};
