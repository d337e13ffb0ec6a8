import type { Texts } from "./texts.ts";

export const renewal: Texts = {
  "{1}: finishing the order that an earlier run left open": [
    "{1}：完成上次运行留下的申请",
    "{1}：前回の実行が残した申請を完了します",
  ],
  "{1}: the CA's renewal window is not followed: {2}": [
    "{1}：不采用 CA 的续期窗口：{2}",
    "{1}：認証局の更新期間には従いません：{2}",
  ],
  "{1} to {2}": ["{1} 至 {2}", "{1} から {2}"],
  "{1}: the CA moved its renewal window: {2}": [
    "{1}：CA 调整了续期窗口：{2}",
    "{1}：認証局が更新期間を変えました：{2}",
  ],
  "{1}: the CA explains it at {2}": ["{1}：CA 的说明见 {2}", "{1}：認証局の説明：{2}"],
  "the key is to be kept (--reuse-key), and it is {1}, not {2}; in certbot's words: {3}": [
    "要求保留私钥（--reuse-key），而它是 {1}，不是 {2}；certbot 的原话：{3}",
    "秘密鍵を保つ指定（--reuse-key）ですが、鍵の種類は {2} ではなく {1} です。certbot の言葉では：{3}",
  ],
  "add --new-key to change it once, or --no-reuse-key to have a fresh one each time": [
    "加 --new-key 更换一次，或用 --no-reuse-key 每次换新",
    "一度だけ替えるなら --new-key、毎回新しくするなら --no-reuse-key を付けてください",
  ],
  "ECDSA {1}": ["ECDSA {1}", "ECDSA {1}"],
  "there is no certificate yet": ["还没有证书", "証明書がまだありません"],
  "{1}: {2} stays in the certificate, although CERTBOT_DOMAIN does not name it": [
    "{1}：{2} 会保留在证书中，尽管 CERTBOT_DOMAIN 没有列出它",
    "{1}：{2} は CERTBOT_DOMAIN にありませんが、証明書に残します",
  ],
  "  to keep it: {1} in .env; to drop it: {2}": [
    "  要保留：在 .env 中设置 {1}；要去掉：{2}",
    "  残す場合：.env に {1} と書いてください。外す場合：{2}",
  ],
  "{1}: it came from {2}, and the next one comes from {3} (--server)": [
    "{1}：现有证书来自 {2}，下一张将来自 {3}（--server）",
    "{1}：今の証明書は {2} のもので、次の証明書は {3} から取得します（--server）",
  ],
  "{1} proves its names by {2}, which is not here: nothing renews it, and it expires on {3}": [
    "{1} 用 {2} 验证域名，而这里没有它：没有程序为它续期，将于 {3} 过期",
    "{1} は {2} でドメインを認証しますが、ここにはありません。自動では更新されず、{3} に期限切れになります",
  ],
  "renew it where it came from; to prove its names over HTTP from now on: docker compose exec certbot certbot renew --cert-name {1} --webroot -w /var/www/html --force-renewal":
    [
      "在原来的地方续期；若今后改用 HTTP 验证：docker compose exec certbot certbot renew --cert-name {1} --webroot -w /var/www/html --force-renewal",
      "元の場所で更新してください。今後 HTTP で認証する場合：docker compose exec certbot certbot renew --cert-name {1} --webroot -w /var/www/html --force-renewal",
    ],
  "the names changed": ["域名有变更", "ドメインが変わりました"],
  "the present certificate is a staging one": ["现有证书来自测试环境（staging）", "今の証明書はステージングのものです"],
  "manual request": ["手动要求", "指示されました"],
  "nginx has not been confirmed to serve it yet": [
    "尚未确认 nginx 已启用该证书",
    "nginx で使われていることがまだ確認できていません",
  ],
  "the CA wants it replaced at once": ["CA 要求立即更换", "認証局がすぐの置き換えを求めています"],
  "it is to be renewed now (RENEW_SCHEDULE)": ["按 RENEW_SCHEDULE 现在续期", "今が更新の時刻です（RENEW_SCHEDULE）"],
  "the CA asks for its renewal": ["CA 要求续期", "認証局が更新を求めています"],
  "it is due since {1}": ["自 {1} 起应续期", "{1} から更新の時期です"],
  "warning: {1} left out (--allow-subset-of-names): {2}": [
    "warning: {1} 已略去（--allow-subset-of-names）：{2}",
    "warning: {1} を除きました（--allow-subset-of-names）：{2}",
  ],
  "{1} has a certificate that browsers trust; a staging one will not replace it": [
    "{1} 已有浏览器信任的证书；不会用测试环境（staging）的证书替换",
    "{1} にはブラウザーに信頼される証明書があります。ステージングのものには置き換えません",
  ],
  "remove --staging (or --test-cert, or its --server) from CERTBOT_OPTIONS in .env, then: docker compose up -d certbot":
    [
      "从 .env 的 CERTBOT_OPTIONS 去掉 --staging（或 --test-cert，或其 --server），然后：docker compose up -d certbot",
      ".env の CERTBOT_OPTIONS から --staging（または --test-cert、またはその --server）を外し、その後：docker compose up -d certbot",
    ],
  "{1}: asking for a certificate: {2}": ["{1}：正在申请证书：{2}", "{1}：証明書を申請します：{2}"],
  "{1}: certificate saved, serial {2}": ["{1}：证书已保存，序列号 {2}", "{1}：証明書を保存しました。シリアル番号 {2}"],
  "make sure that the whole folder is kept, since a CA issues only five a week": [
    "请确保整个目录被保留，因为 CA 每周只签发五张",
    "認証局は週に 5 枚しか発行しないため、フォルダー全体を残してください",
  ],
  "warning: {1} had a certificate, ordered on {2}, that is gone; {3}": [
    "warning: {1} 曾有一张于 {2} 申请的证书，现已不在；{3}",
    "warning: {1} には {2} に申請した証明書がありましたが、なくなっています。{3}",
  ],
  "by {1} until {2}, serial {3}": ["由 {1} 签发，至 {2}，序列号 {3}", "{1} による、{2} まで、シリアル番号 {3}"],
  "that is not in the certificates' folder: it was emptied, or another one is mounted": [
    "不在证书目录中：目录被清空，或挂载了另一个",
    "が証明書のフォルダーにありません。空にされたか、別のものがマウントされています",
  ],
  "warning: nginx serves a certificate of {1} ({2}) {3}; {4}": [
    "warning: nginx 显示 {1} 的证书（{2}），{3}；{4}",
    "warning: nginx が示す {1} の証明書（{2}）{3}。{4}",
  ],
  "{1} here, about {2} at the CA": ["这里 {1}，CA 处约 {2}", "こちら {1}、認証局では約 {2}"],
  "warning: this host's clock is wrong ({1}); fix: timedatectl set-ntp true": [
    "warning: 本机时钟不对（{1}）；fix: timedatectl set-ntp true",
    "warning: このホストの時計がずれています（{1}）。fix: timedatectl set-ntp true",
  ],
  "there is no certificate for {1} yet, and with OWN_CERTIFICATE=true you bring it yourself, so no CA is contacted": [
    "{1} 还没有证书，而 OWN_CERTIFICATE=true 表示由你自备，因此不向 CA 申请",
    "{1} の証明書はまだありません。OWN_CERTIFICATE=true のため自分で用意するものとし、認証局には申請しません",
  ],
  "docker compose exec certbot httpsidecar csr, and when the CA has issued it: {1}": [
    "docker compose exec certbot httpsidecar csr，CA 回复之后：{1}",
    "docker compose exec certbot httpsidecar csr、認証局が発行したら：{1}",
  ],
  "the certificate of {1} is your own: no CA is contacted for another, not even in a dry run": [
    "{1} 的证书是你自备的：不向 CA 申请另一张，也不试运行",
    "{1} の証明書は自分で用意したものです。認証局に別のものを申請せず、テスト実行もしません",
  ],
  "{1}; to have it from a CA instead: put OWN_CERTIFICATE=false into httpsidecar.env, run docker compose up -d certbot, then docker compose exec certbot update-cert --force-renewal":
    [
      "{1}；若要改由 CA 签发：在 httpsidecar.env 中写入 OWN_CERTIFICATE=false，运行 docker compose up -d certbot，然后 docker compose exec certbot update-cert --force-renewal",
      "{1}。認証局から取得するには：httpsidecar.env に OWN_CERTIFICATE=false を書き、docker compose up -d certbot を実行し、その後 docker compose exec certbot update-cert --force-renewal",
    ],
  "your own certificate of {1} is not for {2}: it is for {3}": [
    "{1} 的自有证书不包含 {2}：它属于 {3}",
    "{1} の自分で用意した証明書は {2} のものではなく、{3} のものです",
  ],
  "set CERTBOT_DOMAIN in .env to the names that it has, then: {1}; or: {2}": [
    "把 .env 中的 CERTBOT_DOMAIN 设为它所含的域名，然后：{1}；或：{2}",
    ".env の CERTBOT_DOMAIN を証明書にあるドメインにし、その後：{1}。または：{2}",
  ],
  "expired on {1}": ["已于 {1} 到期", "は {1} に期限が切れました"],
  "expires on {1}, in {2}": ["于 {1} 到期，还有 {2}", "は {1} に期限が切れます（あと {2}）"],
  "1 day": ["1 天", "1 日"],
  "your own certificate of {1} {2}, and nothing renews it": [
    "{1} 的自有证书{2}，不会自动续期",
    "{1} の自前の証明書{2}。自動では更新されません",
  ],
  "ask your CA for the next one, then: {1}": [
    "向你的 CA 索取下一张，然后：{1}",
    "認証局に次の証明書を求め、その後：{1}",
  ],
  "no account": ["没有账户", "アカウントなし"],
  "{1} tries within the hour failed a validation, and the CA allows no more": [
    "一小时内有 {1} 次尝试验证失败，CA 不再允许",
    "この 1 時間に {1} 回検証に失敗し、認証局はこれ以上許しません",
  ],
  "{1} certificates for exactly these names were ordered, and the CA allows no more for now": [
    "同一组域名已申请 {1} 张证书，CA 暂时不再允许",
    "まったく同じドメインの証明書を {1} 枚申請しており、認証局は今はこれ以上許しません",
  ],
  "{1} certificates were replaced one after the other": [
    "已连续更换 {1} 张证书",
    "証明書が {1} 枚続けて入れ替えられました",
  ],
  "the CA said when to retry": ["CA 指定了下次可以请求的时间", "認証局が次の時刻を指定しました"],
  "earlier tries were cut off": ["先前的尝试被中断", "以前の試行が中断されました"],
  "{1} of {2} failed validations an hour": ["每小时失败验证 {1}/{2}", "検証失敗 {1}/{2}（1 時間）"],
  "{1} of {2} certificates for these names a week": [
    "每周同组域名证书 {1}/{2}",
    "同じドメインの証明書 {1}/{2}（1 週間）",
  ],
  pause: ["暂停", "一時停止"],
  limit: ["上限", "レート制限"],
  "{1}: manual run, so the {2} until {3} is ignored": [
    "{1}：手动要求，因此跳过{2}（至 {3}）",
    "{1}：手動の指示のため、{3} までの{2}を飛ばします",
  ],
  "  if this attempt fails it uses up one failed validation, if it succeeds one certificate; used so far: {1}, {2}": [
    "  本次尝试如果失败，会用掉一次“验证失败”额度；如果成功，会用掉一张证书额度；已用：{1}，{2}",
    "  この試行は、失敗すると検証失敗の回数を、成功すると証明書の枚数を 1 つ消費します。使用済み：{1}、{2}",
  ],
  "wait until {1}: httpsidecar retries automatically; to ignore the limit: docker compose exec certbot update-cert --force-renewal":
    [
      "等到 {1}：会自动重试；无视上限：docker compose exec certbot update-cert --force-renewal",
      "{1} までお待ちください。自動で再試行します。レート制限を無視するには：docker compose exec certbot update-cert --force-renewal",
    ],
  "{1}: dry run at the staging CA first": [
    "{1}：先在 CA 的测试环境（staging）试运行",
    "{1}：まずステージング認証局でテスト実行します",
  ],
  "warning: the dry run at the staging CA failed, and the CA itself is asked all the same: {1}": [
    "warning: 在测试环境 CA 的试运行失败，仍会向正式 CA 申请：{1}",
    "warning: ステージング認証局でのテスト実行は失敗しましたが、本番の認証局に申請します。{1}",
  ],
  "the staging CA wants to be left alone for now": [
    "CA 的测试环境（staging）要求暂时不要访问",
    "ステージング認証局が、しばらく控えるよう求めています",
  ],
  "wait: httpsidecar retries automatically": ["请等待：会自动重试", "お待ちください。自動で再試行します"],
  "it was revoked by hand": ["已被手动吊销", "手動で失効済みです"],
  "it is your own: nothing renews it": [
    "是你自己的证书：不会自动续期",
    "自分で用意した証明書です。自動では更新されません",
  ],
  "the CA asks for it then": ["CA 要求到时续期", "認証局がその時の更新を求めています"],
  "a third of its life is left then, or half of a short one": [
    "到时剩余三分之一的有效期（短期证书为一半）",
    "その時点で期間の 3 分の 1 が残ります（短いものは半分）",
  ],
  "{1} was revoked manually on {2} and would be valid until {3}; no replacement is obtained until you ask for it": [
    "{1} 已于 {2} 被手动吊销，本可用到 {3}；在你决定之前不会有证书取代它",
    "{1} は {2} に手動で失効させたものです（本来の有効期限 {3}）。手動で指示するまで置き換えません",
  ],
  "a new certificate with a new key: docker compose exec certbot certbot renew --cert-name {1} --force-renewal; no HTTPS: docker compose exec certbot httpsidecar disable-https, then: docker compose stop certbot":
    [
      "换新私钥的新证书：docker compose exec certbot certbot renew --cert-name {1} --force-renewal；不要 HTTPS：docker compose exec certbot httpsidecar disable-https，然后：docker compose stop certbot",
      "新しい鍵の新しい証明書：docker compose exec certbot certbot renew --cert-name {1} --force-renewal。HTTPS をやめる場合：docker compose exec certbot httpsidecar disable-https、その後：docker compose stop certbot",
    ],
  "an order was left open": ["有未完成的申请", "未完了の申請があります"],
  "warning: {1} has a certificate that browsers trust, so the staging CA is not asked for another": [
    "warning: {1} 已有浏览器信任的证书，因此不向 CA 的测试环境（staging）申请另一张",
    "warning: {1} にはブラウザーに信頼される証明書があるため、ステージング認証局には申請しません",
  ],
  "{1}: this host's clock was put back": ["{1}：本机时钟被往回拨了", "{1}：このホストの時計が戻されました"],
  "it is not a time": ["不是时间", "日時ではありません"],
  "it ends before or as it begins": ["结束不晚于开始", "始まる前か同時に終わります"],
  "it ends after the certificate": ["结束晚于证书到期", "証明書の期限より後に終わります"],
  "your own certificate of {1} is revoked, says its CA (OCSP), and nothing renews it": [
    "{1} 的自有证书已被其 CA 吊销（OCSP），不会自动续期",
    "{1} の自前の証明書は失効していると認証局が答えました（OCSP）。自動では更新されません",
  ],
  "it begins before the certificate": ["早于证书生效", "証明書より前にあります"],
};
