import type { Texts } from "./texts.ts";

export const watch: Texts = {
  "{1}; {2} is in front": ["{1}；前面是 {2}", "{1}（前段に {2}）"],
  "this certificate is kept at {1}: see its console, and whether it can still validate {2}": [
    "此证书由 {1} 保管：请查看其控制台，以及它是否仍能验证 {2}",
    "この証明書は {1} が管理しています。その管理画面と、{2} を今も検証できるかを確認してください",
  ],
  "the certificate EXPIRED on {1} ({2})": ["证书已于 {1} 过期（{2}）", "証明書は {1} に期限が切れました（{2}）"],
  "the certificate is not valid before {1}, or the clock here is wrong": [
    "证书在 {1} 之前无效，或者本机时钟有误",
    "証明書は {1} より前は無効です。または、このマシンの時計が誤っています",
  ],
  "the certificate is for {1}, and not for {2}": [
    "证书用于 {1}，而不是 {2}",
    "証明書は {1} 用で、{2} 用ではありません",
  ],
  "the certificate is self-signed ({1})": ["证书是自签名的（{1}）", "証明書は自己署名です（{1}）"],
  "a certificate of the chain has expired, though not the server's own ({1})": [
    "证书链中有一张证书已过期，但不是服务器自己的那张（{1}）",
    "証明書チェーンの中に期限切れの証明書があります。サーバー自身の証明書ではありません（{1}）",
  ],
  "the intermediate certificate is missing, or the CA is unknown to browsers ({1})": [
    "缺少中间证书，或者浏览器不认识该 CA（{1}）",
    "中間証明書がないか、ブラウザーの知らない認証局です（{1}）",
  ],
  "the key is too small for browsers: {1} with {2} bits ({3})": [
    "密钥太短，浏览器不接受：{1}，{2} 位（{3}）",
    "鍵が短く、ブラウザーは受け付けません。{1}、{2} ビット（{3}）",
  ],
  "{1}: it was not replaced in time": ["{1}：没有及时更换", "{1}。期日までに交換されていません"],
  "browsers do not trust the certificate: {1} ({2})": [
    "浏览器不信任该证书：{1}（{2}）",
    "ブラウザーはこの証明書を信頼しません。{1}（{2}）",
  ],
  "{1} responds, but not with TLS: plain HTTP on this port?": [
    "{1} 有响应，但不是 TLS：这个端口是明文 HTTP 吗？",
    "{1} は応答しますが、TLS ではありません。このポートは平文の HTTP ですか",
  ],
  "{1} refuses the TLS handshake ({2}): it has no certificate for this name?": [
    "{1} 拒绝 TLS 握手（{2}）：它没有这个域名的证书吗？",
    "{1} は TLS ハンドシェイクを拒否します（{2}）。この名前の証明書がないのですか",
  ],
  "{1} does not respond ({2}), though another address does": [
    "{1} 没有响应（{2}），而另一个地址有响应",
    "{1} は応答しません（{2}）。別のアドレスは応答します",
  ],
  "{1} does not respond ({2})": ["{1} 没有响应（{2}）", "{1} は応答しません（{2}）"],
  "valid until {1}, {2}, by {3}": ["有效期至 {1}，{2}，由 {3} 签发", "{1} まで有効、{2}、発行者は {3}"],
  "see what a visitor gets: curl -vI {1}": [
    "看看访问者得到什么：curl -vI {1}",
    "アクセスした人に見えるものを確認します：curl -vI {1}",
  ],
  "give that server a certificate of a public CA; of a CA of your own: mount its root and set REQUESTS_CA_BUNDLE in httpsidecar.env to its path":
    [
      "为该服务器换上公共 CA 的证书；若是你自己的 CA：挂载其根证书，并把 httpsidecar.env 中的 REQUESTS_CA_BUNDLE 设为它的路径",
      "そのサーバーに公的な認証局の証明書を入れてください。自社の認証局の場合は、ルート証明書をマウントし、httpsidecar.env の REQUESTS_CA_BUNDLE にそのパスを指定してください",
    ],
  "give that server the whole chain (fullchain.pem, not cert.pem); what it sends: {1}": [
    "为该服务器配置完整的证书链（fullchain.pem，而不是 cert.pem）；它发送的内容：{1}",
    "そのサーバーに完全な証明書チェーンを指定してください（cert.pem ではなく fullchain.pem）。送られる内容：{1}",
  ],
  "see what it sends: {1}": ["看看它发送什么：{1}", "送られる内容を確認します：{1}"],
  "renew it where it is kept, and read there why that did not happen: the log of Caddy, Traefik or the appliance": [
    "在管理它的地方续期，并在那里查明没有续期的原因：Caddy、Traefik 或设备的日志",
    "証明書を管理している側で更新し、更新されなかった理由を Caddy、Traefik や機器のログで確認してください",
  ],
  "visitors of that server get an error, or soon will": [
    "该服务器的访问者会看到错误，或者很快会看到",
    "そのサーバーにアクセスした人にはエラーが表示されるか、まもなく表示されます",
  ],
  "visitors of that server notice little yet": [
    "该服务器的访问者目前几乎察觉不到",
    "そのサーバーにアクセスした人には、まだほとんど影響がありません",
  ],
  watched: ["监视", "監視"],
  "it has no address": ["它没有地址", "アドレスがありません"],
  "there are {1} servers, and {2} are the most": [
    "有 {1} 台服务器，最多 {2} 台",
    "サーバーが {1} 台あり、上限は {2} 台です",
  ],
  "does not start with https://": ["不是以 https:// 开头", "は https:// で始まっていません"],
  "has a user or a password, which no check needs": [
    "带有用户名或密码，检查并不需要",
    "にはユーザー名かパスワードがあります。確認には不要です",
  ],
  "has a host that no server has": ["的主机名不可能存在", "のホスト名はどのサーバーにも使えません"],
  "has no port that a server has": ["的端口不可能存在", "のポートはどのサーバーにも使えません"],
  "httpsidecar {1}: watching {2}": ["httpsidecar {1}：正在监视 {2}", "httpsidecar {1}：{2} を監視しています"],
  "watch the certificates of servers that others keep, from outside (URLs, or WATCH; --once, --json)": [
    "从外部监视由别处管理的服务器证书（URL 或 WATCH；--once、--json）",
    "別の仕組みが管理するサーバーの証明書を外から監視します（URL または WATCH。--once、--json）",
  ],
  "watched servers: {1}; errors: {2}, warnings: {3}": [
    "监视的服务器：{1}；错误：{2}，警告：{3}",
    "監視中のサーバー：{1}、エラー：{2}、警告：{3}",
  ],
  "watch needs a URL, or WATCH": ["watch 需要一个 URL，或者 WATCH", "watch には URL か WATCH が必要です"],
  "watch accepts URLs, --once, and --once --json": [
    "watch 接受 URL、--once 以及 --once --json",
    "watch に指定できるのは URL、--once、--once --json です",
  ],
  "{1} (kept by others, watched from outside)": [
    "{1}（由别处管理，从外部监视）",
    "{1}（別の仕組みが管理、外から監視）",
  ],
};
