import type { Texts } from "./texts.ts";

export const certbot: Texts = {
  "certbot-compatible commands, implemented by httpsidecar\n": [
    "certbot 的命令，由 httpsidecar 实现\n",
    "certbot 互換のコマンド（実体は httpsidecar です）\n",
  ],
  "  certbot [VERB] [FLAGS]      certbot's own flags, before or after the verb\n": [
    "  certbot [VERB] [FLAGS]      certbot 自己的参数，可放在动词前或后\n",
    "  certbot [VERB] [FLAGS]      certbot のフラグ。動詞の前でも後でも可\n",
  ],
  "\nOnly the flags given here are used, not CERTBOT_OPTIONS. The stack's own certificate is renewed automatically;": [
    "\n这里只使用命令行上写的参数，不读取 CERTBOT_OPTIONS。本项目自己的证书会自动续期；",
    "\nここではコマンドラインの指定だけを使い、CERTBOT_OPTIONS は使いません。スタック自身の証明書は自動で更新されます。",
  ],
  "to check it now: docker compose exec certbot update-cert": [
    "立即查看：docker compose exec certbot update-cert",
    "今すぐ確認：docker compose exec certbot update-cert",
  ],
  "-d is missing: name the domains": ["没有给出域名：缺少 -d", "-d がありません。ドメインを指定してください"],
  "there is no certificate {1}, and -d is missing": ["没有证书 {1}，也缺少 -d", "証明書 {1} はなく、-d もありません"],
  "certbot certonly -d example.org; for CERTBOT_DOMAIN itself: update-cert": [
    "certbot certonly -d example.org；CERTBOT_DOMAIN 本身请用：update-cert",
    "certbot certonly -d example.org。CERTBOT_DOMAIN 自体には：update-cert",
  ],
  "obtain or renew a certificate": ["申请或续期证书", "証明書を取得または更新"],
  "the same as certonly: nginx is switched and reloaded automatically": [
    "同 certonly：nginx 会自动切换并重新加载",
    "certonly と同じ：nginx は自動で切り替わり、再読み込みされます",
  ],
  "the same as certonly": ["同 certonly", "certonly と同じ"],
  "check every certificate, renew those that are due": [
    "检查所有证书，续期到时间的",
    "すべての証明書を調べ、時期が来たものを更新",
  ],
  "list the certificates": ["列出证书", "証明書の一覧"],
  "revoke a certificate (--cert-name or --cert-path, --reason)": [
    "在 CA 处吊销证书（--cert-name 或 --cert-path，--reason）",
    "認証局で証明書を失効させる（--cert-name か --cert-path、--reason）",
  ],
  "show the account at the CA": ["显示在 CA 处的账户", "認証局のアカウントを表示"],
  "remove a certificate from certbot's list; its files are kept in a separate folder": [
    "停用一个证书；其文件另行保留",
    "証明書の使用をやめる。ファイルは別の場所に残します",
  ],
  "HSTS_MAX_AGE in .env, on Dify in httpsidecar.env; the rest of nginx's settings are the stack's own templates": [
    ".env（Dify：httpsidecar.env）中的 HSTS_MAX_AGE；nginx 的其余设置在项目自己的模板中",
    ".env（Dify では httpsidecar.env）の HSTS_MAX_AGE。nginx のその他の設定はスタックのテンプレートにあります",
  ],
  "change the options of the next renewals, after a dry run with them (--cert-name)": [
    "先用这些选项试运行，再保存给以后的续期用（--cert-name）",
    "オプションで試行してから、今後の更新用に保存する（--cert-name）",
  ],
  "{1} would change the certificate, which reconfigure does not": [
    "{1} 会改变证书本身，而 reconfigure 不改证书",
    "{1} は証明書そのものを変えるもので、reconfigure では変えられません",
  ],
  "certbot reconfigure --cert-name NAME; see: certbot certificates": [
    "certbot reconfigure --cert-name NAME；查看名称：certbot certificates",
    "certbot reconfigure --cert-name NAME。名前の確認：certbot certificates",
  ],
  "{1} is validated by {2}, which is not here": [
    "{1} 用 {2} 验证，而这里没有它",
    "{1} は {2} で検証されますが、ここにはありません",
  ],
  "add the new way: --webroot -w FOLDER, --standalone, or a DNS plugin that is here": [
    "加上新的方式：--webroot -w FOLDER、--standalone，或这里有的 DNS 插件",
    "新しい方法を付けてください：--webroot -w FOLDER、--standalone、またはここにある DNS プラグイン",
  ],
  "docker compose exec certbot httpsidecar disable-https switches HTTPS off": [
    "关闭 HTTPS：docker compose exec certbot httpsidecar disable-https",
    "HTTPS を無効にするには：docker compose exec certbot httpsidecar disable-https",
  ],
  "docker compose logs certbot-companion shows what was changed": [
    "查看更改过什么：docker compose logs certbot-companion",
    "変更の履歴：docker compose logs certbot-companion",
  ],
  "docker compose exec certbot update-cert repairs the symlinks automatically": [
    "docker compose exec certbot update-cert 会自动修复符号链接",
    "docker compose exec certbot update-cert がシンボリックリンクを自動で直します",
  ],
  "certbot revoke --cert-name NAME, with it; files are in /etc/letsencrypt/live/NAME/": [
    "与它一起用：certbot revoke --cert-name NAME；文件在 /etc/letsencrypt/live/NAME/",
    "これと一緒に：certbot revoke --cert-name NAME。ファイルは /etc/letsencrypt/live/NAME/ にあります",
  ],
  "{1} belongs to revoke, not to {2}": ["{1} 属于 revoke，不属于 {2}", "{1} は revoke のもので、{2} では使えません"],
  "{1} belongs to certonly --csr, not to {2}": [
    "{1} 属于 certonly --csr，不属于 {2}",
    "{1} は certonly --csr のもので、{2} では使えません",
  ],
  "--csr cannot go with --allow-subset-of-names: a request is for all of its names": [
    "--csr 不能与 --allow-subset-of-names 同用：请求针对其中的全部域名",
    "--csr は --allow-subset-of-names と併用できません。要求はその中のすべてのドメインのものです",
  ],
  "--csr is for {1}, and -d for {2}": ["--csr 针对 {1}，而 -d 针对 {2}", "--csr は {1}、-d は {2} を指しています"],
  "remove -d": ["去掉 -d", "-d を外してください"],
  "{1} names no domain": ["{1} 中没有域名", "{1} にドメインがありません"],
  "{1} cannot be read ({2})": ["无法读取 {1}（{2}）", "{1} を読めません（{2}）"],
  "{1} has no certificate signing request (CSR) in it": ["{1} 中没有证书签名请求（CSR）", "{1} に CSR がありません"],
  "name the file of a certificate signing request, PEM or DER": [
    "指定证书签名请求的文件，PEM 或 DER",
    "CSR のファイル（PEM か DER）を指定してください",
  ],
  "make the request with a key of {1} bits or more, or with ECDSA": [
    "用 {1} 位以上的密钥或 ECDSA 密钥生成请求",
    "{1} ビット以上の鍵か ECDSA の鍵で CSR を作ってください",
  ],
  "the key of {1} has {2} bits": ["{1} 的密钥是 {2} 位", "{1} の鍵は {2} ビットです"],
  "name another path, or move {1} away": ["指定其他路径，或移走 {1}", "ほかのパスを指定するか、{1} を移してください"],
  "{1} is there already": ["{1} 已存在", "{1} はすでにあります"],
  "an argument beside --eab-hmac-key": ["--eab-hmac-key 旁边的词", "--eab-hmac-key の隣の語"],
  "the argument {1}": ["{1} 这个词", "{1} という語"],
  "certbot {1} does not work here": ["certbot {1} 在此不可用", "certbot {1} はここでは使えません"],
  "certbot has no use for {1}": ["certbot 用不到{1}", "certbot では{1}を使いません"],
  "--cert-name is missing": ["缺少 --cert-name", "--cert-name がありません"],
  "certbot delete --cert-name NAME; see: certbot certificates": [
    "certbot delete --cert-name NAME；名称见：certbot certificates",
    "certbot delete --cert-name NAME。名前の確認：certbot certificates",
  ],
  "see the names: certbot certificates": ["查看名称：certbot certificates", "名前の確認：certbot certificates"],
  "remove it from CERTBOT_DOMAIN in .env first, then: docker compose up -d certbot certbot-companion": [
    "先从 .env 的 CERTBOT_DOMAIN 中去掉它，然后：docker compose up -d certbot certbot-companion",
    "先に .env の CERTBOT_DOMAIN から外し、次を実行：docker compose up -d certbot certbot-companion",
  ],
  "{1} is the certificate of CERTBOT_DOMAIN, which nginx reads; it would be obtained again at once": [
    "{1} 是 nginx 正在读取的 CERTBOT_DOMAIN 的证书；删除后会立即重新申请",
    "{1} は nginx が読む CERTBOT_DOMAIN の証明書です。削除してもすぐに取得し直されます",
  ],
  "They are kept in {1}; delete that folder when nothing needs them any more.": [
    "文件保留在 {1}；不再需要时删除该目录。",
    "ファイルは {1} に残っています。不要になったらフォルダーを削除してください。",
  ],
  "It is renewed automatically while the sidecar runs, if CERTBOT_DOMAIN names it; otherwise by: certbot renew": [
    "如果 CERTBOT_DOMAIN 中有它，sidecar 运行期间会自动续期；否则用：certbot renew",
    "CERTBOT_DOMAIN にあれば、サイドカーの稼働中は自動で更新されます。なければ：certbot renew",
  ],
  "The sidecar renews nothing in that folder; it is renewed by: {1}": [
    "sidecar 不会续期那个目录里的证书，请用：{1}",
    "サイドカーはそのフォルダーの証明書を更新しません。更新するには：{1}",
  ],
  "warning: not handed to nginx yet: {1}": [
    "warning: 尚未交给 nginx：{1}",
    "warning: まだ nginx に適用していません：{1}",
  ],
  "error: paused after a failure: {1}": ["error: 失败后暂停中：{1}", "error: 失敗のため一時停止中：{1}"],
  "--reason {1} is not a reason that a CA accepts": [
    "--reason {1} 不是 CA 接受的原因",
    "--reason {1} は認証局が受け付ける理由ではありません",
  ],
  "renew does not accept -d: the domains are those of the certificate": [
    "renew 不接受 -d：域名就是证书中的域名",
    "renew に -d は付けられません。ドメインは証明書にあるものです",
  ],
  "{1}: dry run at {2}, which issued it; nothing is saved": [
    "{1}：在签发它的 {2} 试运行；不保存任何内容",
    "{1}：発行元の {2} でテスト実行します。何も保存しません",
  ],
  "certbot revoke --cert-name NAME; see the names: certbot certificates": [
    "certbot revoke --cert-name NAME；查看名称：certbot certificates",
    "certbot revoke --cert-name NAME。名前の確認：certbot certificates",
  ],
  "{1} contains a certificate, not a key": ["{1} 中是证书，不是私钥", "{1} は証明書で、秘密鍵ではありません"],
  "{1} contains a key, not a certificate": ["{1} 中是私钥，不是证书", "{1} は秘密鍵で、証明書ではありません"],
  "see the paths: certbot certificates": ["查看路径：certbot certificates", "パスの確認：certbot certificates"],
  "docker compose exec certbot httpsidecar disable-https, then: docker compose stop certbot": [
    "docker compose exec certbot httpsidecar disable-https，然后：docker compose stop certbot",
    "docker compose exec certbot httpsidecar disable-https、次に：docker compose stop certbot",
  ],
  "nginx keeps serving {1} with it, and no replacement is obtained until you ask for it:": [
    "nginx 继续用它为 {1} 提供 HTTPS，在你要求之前不会申请新证书：",
    "nginx は引き続きこれで {1} を公開します。手動で指示するまで代わりの証明書は取得しません：",
  ],
  "  a new certificate: {1}": ["  新证书：{1}", "  新しい証明書：{1}"],
  "  no HTTPS:          {1}": ["  关闭 HTTPS：{1}", "  HTTPS を無効に：{1}"],
  "the certificate of {1} was revoked by hand; fix: {2}, or {3}": [
    "{1} 的证书已被手动吊销；fix: {2}，或 {3}",
    "{1} の証明書は手動で失効済みです。fix: {2}、または {3}",
  ],
  "The files of {1} stay where they are. It is no longer renewed automatically:": [
    "{1} 的文件保留原处。今后不再自动续期：",
    "{1} のファイルはそのまま残ります。今後は自動で更新されません：",
  ],
  "{1} is a certificate that you brought, and no ACME CA is known for it": [
    "{1} 是你自备的证书，不知道它属于哪家 ACME CA",
    "{1} は自分で用意した証明書で、対応する ACME 認証局が分かりません",
  ],
  "ask who issued it to you; if that is an ACME CA, name it: --server URL --key-path KEY": [
    "请询问签发证书的一方；如果是 ACME CA，请指定：--server URL --key-path KEY",
    "証明書の提供元に問い合わせてください。ACME 認証局なら指定します：--server URL --key-path KEY",
  ],
  "{1} is the certificate of CERTBOT_DOMAIN, which nginx reads: without its files nginx does not start": [
    "{1} 是 nginx 正在读取的 CERTBOT_DOMAIN 的证书：没有这些文件 nginx 无法启动",
    "{1} は nginx が読む CERTBOT_DOMAIN の証明書です。ファイルがないと nginx は起動しません",
  ],
  "leave --delete-after-revoke out; the files stay, and nothing is renewed until you say so": [
    "去掉 --delete-after-revoke；文件会保留，在你决定之前不会续期",
    "--delete-after-revoke を外してください。ファイルは残り、指示があるまで更新しません",
  ],
  "the certificate {1} has some of these names, and it is not clear whether it is to have them all": [
    "证书 {1} 含有其中一部分域名，不清楚是否要包含全部",
    "証明書 {1} にはこのドメインの一部があり、すべてを含めるのか分かりません",
  ],
  "add --expand to put all names into it, or --cert-name NAME for another certificate": [
    "加 --expand 把全部域名放入其中，或用 --cert-name NAME 另建证书",
    "すべて含めるなら --expand を、別の証明書にするなら --cert-name NAME を付けてください",
  ],
  "the certificate {1} has an {2} key, and --key-type asks for another; in certbot's words: {3}": [
    "证书 {1} 的密钥是 {2}，而 --key-type 要求另一种；certbot 的原话：{3}",
    "証明書 {1} の鍵の種類は {2} ですが、--key-type は別の種類を指定しています。certbot の言葉では：{3}",
  ],
  "register an account at the CA before the first certificate": [
    "在第一张证书之前向证书颁发机构注册账户",
    "最初の証明書の前に認証局にアカウントを登録",
  ],
  "change the account's email address (-m)": ["更改账户的邮箱（-m）", "アカウントのメールアドレスを変更（-m）"],
  "close the account at the CA; its files are kept in a separate folder": [
    "注销证书颁发机构处的账户；其文件保留在另一个目录",
    "認証局のアカウントを閉じる。ファイルは別のフォルダーに残す",
  ],
  "list the ways to validate domains": ["列出验证域名的方式", "ドメインを検証する方法を一覧"],
  "the CA registers the account": ["证书颁发机构正在注册账户", "認証局がアカウントを登録中"],
  "the CA changes the account": ["证书颁发机构正在更改账户", "認証局がアカウントを変更中"],
  "the CA closes the account": ["证书颁发机构正在注销账户", "認証局がアカウントを閉鎖中"],
  "Its files are kept in {1}; the next certificate is obtained with a new account.": [
    "其文件保留在 {1}；下一张证书将使用新账户申请。",
    "ファイルは {1} に残ります。次の証明書は新しいアカウントで取得します。",
  ],
  "-m is missing: name the email address": [
    "没有给出邮箱：缺少 -m",
    "-m がありません。メールアドレスを指定してください",
  ],
  "an account is registered there already; in certbot's words: {1}": [
    "那里已经注册了账户；certbot 的原话：{1}",
    "そこにはすでにアカウントが登録されています。certbot の言葉では：{1}",
  ],
  "all certificates use it; to show it: certbot show_account": [
    "每张证书都会自动使用它；查看：certbot show_account",
    "すべての証明書に自動で使われます。表示：certbot show_account",
  ],
  "files in the folder that nginx serves": ["nginx 提供的目录中的文件", "nginx が公開するフォルダーのファイル"],
  "a web server of its own": ["自带的 Web 服务器", "独自の Web サーバー"],
  "your own scripts (--manual-auth-hook)": [
    "你自己的脚本（--manual-auth-hook）",
    "自作のスクリプト（--manual-auth-hook）",
  ],
  "records in DNS": ["DNS 记录", "DNS レコード"],

  "name the certificate to change it: --cert-name {1} --key-type {2}": [
    "要更改请指定证书：--cert-name {1} --key-type {2}",
    "変更するには証明書を指定してください：--cert-name {1} --key-type {2}",
  ],
  "{1} will no longer be in the certificate {2}": ["证书 {2} 将不再包含 {1}", "{1} は証明書 {2} に含まれなくなります"],
};
