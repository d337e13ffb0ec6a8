import type { Texts } from "./texts.ts";

export const own: Texts = {
  "{1}: read as DER (binary)": ["{1}：按 DER（二进制）读取", "{1}：DER（バイナリ）として読みました"],
  "{1} is a certificate neither in PEM nor in DER": [
    "{1} 既不是 PEM 证书也不是 DER 证书",
    "{1} は PEM でも DER でもない証明書です",
  ],
  "use PEM; a .p7b: openssl pkcs7 -print_certs -in {1} -out certificates.pem (DER: -inform der); a .pfx or .p12: openssl pkcs12 -in {2} -out all.pem":
    [
      "请给 PEM；.p7b：openssl pkcs7 -print_certs -in {1} -out certificates.pem（DER：-inform der）；.pfx 或 .p12：openssl pkcs12 -in {2} -out all.pem",
      "PEM を指定してください。.p7b：openssl pkcs7 -print_certs -in {1} -out certificates.pem（DER：-inform der）。.pfx や .p12：openssl pkcs12 -in {2} -out all.pem",
    ],
  "copy the file again, from the first dash to the last": [
    "重新复制文件，从第一个短横到最后一个",
    "最初のハイフンから最後まで、ファイルをコピーし直してください",
  ],
  "{1}: certificate {2} in it is damaged": ["{1}：其中第 {2} 张证书已损坏", "{1}：中の {2} 番目の証明書が壊れています"],
  "name it as --key {1}, and the certificate that the CA sent as --cert": [
    "用 --key {1} 指定它，并用 --cert 指定 CA 发来的证书",
    "これは --key {1} とし、認証局が送った証明書を --cert に指定してください",
  ],
  "{1} contains a private key where the certificate should be": [
    "{1} 中是私钥，而这里应为证书",
    "{1} には証明書ではなく秘密鍵が入っています",
  ],
  "send it to the CA; what it sends back is the certificate": [
    "把它发给 CA；CA 发回的才是证书",
    "認証局に送ってください。返ってくるものが証明書です",
  ],
  "{1} is the certificate signing request (CSR), not the certificate issued for it": [
    "{1} 是证书签名请求（CSR），不是由它签发的证书",
    "{1} は証明書署名要求（CSR）です。それをもとに発行された証明書ではありません",
  ],
  "{1} contains no certificate but {2}": ["{1} 中没有证书，只有 {2}", "{1} に証明書はなく、{2} があります"],
  "the root {1} is not sent to visitors: anyone who trusts it already has it": [
    "根证书 {1} 不发送：信任它的人已经有它",
    "ルート証明書 {1} は含めません。信頼している側には既に入っています",
  ],
  "left out, since the chain does not need it: {1}": [
    "已略去，证书链不需要它：{1}",
    "チェーンに不要なため外しました：{1}",
  ],
  "left out: another certificate for the same key, serial {1}, valid until {2}": [
    "已略去：同一私钥的另一张证书，序列号 {1}，有效至 {2}",
    "外したもの：同じ鍵の別の証明書（シリアル番号 {1}、有効期限 {2}）",
  ],
  "{1}: read as PKCS#7": ["{1}：按 PKCS#7 读取", "{1}：PKCS#7 として読みました"],
  "{1} is a zip with files in it": ["{1} 是包含文件的 zip", "{1} はファイルの入った zip です"],
  "{1} is an archive with files in it": ["{1} 是包含文件的压缩包", "{1} はファイルの入ったアーカイブです"],
  "unpack it, and name its files: tar -xf {1}": [
    "解压后指定其中的文件：tar -xf {1}",
    "展開して中のファイルを指定：tar -xf {1}",
  ],
  "unpack it on your computer, and name its files": [
    "在你的电脑上解压，然后指定其中的文件",
    "お使いのコンピューターで展開し、中のファイルを指定してください",
  ],
  "{1} is a Java key store (.jks), with the key and the certificates in it": [
    "{1} 是 Java 密钥库（.jks），其中有私钥和证书",
    "{1} は秘密鍵と証明書の入った Java キーストア（.jks）です",
  ],
  "{1} ask for its password; then name all.pem as --cert and as --key": [
    "{1} 会询问其密码；然后用 --cert 和 --key 指定 all.pem",
    "{1} でパスワードを尋ねられます。その後 all.pem を --cert と --key に指定してください",
  ],
  "read as base64 without marks": ["按没有首尾标记的 base64 读取", "前後の印のない base64 として読みました"],
  "unzip it, and name its files: unzip {1}": [
    "解压后指定其中的文件：unzip {1}",
    "展開して中のファイルを指定：unzip {1}",
  ],
  "{1} is PKCS#12 (.pfx, .p12), with the key and the certificates in it": [
    "{1} 是 PKCS#12（.pfx、.p12），其中有私钥和证书",
    "{1} は PKCS#12（.pfx、.p12）で、鍵と証明書が入っています",
  ],
  "{1} asks for its password; then name all.pem as --cert and as --key": [
    "{1} 会询问其密码；然后把 all.pem 同时指定为 --cert 和 --key",
    "{1} がパスワードを尋ねます。その後、all.pem を --cert と --key に指定してください",
  ],
  "{1} is encrypted with a cipher that is not used any more": [
    "{1} 用已淘汰的算法加密",
    "{1} は使われなくなった方式で暗号化されています",
  ],
  "{1} asks for its passphrase and writes it without one; then name plain-key.pem as --key": [
    "{1} 会询问口令并写出无口令的文件；然后把 plain-key.pem 指定为 --key",
    "{1} がパスフレーズを尋ね、パスフレーズなしで書き出します。その後、plain-key.pem を --key に指定してください",
  ],
  "; the issuer's certificate is at {1} (DER is fine)": [
    "；签发者的证书在 {1}（DER 也可以）",
    "。署名した側の証明書は {1} にあります（DER でも構いません）",
  ],
  "get that issuer's certificate (from the CA's e-mail or web site, or from the address above) and name its file as --chain":
    [
      "获取该签发者的证书（从 CA 的邮件或网站，或上面的地址），并用 --chain 指定其文件",
      "その署名者の証明書を（認証局のメールかサイト、または上のアドレスから）入手し、ファイルを --chain に指定してください",
    ],
  "the intermediate certificate is missing: {1} was signed by {2}, which is not built into browsers": [
    "缺少中间证书：{1} 的签发者 {2} 没有内置在浏览器中",
    "中間証明書がありません：{1} に署名した {2} は、ブラウザーには登録されていません",
  ],
  "the chain belongs to another certificate: {1} was signed by {2}, but the files contain {3}": [
    "证书链属于另一张证书：{1} 由 {2} 签发，而给出的是 {3}",
    "チェーンが別の証明書のものです。{1} は {2} が署名しましたが、渡されたのは {3} です",
  ],
  "the chain ends in another root than the given one: {1} was signed by {2}, not by this {3}": [
    "证书链通向的根与给出的不同：{1} 由 {2} 签发，不是这个 {3}",
    "チェーンが渡されたものと別のルートに至ります。{1} は {2} が署名し、この {3} ではありません",
  ],
  "the chain is not complete: {1} was signed by {2}, which is neither among the files nor a root that is known": [
    "证书链不完整：{1} 由 {2} 签发，它既不在文件中，也不是已知的根",
    "チェーンが不完全です。{1} に署名した {2} が、ファイルにも既知のルートにもありません",
  ],
  "{1}; a root of your company's own is needed as well, and not sent to visitors": [
    "{1}；公司自有的根证书同样需要，但不会发给访客",
    "{1}。自社のルートも必要ですが、訪問者には送りません",
  ],
  "docker compose exec certbot httpsidecar csr creates a request; a CA issues the certificate for it": [
    "docker compose exec certbot httpsidecar csr 生成请求；由 CA 据此签发证书",
    "docker compose exec certbot httpsidecar csr で CSR を作り、認証局に証明書を発行してもらってください",
  ],
  "{1} is self-signed, so no browser will trust it": [
    "{1} 是自签名的，没有浏览器信任它",
    "{1} は自己署名で、どのブラウザーも信頼しません",
  ],
  "this host's clock says {1}": ["本机时钟为 {1}", "このホストの時計は {1} です"],
  "ask the CA for the one that is valid now ({1})": [
    "向 CA 索取现在有效的证书（{1}）",
    "今有効なものを認証局に求めてください（{1}）",
  ],
  "{1} has expired: it was valid until {2}": ["{1} 已过期：有效期至 {2}", "{1} は期限切れです。有効期限は {2} でした"],
  "import it then, or set the clock: timedatectl set-ntp true ({1})": [
    "到时再导入，或校准时钟：timedatectl set-ntp true（{1}）",
    "その時に取り込むか、時計を合わせてください：timedatectl set-ntp true（{1}）",
  ],
  "{1} is not valid before {2}": ["{1} 在 {2} 之前无效", "{1} は {2} まで有効になりません"],
  "no names": ["没有域名", "ドメインなし"],
  "ask the CA for one with {1} in it, or set CERTBOT_DOMAIN to the names that it has": [
    "向 CA 索取包含 {1} 的证书，或把 CERTBOT_DOMAIN 设为它所含的域名",
    "{1} を含むものを認証局に求めるか、CERTBOT_DOMAIN を証明書にあるドメインにしてください",
  ],
  "the certificate is not for {1}: it is for {2}": [
    "证书不是给 {1} 的：它属于 {2}",
    "証明書は {1} のものではなく、{2} のものです",
  ],
  "name as --cert the certificate of the site": [
    "用 --cert 指定网站的证书",
    "--cert にはサイトの証明書を指定してください",
  ],
  "{1} is the certificate of a CA": ["{1} 是 CA 的证书", "{1} は認証局の証明書です"],
  "pass as --key the private key that the request was created with; `csr` keeps it in /etc/letsencrypt/own": [
    "用 --key 指定生成请求所用的私钥；`csr` 把它存在 /etc/letsencrypt/own",
    "CSR を作ったときの秘密鍵を --key に指定してください。`csr` は /etc/letsencrypt/own に保存します",
  ],
  "{1} (serial {2})": ["{1}（序列号 {2}）", "{1}（シリアル番号 {2}）"],
  "the key in {1} is not the key of the certificate {2}": [
    "{1} 中的私钥不是证书 {2} 的私钥",
    "{1} の秘密鍵は証明書 {2} の秘密鍵ではありません",
  ],
  "the certificates were put in order: {1}": ["已调整证书顺序：{1}", "証明書を並べ直しました：{1}"],
  ", then ": ["，然后 ", "、次に "],
  "{1} can be read by everybody on this host: chmod 600 {2}": [
    "{1} 可被本机所有人读取：chmod 600 {2}",
    "{1} はこのホストの誰からも読めます：chmod 600 {2}",
  ],
  "add --passphrase-file FILE, or -e KEY_PASSPHRASE behind `docker compose exec`": [
    "加 --passphrase-file FILE，或在 `docker compose exec` 后加 -e KEY_PASSPHRASE",
    "--passphrase-file FILE を付けるか、`docker compose exec` の後に -e KEY_PASSPHRASE を付けてください",
  ],
  "{1} is encrypted and no passphrase was given": [
    "{1} 已加密，而没有给出口令",
    "{1} は暗号化されていますが、パスフレーズがありません",
  ],
  "use the passphrase that the key was created with; a line end after it in a file is ignored": [
    "给出生成私钥时的口令；文件末尾的换行不算在内",
    "秘密鍵を作ったときのパスフレーズを指定してください。ファイル末尾の改行は含みません",
  ],
  "{1}: the passphrase is wrong": ["{1}：口令错误", "{1}：パスフレーズが違います"],
  "{1}: the private key in it is damaged": ["{1}：其中的私钥已损坏", "{1}：中の秘密鍵が壊れています"],
  "copy the file again, from the first dash on": [
    "重新复制文件，从第一个短横开始",
    "最初のハイフンから、ファイルをコピーし直してください",
  ],
  "use PEM; from a .pfx or .p12: openssl pkcs12 -in {1} -nocerts -out key.pem": [
    "请给 PEM；从 .pfx 或 .p12 取出：openssl pkcs12 -in {1} -nocerts -out key.pem",
    "PEM を指定してください。.pfx や .p12 から：openssl pkcs12 -in {1} -nocerts -out key.pem",
  ],
  "{1} contains no private key, neither in PEM nor in DER": [
    "{1} 中没有 PEM 或 DER 形式的私钥",
    "{1} に PEM や DER の秘密鍵がありません",
  ],
  "RSA with {1} bits": ["{1} 位 RSA", "{1} ビットの RSA"],
  "docker compose exec certbot httpsidecar csr creates one that browsers accept, with the request for it": [
    "docker compose exec certbot httpsidecar csr 会生成浏览器接受的私钥及其请求",
    "docker compose exec certbot httpsidecar csr で、ブラウザーが受け付ける秘密鍵と CSR を作れます",
  ],
  "{1} is a key that browsers do not accept: {2}": [
    "{1} 是浏览器不接受的密钥：{2}",
    "{1} はブラウザーが受け付けない種類の鍵です：{2}",
  ],
  "a certificate": ["证书", "証明書"],
  "pass the file of the private key as --key; with `csr` it was created here, and --key can be omitted": [
    "用 --key 指定私钥文件；用 `csr` 时私钥在这里生成，可以不写 --key",
    "秘密鍵のファイルを --key に指定してください。`csr` を使った場合はここで作られたので、--key は省けます",
  ],
  "{1} contains {2} where the private key should be": [
    "{1} 中是{2}，而这里应为私钥",
    "{1} には秘密鍵ではなく{2}が入っています",
  ],
  "its BEGIN line is missing": ["缺少 BEGIN 行", "BEGIN 行がありません"],
  "its END line is missing": ["缺少 END 行", "END 行がありません"],
  "Windows line ends were removed": ["已去掉 Windows 换行符", "Windows の改行を取り除きました"],
  "dashes in the BEGIN and END lines were restored to plain ones": [
    "BEGIN 和 END 行的短横已恢复为普通短横",
    "BEGIN と END の行のハイフンを通常のものに戻しました",
  ],
  "BEGIN and END were put on lines of their own": [
    "BEGIN 和 END 已各自单独成行",
    "BEGIN と END をそれぞれ独立した行にしました",
  ],
  "white space and quotation marks were removed from the text": [
    "已去掉正文中的空白和引用符号",
    "本文の空白と引用の記号を取り除きました",
  ],
  "{1} is in it, which is not base64": ["其中有 {1}，不是 base64", "base64 でない {1} があります"],
  "there is nothing in it": ["里面是空的", "中身がありません"],
  "a block": ["一个区块", "ブロック"],
  "the {1}": ["{1}", "{1}"],
  "copy the file again, from the first dash to the last; best of all as a file, not through a window": [
    "重新复制文件，从第一个短横到最后一个；最好整文件复制，不要从窗口粘贴",
    "最初のハイフンから最後までコピーし直してください。画面からではなくファイルとしてコピーするのが確実です",
  ],
  "{1}: {2} is damaged: {3}": ["{1}：{2} 已损坏：{3}", "{1}：{2} が壊れています：{3}"],
  "{1} cannot be read: {2}": ["无法读取 {1}：{2}", "{1} を読めません：{2}"],
  "{1} is larger than any certificate": ["{1} 比任何证书都大", "{1} は証明書としては大きすぎます"],
  "name another file": ["指定另一个文件", "別のファイルを指定してください"],
  "{1} is empty": ["{1} 是空的", "{1} は空です"],
  "copy it again; its size must not be 0": [
    "重新复制；其大小不能为 0",
    "コピーし直してください。サイズが 0 ではいけません",
  ],
  "it was saved as UTF-16 and is read as such": [
    "它以 UTF-16 保存，已按此读取",
    "UTF-16 で保存されているため、そのように読みました",
  ],
  "the path is one inside the container: docker compose cp {1} certbot:/etc/letsencrypt/own/, then name /etc/letsencrypt/own/{2}":
    [
      "这是容器内的路径：docker compose cp {1} certbot:/etc/letsencrypt/own/，然后指定 /etc/letsencrypt/own/{2}",
      "パスはコンテナ内のものです：docker compose cp {1} certbot:/etc/letsencrypt/own/ の後、/etc/letsencrypt/own/{2} を指定してください",
    ],
  "use the passphrase it was created with (--passphrase-file FILE), or add --new-key for a new one": [
    "给出生成它时的口令（--passphrase-file FILE），或加 --new-key 新生成一把",
    "作ったときのパスフレーズを指定するか（--passphrase-file FILE）、--new-key で新しく作ってください",
  ],
  "{1} is there already and cannot be read with this passphrase": [
    "{1} 已存在，用这个口令无法读取",
    "{1} は既にあり、このパスフレーズでは読めません",
  ],
};
