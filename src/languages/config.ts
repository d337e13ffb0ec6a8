import type { Texts } from "./texts.ts";

export const config: Texts = {
  "{1} is longer than {2} characters": ["{1} 超过 {2} 个字符", "{1} が {2} 文字を超えています"],
  "more than {1} characters": ["超过 {1} 个字符的内容", "{1} 文字を超える内容"],
  "remove what is not needed": ["去掉不需要的内容", "不要なものを取り除いてください"],
  "one folder is wanted: that of the stack's compose file": [
    "需要一个目录：项目的 compose 文件所在之处",
    "スタックの compose ファイルがあるフォルダーを一つ指定してください",
  ],
  "--file {1} is a path; it is a name in FOLDER": [
    "--file {1} 是路径；应为 FOLDER 中的文件名",
    "--file {1} はパスです。FOLDER 内の名前を指定してください",
  ],
  "--domain is missing": ["缺少 --domain", "--domain がありません"],
  "--domain {1} {2}": ["--domain {1} {2}", "--domain {1} {2}"],
  "use an address that you read, or omit --email": [
    "请填写能收到邮件的邮箱地址，或去掉 --email",
    "受信できるメールアドレスを指定するか、--email を外してください",
  ],
  "{1} {2} is not the name of a profile": ["{1} {2} 不是 profile 的名字", "{1} {2} はプロファイルの名前ではありません"],
  "write a name that the CA lists, for example: {1} shortlived": [
    "写 CA 列出的名字，例如：{1} shortlived",
    "認証局が挙げる名前を書いてください。例：{1} shortlived",
  ],
  "--preferred-chain {1} is not the name of an issuer": [
    "--preferred-chain {1} 不是签发者的名字",
    "--preferred-chain {1} は発行者の名前ではありません",
  ],
  'write the common name of the root, for example: --preferred-chain "ISRG Root X1"': [
    '写根证书的 common name，例如：--preferred-chain "ISRG Root X1"',
    'ルートの common name を書いてください。例：--preferred-chain "ISRG Root X1"',
  ],
  "copy both from the CA's site: --eab-kid=<key id> --eab-hmac-key=<key>": [
    "从 CA 的网站复制两者：--eab-kid=<key id> --eab-hmac-key=<key>",
    "認証局のサイトから両方をコピーしてください：--eab-kid=<key id> --eab-hmac-key=<key>",
  ],
  "--eab-hmac-alg {1} is none of {2}": [
    "--eab-hmac-alg {1} 不是 {2} 之一",
    "--eab-hmac-alg {1} は {2} のいずれでもありません",
  ],
  "leave it out: HS256": ["去掉它：默认 HS256", "外してください：HS256 になります"],
  "--eab-kid is set without --eab-hmac-key, and the two belong together": [
    "给了 --eab-kid 而没有 --eab-hmac-key，两者必须一起给",
    "--eab-kid だけで --eab-hmac-key がありません。両方が必要です",
  ],
  "--eab-hmac-key is set without --eab-kid, and the two belong together": [
    "给了 --eab-hmac-key 而没有 --eab-kid，两者必须一起给",
    "--eab-hmac-key だけで --eab-kid がありません。両方が必要です",
  ],
  "--eab-kid {1} is not a key id": ["--eab-kid {1} 不是 key id", "--eab-kid {1} は key id ではありません"],
  "--eab-hmac-key is not base64, the form in which CAs issue it": [
    "--eab-hmac-key 不是 CA 给出的 base64 形式",
    "--eab-hmac-key が認証局の渡す base64 の形ではありません",
  ],
  "--staging means Let's Encrypt's staging directory, and --server names another CA": [
    "--staging 指 Let's Encrypt 的测试环境（staging），而 --server 指定了另一家 CA",
    "--staging は Let's Encrypt のステージングを指しますが、--server は別の認証局を指しています",
  ],
  "remove one of the two from CERTBOT_OPTIONS, or from the command: --staging or --server": [
    "从 CERTBOT_OPTIONS 或命令中去掉其一：--staging 或 --server",
    "CERTBOT_OPTIONS かコマンドから、--staging と --server のどちらかを外してください",
  ],
  "--server has a user name or password in its URL": [
    "--server 的 URL 中含有用户名或密码",
    "--server の URL にユーザー名かパスワードがあります",
  ],
  "then run: {1}": ["然后运行：{1}", "その後実行してください：{1}"],
  "put {1} into {2}, {3}": ["把 {1} 写入 {2}，{3}", "{2} に {1} を書き、{3}"],
  "there is no installer here: the companion turns on HTTPS in nginx automatically": [
    "这里没有 installer：companion 自己在 nginx 中开启 HTTPS",
    "ここに installer はありません。companion が nginx の HTTPS を有効にします",
  ],
  "remove it: certonly is enough, nginx is told automatically": [
    "去掉它：certonly 就够了，nginx 会自动得到通知",
    "外してください：certonly で十分で、nginx には自動で伝わります",
  ],
  "nginx is configured by the stack's own templates, so this changes nothing": [
    "nginx 由项目自己的模板配置，因此这不起作用",
    "nginx はスタックのテンプレートで設定されるため、これは何も変えません",
  ],
  "an account needs no address here": ["这里的账户不需要邮箱", "ここではアカウントにアドレスは不要です"],
  "no address is handed to anyone but the CA": ["邮箱地址只交给 CA，不给其他人", "アドレスは認証局以外に渡しません"],
  "there is no other form": ["没有其他形式", "ほかの形式はありません"],
  "a certificate that is not due for renewal is always kept": [
    "还没到续期时间的证书总是保留不动",
    "更新時期前の証明書は常にそのままです",
  ],
  "changed names are always renewed without a question": [
    "域名变更时总是不询问直接续期",
    "ドメインが変われば常に確認なしで更新します",
  ],
  "renew never sleeps here": ["renew 在这里从不随机等待", "ここでは renew は待ちません"],
  "there is no terminal to press a key on, so nothing waits": [
    "没有人按键，因此不会等待",
    "キーを押す人がいないため、待ちません",
  ],
  "folders keep their owner and mode": ["目录保持原有的属主和权限", "フォルダーの所有者とモードはそのままです"],
  "renewal is always set up here": ["这里总是会自动续期", "更新は常に設定されています"],
  "{1}; HSTS_MAX_AGE is for that": ["{1}；HSTS 请用 HSTS_MAX_AGE 设置", "{1}。HSTS_MAX_AGE を使ってください"],
  "certbot itself has no use for it any more": ["certbot 自己也不再使用它", "certbot 自身ももう使っていません"],
  "Let's Encrypt has ended OCSP and refuses it": [
    "Let's Encrypt 已停用 OCSP，会拒绝它",
    "Let's Encrypt は OCSP を終了しており、拒否します",
  ],
  "remove it": ["去掉它", "外してください"],
  "two certificates for the same domains are of no use here": [
    "同一组域名的两张证书在这里没有用处",
    "同じドメインの証明書が二つあっても役に立ちません",
  ],
  "--cert-name NAME with -d NAMES creates a second one under its own name": [
    "--cert-name NAME 加 -d NAMES 可另建一张，用它自己的名字",
    "--cert-name NAME と -d NAMES で別名の二つ目を作れます",
  ],
  "nothing is ever asked here": ["这里从不询问", "ここでは何も尋ねません"],
  "{1} belongs to certonly": ["{1} 属于 certonly", "{1} は certonly のためのものです"],
  "there is no rollback here": ["这里没有 rollback", "ここに rollback はありません"],
  "the list of plugins is always the same": ["插件列表始终相同", "プラグインの一覧は常に同じです"],
  "it is asked for alone": ["它只能单独使用", "単独で使うものです"],
  "has a parenthesis": ["含有括号", "に括弧があります"],
  "is not an account id of certbot, 32 letters of 0-9 and a-f": [
    "不是 certbot 的账户 id（32 个 0-9、a-f 字符）",
    "は certbot のアカウント ID（0-9 と a-f の 32 文字）ではありません",
  ],
  "--http-01-port 443 is where HTTPS listens": [
    "--http-01-port 443 是 HTTPS 监听的端口",
    "--http-01-port 443 は HTTPS が待ち受けるポートです",
  ],
  "leave --http-01-port out": ["去掉 --http-01-port", "--http-01-port を外してください"],
  "keep one of the two": ["只保留其一", "どちらか一方にしてください"],
  "{1} {2} is none of {3}": ["{1} {2} 不是 {3} 之一", "{1} {2} は {3} のいずれでもありません"],
  "write {1} {2}": ["写成 {1} {2}", "{1} {2} と書いてください"],
  "{1} {2} is not a number from {3} to {4}": [
    "{1} {2} 不是 {3} 到 {4} 之间的数字",
    "{1} {2} は {3} から {4} までの数ではありません",
  ],
  "correct it, or omit {1}": ["修改它，或去掉 {1}", "直すか、{1} を外してください"],
  "{1} belongs to revoke": ["{1} 属于 revoke", "{1} は revoke のものです"],
  "is an empty name": ["是空域名", "は空のドメインです"],
  "is a URL; only the name in it is wanted": [
    "是 URL；只需要其中的域名",
    "は URL です。必要なのは中のドメインだけです",
  ],
  "is still a placeholder": ["仍是占位文字", "は仮の値のままです"],
  "has a path; only the name before it is wanted": [
    "带有路径；只需要前面的域名",
    "にパスが付いています。必要なのはその前のドメインだけです",
  ],
  "looks like an e-mail address, not a domain": ["像邮箱地址，不是域名", "はドメインではなくメールアドレスのようです"],
  "has a port; the CA always connects to port 80": [
    "带有端口；验证总是访问 80 端口",
    "にポートが付いています。チャレンジは常に 80 番ポートに来ます",
  ],
  "is not a name that DNS can hold": ["不是有效的 DNS 域名", "は DNS で使えないドメインです"],
  "has nothing between two of its dots": ["中有两个连续的点", "にドットが連続しています"],
  "means the machine itself, which no CA can reach": [
    "指本机自身，CA 无法访问",
    "はこのマシン自身を指し、認証局からは接続できません",
  ],
  "is {1} characters long, and a name has 253 at most": [
    "长 {1} 个字符，而域名最多 253 个",
    "は {1} 文字ですが、ドメインは最長 253 文字です",
  ],
  "has a part that begins or ends with a hyphen": [
    "有一段以连字符开头或结尾",
    "にハイフンで始まるか終わる部分があります",
  ],
  "is reserved: no public CA can sign it": [
    "是保留名：公共 CA 不能签发",
    "は予約されたドメインで、パブリック認証局は発行できません",
  ],
  "is an address inside a network, or one for examples: no public CA can sign it": [
    "是内网地址或示例地址：公共 CA 不能签发",
    "は内部ネットワークか例示用のアドレスで、パブリック認証局は発行できません",
  ],
  "is an unusual spelling of the address {1}": ["是地址 {1} 的非常规写法", "はアドレス {1} の特殊な書き方です"],
  "has a character that no domain has: {1}": ["含有域名不能用的字符：{1}", "にドメインで使えない文字があります：{1}"],
  "has a part of {1} characters, and 63 is the most between two dots": [
    "有一段长 {1} 个字符，两点之间最多 63 个",
    "に {1} 文字の部分があります。点と点の間は最長 63 文字です",
  ],
  "left out, so the account has no contact; {1}": [
    "已忽略，因此账户没有联系方式；{1}",
    "無視したため、アカウントに連絡先がありません。{1}",
  ],
  "has white space or a semicolon in it (commas alone separate addresses)": [
    "含有空白或分号（多个地址之间只用逗号）",
    "に空白かセミコロンがあります（複数のアドレスはコンマだけで区切ります）",
  ],
  "is not an e-mail address": ["不是邮箱地址", "はメールアドレスではありません"],
  "is an example, which no public CA accepts": [
    "是示例地址，公共 CA 不接受",
    "は例示用で、パブリック認証局は受け付けません",
  ],
  "is not a name of a Compose service": ["不是 Compose 服务的名字", "は Compose のサービス名ではありません"],
  "is not the full path of a file inside the container": [
    "不是容器内文件的完整路径",
    "はコンテナ内のファイルのフルパスではありません",
  ],
  "is not a port number": ["不是端口号", "はポート番号ではありません"],
  "is not a port between 1 and 65535": ["不是 1 到 65535 之间的端口", "は 1 から 65535 までのポートではありません"],
  "is not a number of seconds": ["不是秒数", "は秒数ではありません"],
  "is not between 60 and 21600 seconds": ["不在 60 到 21600 秒之间", "は 60 から 21600 秒の範囲にありません"],
  "is neither nginx nor haproxy": ["既不是 nginx 也不是 haproxy", "は nginx でも haproxy でもありません"],
  "is none of {1}": ["不是 {1} 之一", "は {1} のいずれでもありません"],
  "contains something that is not an address of a DNS server": [
    "中有不是 DNS 服务器地址的内容",
    "に DNS サーバーのアドレスでないものがあります",
  ],
  "is neither true nor false": ["既不是 true 也不是 false", "は true でも false でもありません"],
  "is not uid:gid, in numbers": ["不是数字形式的 uid:gid", "は数字の uid:gid ではありません"],
  "is not a time zone": ["不是时区", "はタイムゾーンではありません"],
  "is neither text nor json": ["既不是 text 也不是 json", "は text でも json でもありません"],
  "is none of auto, override, env and never": [
    "不是 auto、override、env、never 之一",
    "は auto、override、env、never のいずれでもありません",
  ],
  "is neither tcp://host:port nor unix:///path": [
    "既不是 tcp://host:port 也不是 unix:///path",
    "は tcp://host:port でも unix:///path でもありません",
  ],
  "is none of auto, true and false": ["不是 auto、true、false 之一", "は auto、true、false のいずれでもありません"],
  "CERTBOT_AUTO=true (or false)": ["CERTBOT_AUTO=true（或 false）", "CERTBOT_AUTO=true（または false）"],
  "RUN_SAVED_HOOKS=false (or true)": ["RUN_SAVED_HOOKS=false（或 true）", "RUN_SAVED_HOOKS=false（または true）"],
  "PROXY=nginx (or haproxy)": ["PROXY=nginx（或 haproxy）", "PROXY=nginx（または haproxy）"],
  "OWN_CERTIFICATE=true (or false)": ["OWN_CERTIFICATE=true（或 false）", "OWN_CERTIFICATE=true（または false）"],
  "LOG_FORMAT=text (or json)": ["LOG_FORMAT=text（或 json）", "LOG_FORMAT=text（または json）"],
  "NOTIFY_RENEWED=true (or false)": ["NOTIFY_RENEWED=true（或 false）", "NOTIFY_RENEWED=true（または false）"],
  "HTTP2=true (or false)": ["HTTP2=true（或 false）", "HTTP2=true（または false）"],
  "HTTPSIDECAR_LANG=en (or zh-CN, ja)": [
    "HTTPSIDECAR_LANG=en（或 zh-CN、ja）",
    "HTTPSIDECAR_LANG=en（または zh-CN、ja）",
  ],
  "CERTBOT_EMAIL=<your address>": ["CERTBOT_EMAIL=<你的邮箱>", "CERTBOT_EMAIL=<メールアドレス>"],
  "NOTIFY_URLS=https://ntfy.sh/your-secret-topic (several with white space between them)": [
    "NOTIFY_URLS=https://ntfy.sh/your-secret-topic（多个用空格分隔）",
    "NOTIFY_URLS=https://ntfy.sh/your-secret-topic（複数は空白で区切る）",
  ],
  "HTTPSIDECAR_LANG {1} is none of {2}, so English is used: {3}": [
    "HTTPSIDECAR_LANG {1} 不是 {2} 之一，因此使用英文：{3}",
    "HTTPSIDECAR_LANG {1} は {2} のどれでもないため、英語で表示します：{3}",
  ],
  "no folder": ["不是目录", "フォルダーではない"],
  "read-only": ["只读", "読み取り専用"],
  "httpsidecar {1}: {2}, {3}": ["httpsidecar {1}：{2}，{3}", "httpsidecar {1}：{2}（{3}）"],
  "settings: {1}": ["设置：{1}", "設定：{1}"],
  "folders: ok": ["目录：正常", "フォルダー：正常"],
  "{1} (left out)": ["{1}（已忽略）", "{1}（無視）"],
  "{1}, owner {2}: nothing can be saved there, mount a writable folder, {3}:{4}": [
    "{1}，属主 {2}：那里无法保存内容，请挂载可写的目录 {3}:{4}",
    "{1}、所有者 {2}：保存できません。書き込めるフォルダー {3}:{4} をマウントしてください",
  ],
  "what cannot be used": ["其中有无法使用的内容", "使えない内容"],
  "read: {1}": ["已读取：{1}", "読み込み済み：{1}"],
  "nothing in it": ["无内容", "内容なし"],
  "what is saved there is lost with the container, and a CA issues only five certificates a week": [
    "保存在那里的内容会随容器丢失，而 CA 每周只给五张证书",
    "そこに保存したものはコンテナとともに失われ、認証局は週に 5 枚しか発行しません",
  ],
  "not mounted: {1}: add the volume {2}:{3}": [
    "未挂载：{1}：请添加卷 {2}:{3}",
    "マウントされていません（{1}）。ボリューム {2}:{3} を追加してください",
  ],
  "missing: add the volume {1}:{2}": ["缺失：请添加卷 {1}:{2}", "ありません。ボリューム {1}:{2} を追加してください"],
  "{1} counts too: {2}": ["{1} 同样生效：{2}", "{1} も有効です：{2}"],
  "to allow it, put RUN_SAVED_HOOKS=true into httpsidecar.env": [
    "要允许，请在 httpsidecar.env 中写入 RUN_SAVED_HOOKS=true",
    "許可するには httpsidecar.env に RUN_SAVED_HOOKS=true を書いてください",
  ],
  "{1} not used, because {2} is in the certificates' folder; {3}": [
    "不采用 {1}，因为 {2} 在证书目录内；{3}",
    "{1} は使いません。{2} が証明書のフォルダーにあるためです。{3}",
  ],
  "{1} of {2} counts for certbot certonly without -d, and for nothing else": [
    "{2} 的 {1} 只对不带 -d 的 certbot certonly 生效",
    "{2} の {1} は、-d なしの certbot certonly にだけ有効です",
  ],
  "may not be read by this process": ["本进程无权读取", "このプロセスからは読めません"],
  "cannot be read ({1})": ["无法读取（{1}）", "を読めません（{1}）"],
  "correct its owner and mode, or move it away": [
    "修改其属主和权限，或移走它",
    "所有者とモードを直すか、移してください",
  ],
  "move it away": ["移走它", "移してください"],
  "{1}; then: docker compose restart certbot": [
    "{1}；然后：docker compose restart certbot",
    "{1}。その後：docker compose restart certbot",
  ],
  "{1}, line {2}": ["{1} 第 {2} 行", "{1} の {2} 行目"],
  "{1} is not an option": ["{1} 不是选项", "{1} はオプションではありません"],
  "write it like this: key-type = ecdsa, or remove it": [
    "写法如：key-type = ecdsa，或去掉它",
    "key-type = ecdsa のように書くか、外してください",
  ],
  "CERTBOT_DOMAIN is empty": ["CERTBOT_DOMAIN 为空", "CERTBOT_DOMAIN が空です"],
  "{1} ends in a carriage return: {2} has Windows line ends": [
    "{1} 以回车符结尾：{2} 使用了 Windows 换行",
    "{1} が復帰文字で終わっています。{2} の改行が Windows 形式です",
  ],
  "sed -i 's/\\r$//' {1}, {2}": ["sed -i 's/\\r$//' {1}，{2}", "sed -i 's/\\r$//' {1}、{2}"],
  "CERTBOT_DOMAIN {1} contains white space, and nginx makes a path of it": [
    "CERTBOT_DOMAIN {1} 含有空白，而 nginx 用它作路径",
    "CERTBOT_DOMAIN {1} に空白があります。nginx はこれをパスに使います",
  ],
  "CERTBOT_DOMAIN {1} {2}": ["CERTBOT_DOMAIN {1} {2}", "CERTBOT_DOMAIN {1} {2}"],
  "write -d {1}": ["写成 -d {1}", "-d {1} と書いてください"],
  "<the name that people type to reach this site>": [
    "<人们访问本站所输入的域名>",
    "<このサイトを開くときに入力されるドメイン>",
  ],
  "CERTBOT_DOMAIN is {1} bytes long, and nginx looks for a folder of that name: at most {2} are possible": [
    "CERTBOT_DOMAIN 长 {1} 字节，而 nginx 会找同名目录：最多 {2} 字节",
    "CERTBOT_DOMAIN は {1} バイトですが、nginx はその名前のフォルダーを探します。最大は {2} バイトです",
  ],
  'put CERTBOT_DOMAIN={1} and CERTBOT_OPTIONS="-d {2}" into .env, {3}': [
    '在 .env 中写入 CERTBOT_DOMAIN={1} 和 CERTBOT_OPTIONS="-d {2}"，{3}',
    '.env に CERTBOT_DOMAIN={1} と CERTBOT_OPTIONS="-d {2}" を書き、{3}',
  ],
  "--cert-name {1} cannot be the name of a folder": [
    "--cert-name {1} 不能作目录名",
    "--cert-name {1} はフォルダー名にできません",
  ],
  "in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify": [
    "在 CERTBOT_OPTIONS 中或 update-cert 之后，取一个如 --cert-name dify 的名字",
    "CERTBOT_OPTIONS か update-cert の後に、--cert-name dify のような名前を付けてください",
  ],
  "{1} {2} is not where the stack mounts its folder, {3}": [
    "{1} {2} 不是项目挂载其目录的位置，应为 {3}",
    "{1} {2} は、スタックがフォルダーをマウントしている場所 {3} ではありません",
  ],
  "remove {1}, and mount the host's folder at {2} in the certbot service": [
    "去掉 {1}，在 certbot 服务中把主机的目录挂载到 {2}",
    "{1} を外し、ホストのフォルダーを certbot サービスの {2} にマウントしてください",
  ],
  "entry {1} of NOTIFY_URLS {2}": ["NOTIFY_URLS 的第 {1} 项{2}", "NOTIFY_URLS の {1} 番目の項目{2}"],
  "is not a URL": ["不是 URL", "は URL ではありません"],
  "starts with none of https://, http://, smtp:// and smtps://": [
    "不以 https://、http://、smtp://、smtps:// 之一开头",
    "は https://、http://、smtp://、smtps:// のいずれでも始まりません",
  ],
  "names a service that is not known; known are {1}": [
    "指定了未知的服务；已知的有 {1}",
    "は未知のサービスです。使えるもの：{1}",
  ],
  "lacks its chat: …/bot<token>/sendMessage?chat_id=<id>": [
    "缺少 chat：…/bot<token>/sendMessage?chat_id=<id>",
    "にチャットがありません：…/bot<token>/sendMessage?chat_id=<id>",
  ],
  "lacks its topic: https://ntfy.sh/<topic>": [
    "缺少主题：https://ntfy.sh/<topic>",
    "にトピックがありません：https://ntfy.sh/<topic>",
  ],
  "lacks sender or receiver: smtp://user:password@host:587/?from=a@example.org&to=b@example.org": [
    "缺少发件人或收件人：smtp://user:password@host:587/?from=a@example.org&to=b@example.org",
    "に送信者か受信者がありません：smtp://user:password@host:587/?from=a@example.org&to=b@example.org",
  ],
  "mail ({1})": ["邮件（{1}）", "メール（{1}）"],
  "{1} with a value, and it accepts none": ["带了值的 {1}，而它不接受值", "値の付いた {1}（値は指定できません）"],
  "write {1} alone": ["只写 {1}", "{1} だけを書いてください"],
  "{1} without a value": ["没有值的 {1}", "値のない {1}"],
  "write the value after it: {1}=…": ["在其后写值：{1}=…", "値を後ろに書いてください：{1}=…"],
  "{1}, an option of a certbot plugin that is not here": [
    "{1}，它是 certbot 插件的选项，这里没有该插件",
    "ここにはない certbot プラグインのオプション {1}",
  ],
  "{1}, which is not a flag of certbot": ["{1}，不是 certbot 的参数", "certbot のフラグではない {1}"],
  "did you mean {1}? if not, remove it": [
    "你想写的是 {1} 吗？不是的话请去掉",
    "{1} のことですか？ 違うなら外してください",
  ],
  "{1}, a flag of certbot that httpsidecar does not support: {2}": [
    "{1}，是 certbot 的参数，但 httpsidecar 不接受：{2}",
    "httpsidecar が受け付けない certbot のフラグ {1}：{2}",
  ],
  "{1}, which can be short for {2}": ["{1}，可能是 {2} 的缩写", "{2} のどれの略か決まらない {1}"],
  " or ": [" 或 ", " または "],
  "write the flag out in full": ["请写出完整参数名", "フラグを省略せずに書いてください"],
  "if it is a domain, write: -d {1}": ["如果是域名，请写：-d {1}", "ドメインなら次のように書いてください：-d {1}"],
  "remove it; update-cert finds out automatically what to do": [
    "去掉它；update-cert 会自己判断该做什么",
    "外してください。何をすべきかは update-cert が判断します",
  ],
  "{1}, which is not a flag": ["{1}，不是参数", "フラグではない {1}"],
  "write the key in one piece: --eab-hmac-key=…": [
    "密钥要连写，中间不要有空格：--eab-hmac-key=…",
    "HMAC 鍵は空白を入れず続けて書いてください：--eab-hmac-key=…",
  ],
  "an argument after --eab-hmac-key that is not a flag": [
    "跟在 --eab-hmac-key 后面、不是参数的词",
    "--eab-hmac-key の後にフラグでない語",
  ],
  "{1} has {2}": ["{1} 中有 {2}", "{1} に次があります：{2}"],
  "day of the month": ["日（月）", "日"],
  "day of the week": ["星期", "曜日"],
  "has {1} fields, and cron has five": ["有 {1} 个字段，而 cron 有五个", "の項目は {1} 個ですが、cron は 5 個です"],
  "names a day that no month has": ["指定了任何月份都没有的日子", "はどの月にもない日を指しています"],
  "has {1} as {2}, which goes from {3} to {4}": [
    "中{2}为 {1}，范围是 {3} 到 {4}",
    "の{2}が {1} ですが、範囲は {3} から {4} です",
  ],
  "RENEW_SCHEDULE {1} {2}": ["RENEW_SCHEDULE {1} {2}", "RENEW_SCHEDULE {1} {2}"],
  "--webroot-path {1} is not a full path": [
    "--webroot-path {1} 不是完整路径",
    "--webroot-path {1} はフルパスではありません",
  ],
  "write -w /var/www/html in CERTBOT_OPTIONS, or leave it out": [
    "在 CERTBOT_OPTIONS 中写 -w /var/www/html，或去掉它",
    "CERTBOT_OPTIONS に -w /var/www/html と書くか、外してください",
  ],
  "a backslash at its end": ["末尾的反斜杠", "末尾のバックスラッシュ"],
  "an unclosed quote: {1}": ["未闭合的引号：{1}", "閉じていない引用符：{1}"],
  "close it, or remove it from {1} in .env, {2}": [
    "把它闭合，或从 .env 的 {1} 中去掉，{2}",
    "閉じるか、.env の {1} から外し、{2}",
  ],
  "remove it in .env, {1}": ["在 .env 中去掉它，{1}", ".env から外し、{1}"],
  "remove it, then: docker compose restart certbot": [
    "去掉它，然后：docker compose restart certbot",
    "外し、その後：docker compose restart certbot",
  ],
  "{1} contains --dry-run: no certificate is obtained and health stays red; {2}": [
    "{1} 中有 --dry-run：不会获取证书，health 一直为红；{2}",
    "{1} に --dry-run があります。証明書は取得されず、health は赤のままです。{2}",
  ],
  "{1} names Let's Encrypt's staging directory: no browser trusts its certificates, health stays red; {2}": [
    "{1} 指定了 Let's Encrypt 的测试环境（staging）：浏览器不信任其证书，health 一直为红；{2}",
    "{1} が Let's Encrypt のステージングを指しています。証明書はブラウザーに信頼されず、health は赤のままです。{2}",
  ],
  "{1} contains --force-renewal: ignored here, it would exhaust the CA's rate limit; to renew now: {2} --force-renewal":
    [
      "{1} 中有 --force-renewal：这里不采用，它会耗掉 CA 的额度；要立即续期：{2} --force-renewal",
      "{1} に --force-renewal があります。認証局のレート制限を使い切るため無視します。すぐに更新するには：{2} --force-renewal",
    ],
  "--webroot-map {1} is not a list of names with their folders": [
    "--webroot-map {1} 不是域名与目录的对应表",
    "--webroot-map {1} はドメインとフォルダーの対応表ではありません",
  ],
  'write --webroot-map \'{"a.example.org,b.example.org":"/var/www/html"}\'': [
    '写成 --webroot-map \'{"a.example.org,b.example.org":"/var/www/html"}\'',
    '--webroot-map \'{"a.example.org,b.example.org":"/var/www/html"}\' のように書いてください',
  ],
  "the webroot {1} is not a full path": ["webroot {1} 不是完整路径", "webroot {1} はフルパスではありません"],
  "write a path such as /var/www/html": ["写成如 /var/www/html 的路径", "/var/www/html のようなパスを書いてください"],
  "--webroot-path is set twice, and it is not clear which folder is for which domain": [
    "--webroot-path 设置了两次，不清楚哪个目录对应哪个域名",
    "--webroot-path が二つあり、どのフォルダーがどのドメインのものか分かりません",
  ],
  "keep one of them in CERTBOT_OPTIONS: -w {1}; or write each -w before the -d that it is for": [
    "在 CERTBOT_OPTIONS 中只留一个：-w {1}；或把每个 -w 写在它对应的 -d 之前",
    "CERTBOT_OPTIONS に一つだけ残すか（-w {1}）、各 -w を対応する -d の前に書いてください",
  ],
  "is not an address that starts with https:// or http://": [
    "不是以 https:// 或 http:// 开头的地址",
    "は https:// または http:// で始まるアドレスではありません",
  ],
  "{1} and {2} are both set": ["同时设置了 {1} 和 {2}", "{1} と {2} の両方が指定されています"],
  "take one of them out of httpsidecar.env, then run: docker compose up -d certbot": [
    "从 httpsidecar.env 中删除其中一个，然后运行：docker compose up -d certbot",
    "httpsidecar.env からどちらか一方を削除し、次を実行してください：docker compose up -d certbot",
  ],
  "{1} {2} cannot be read ({3})": ["{1} {2} 无法读取（{3}）", "{1} {2} を読み取れません（{3}）"],
  "the path is one inside the container: mount the file into the certbot service, a text of 64 KiB at most": [
    "该路径是容器内的路径：把文件挂载到 certbot 服务，文本不超过 64 KiB",
    "これはコンテナ内のパスです。ファイルを certbot サービスにマウントしてください（64 KiB までのテキスト）",
  ],
  "is a single word: no public CA issues for a top-level domain or a name inside a network": [
    "是单个词：公共 CA 不为顶级域名或内网名字签发",
    "は一語だけです。パブリック認証局はトップレベルドメインや内部ネットワークの名前には証明書を発行しません",
  ],
  "has an underscore, which no public CA accepts": [
    "含有下划线，公共 CA 不签发",
    "にアンダースコアがあり、パブリック認証局は証明書を発行しません",
  ],
  "--server is neither a URL nor a short name of a CA": [
    "--server 既不是 URL，也不是 CA 的短名称",
    "--server が URL でも認証局の短縮名でもありません",
  ],
  "--server is an http URL, and every CA is contacted over https only": [
    "--server 是 http URL，而任何 CA 都只通过 https 访问",
    "--server が http の URL です。認証局へは https でのみ接続します",
  ],
  "--server {1}: this CA issues no certificates any more": [
    "--server {1}：该 CA 已不再签发证书",
    "--server {1}：この認証局は証明書の発行を終了しました",
  ],
  "--server {1}: this CA gives each customer a directory URL of their own": [
    "--server {1}：该 CA 为每个客户提供各自的 ACME 服务器地址",
    "--server {1}：この認証局のディレクトリ URL は顧客ごとに異なります",
  ],
  "copy it from the CA's site: --server <directory URL> --eab-kid=<key id> --eab-hmac-key=<key>": [
    "请从该 CA 的网站复制：--server <directory URL> --eab-kid=<key id> --eab-hmac-key=<key>",
    "認証局のサイトからコピーしてください：--server <directory URL> --eab-kid=<key id> --eab-hmac-key=<key>",
  ],
  "put the directory URL or a short name into CERTBOT_OPTIONS, or after update-cert, for example: --server {1}; short names: {2}":
    [
      "在 CERTBOT_OPTIONS 中或 update-cert 之后给出 ACME 服务器地址或短名称，例如：--server {1}；短名称：{2}",
      "ディレクトリの URL か短縮名を CERTBOT_OPTIONS か update-cert の後に指定してください。例：--server {1}。短縮名：{2}",
    ],
};
