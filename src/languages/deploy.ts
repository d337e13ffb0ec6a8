import type { Texts } from "./texts.ts";

export const deploy: Texts = {
  "services behind nginx have other addresses than nginx has read": [
    "nginx 后面的服务的地址与 nginx 读取的不同",
    "nginx の背後のサービスのアドレスが、nginx の読み込んだものと違います",
  ],
  "no running nginx container was found in this stack": [
    "该项目中没有运行中的 nginx 容器",
    "このスタックに動いている nginx コンテナがありません",
  ],
  "docker compose up -d {1}; if the service has another name, in .env: {2}": [
    "docker compose up -d {1}；服务名不同时，在 .env 中：{2}",
    "docker compose up -d {1}。サービス名が違う場合は .env に：{2}",
  ],
  "{1}; then: {2}": ["{1}；然后：{2}", "{1}。その後：{2}"],
  "in .env: {1}": ["在 .env 中：{1}", ".env で：{1}"],
  "nginx does not start, since a file of its certificate is not there": [
    "nginx 无法启动，因为缺少它的证书文件",
    "証明書のファイルがないため nginx が起動しません",
  ],
  "set NGINX_HTTPS_ENABLED=false in .env and run: {1}; HTTPS is switched on once there is a certificate": [
    "在 .env 中设置 NGINX_HTTPS_ENABLED=false 并运行：{1}；获取证书后会开启 HTTPS",
    ".env に NGINX_HTTPS_ENABLED=false を設定して実行してください：{1}。証明書が発行されれば HTTPS を有効にします",
  ],
  "more than one running container of the nginx service was found in this stack, so none was touched": [
    "该项目中 nginx 服务有多个运行中的容器，因此一个也没动",
    "nginx サービスの動いているコンテナが複数あるため、どれにも触れていません",
  ],
  "docker compose ps --all, and remove the one that is left over": [
    "docker compose ps --all，并删除多余的那个",
    "docker compose ps --all で確認し、余分なものを削除してください",
  ],
  "nginx is still starting": ["nginx 还在启动", "nginx はまだ起動中です"],
  "wait; it is checked again in a minute": ["请等待；一分钟后再检查", "お待ちください。1 分後に確認します"],
  "this nginx container cannot be switched while it runs": [
    "这个 nginx 容器无法在运行中切换",
    "この nginx コンテナは動作中に切り替えられません",
  ],
  "set NGINX_HTTPS_ENABLED=true in .env and run: {1}": [
    "在 .env 中设置 NGINX_HTTPS_ENABLED=true 并运行：{1}",
    ".env に NGINX_HTTPS_ENABLED=true を設定して実行してください：{1}",
  ],
  "the stack's files were updated since nginx was started, so its configuration was left as it is": [
    "nginx 启动后项目的文件有更新，因此其配置保持原样",
    "nginx の起動後にスタックのファイルが更新されたため、設定はそのままにしました",
  ],
  "nginx rejected its configuration; the previous one stays in use": [
    "nginx 拒绝了新配置；旧配置继续生效",
    "nginx が設定を拒否しました。以前の設定で動き続けます",
  ],
  "correct the file and line named above; httpsidecar retries within a minute": [
    "修改上面指出的文件和行；一分钟内会重试",
    "上に示されたファイルと行を直してください。1 分以内に再試行します",
  ],
  "nginx cannot find a service that its configuration names; the previous configuration stays in use": [
    "nginx 找不到配置中提到的服务；旧配置继续生效",
    "nginx が設定にあるサービスを見つけられません。以前の設定で動き続けます",
  ],
  "start that service (docker compose up -d); it is tried again when it runs": [
    "启动那个服务（docker compose up -d）；它运行后会重试",
    "そのサービスを起動してください（docker compose up -d）。動けば再試行します",
  ],
  "nginx did not load the new configuration; the previous one stays in use": [
    "nginx 没有采用新配置；旧配置继续生效",
    "nginx が新しい設定を取り込みませんでした。以前の設定で動き続けます",
  ],
  "read the reason above; for a change that needs a new start: {1}": [
    "见上面的原因；需要重新启动的更改用：{1}",
    "上の理由を確認してください。起動し直しが必要な変更は：{1}",
  ],
  "the server's configuration cannot be tested from here; what it serves was checked instead": [
    "无法从这里测试服务器的配置，因此改为查看它实际提供的内容",
    "サーバーの設定はここからテストできません。代わりに実際に返しているものを確認しました",
  ],
  "nginx's configuration folder is full or cannot be written, so nothing was changed": [
    "nginx 的配置目录已满或不可写，因此没有任何更改",
    "nginx の設定フォルダーがいっぱいか書き込めないため、何も変更していません",
  ],
  "free some space (df -h), or make ./nginx/conf.d writable; httpsidecar retries within a minute": [
    "腾出空间（df -h），或让 ./nginx/conf.d 可写；一分钟内会重试",
    "空きを作るか（df -h）、./nginx/conf.d を書き込めるようにしてください。1 分以内に再試行します",
  ],
  "the file that would keep HTTPS on cannot be replaced, so nothing was changed": [
    "用来保持 HTTPS 开启的文件无法替换，因此没有任何更改",
    "HTTPS を保つためのファイルを置き換えられないため、何も変更していません",
  ],
  "make it an ordinary writable file in the stack's folder, or set WRITE_ENV=never in httpsidecar.env": [
    "让它成为项目目录中可写的普通文件，或在 httpsidecar.env 中设置 WRITE_ENV=never",
    "スタックのフォルダー内の書き込める通常のファイルにするか、httpsidecar.env に WRITE_ENV=never を設定してください",
  ],
  "nginx was switched several times within ten minutes; waiting before the next try": [
    "nginx 十分钟内被切换了多次；稍候再试",
    "nginx が 10 分間に何度も切り替えられました。次の試行まで待ちます",
  ],
  "docker compose logs nginx shows why it keeps restarting": [
    "docker compose logs nginx 可看到它反复启动的原因",
    "docker compose logs nginx で、起動を繰り返す理由が分かります",
  ],
  "the companion is busy with another request": [
    "companion 正忙于另一个请求",
    "companion は別のリクエストを処理中です",
  ],
  "the companion could not reach the Docker Engine": [
    "companion 无法与 Docker Engine 通信",
    "companion が Docker Engine と通信できませんでした",
  ],
  "docker compose logs certbot-companion (the socket's path is DOCKER_SOCKET in .env)": [
    "docker compose logs certbot-companion（socket 的路径是 .env 中的 DOCKER_SOCKET）",
    "docker compose logs certbot-companion（ソケットのパスは は .env の DOCKER_SOCKET）",
  ],
  "the companion does not know this request: the two containers are of different versions": [
    "companion 不支持这个请求：两个容器版本不同",
    "companion はこのリクエストに対応していません。二つのコンテナのバージョンが異なります",
  ],
  "saved in the stack's override file, which changes nginx only": [
    "已保存到项目的 override 文件，它只影响 nginx",
    "スタックの override ファイルに保存しました（変わるのは nginx だけです）",
  ],
  "saved in the stack's .env": ["已保存到项目的 .env", "スタックの .env に保存しました"],
  "written in no file of the stack (WRITE_ENV, or none can be written); the companion repeats it after each start of nginx":
    [
      "没有保存到任何文件（因 WRITE_ENV，或没有可写的文件）；每次 nginx 启动后由 companion 重新设置",
      "スタックのどのファイルにも書いていません（WRITE_ENV のため、または書けるものがないため）。companion が nginx の起動のたびに繰り返します",
    ],
  "not saved in any file, since CERTBOT_DOMAIN was set only in the shell: put it into .env, then run: docker compose exec certbot httpsidecar enable-https; until then the companion sets it again each time nginx starts":
    [
      "没有保存到任何文件，因为 CERTBOT_DOMAIN 只在 shell 中设置：把它写入 .env，然后运行：docker compose exec certbot httpsidecar enable-https；在此之前每次 nginx 启动后由 companion 重新设置",
      "CERTBOT_DOMAIN がシェルでだけ設定されたため、どのファイルにも保存していません。.env に書き、次を実行してください：docker compose exec certbot httpsidecar enable-https。それまでは companion が nginx の起動のたびに設定し直します",
    ],
  "the next plain `docker compose up -d` will recreate nginx once, with a short interruption, because its settings changed":
    [
      "下一次普通的 `docker compose up -d` 会因设置变更重建一次 nginx，短暂中断",
      "設定が変わったため、次の通常の `docker compose up -d` で nginx が一度だけ再作成され、短時間停止します",
    ],
  "the file says HTTPS is on, but nginx was created with another value: a shell variable, --env-file or the compose file overrides it":
    [
      "文件中 HTTPS 为开启，但 nginx 创建时用的是另一个值：shell 变量、--env-file 或 compose 文件优先",
      "ファイルでは HTTPS は有効ですが、nginx は別の値で作られました。シェル変数、--env-file、または compose ファイルが優先されています",
    ],
  "Compose was started with an --env-file outside the stack's folder, which is left alone": [
    "Compose 启动时使用了项目目录之外的 --env-file，不去改动它",
    "Compose がスタックのフォルダーの外の --env-file で起動されています。それには触れません",
  ],
  "HTTP redirects to HTTPS (REDIRECT_TO_HTTPS)": [
    "HTTP 重定向到 HTTPS（REDIRECT_TO_HTTPS）",
    "HTTP を HTTPS へリダイレクトします（REDIRECT_TO_HTTPS）",
  ],
  "REDIRECT_TO_HTTPS, HTTP2 and HSTS_MAX_AGE have no effect here: nginx's server block is not in a file that its start renders; put them into your own file":
    [
      "REDIRECT_TO_HTTPS、HTTP2 和 HSTS_MAX_AGE 在这里不起作用：nginx 的 server 块不在启动时渲染的文件里；请写进你自己的文件",
      "REDIRECT_TO_HTTPS、HTTP2、HSTS_MAX_AGE はここでは効きません。nginx の server ブロックが、起動時に出力されるファイルにありません。自分のファイルに書いてください",
    ],
  "the old configuration was put back": ["已恢复旧配置", "以前の設定に戻しました"],
  "no response to {1} within {2} s": ["{2} 秒内没有收到对 {1} 的响应", "{2} 秒以内に {1} への応答がありません"],
  "it closed the connection without responding to {1}": [
    "它没有响应 {1} 就关闭了连接",
    "{1} に応答せず接続を閉じました",
  ],
  "the companion does not run: nothing listens on {1}": [
    "companion 没有运行：{1} 上没有程序监听",
    "companion が動いていません。{1} で待ち受けるものがありません",
  ],
  "the companion did not respond: {1}": ["companion 没有响应：{1}", "companion が応答しませんでした：{1}"],
  "the companion's response is not known here: the two containers are of different versions": [
    "无法识别 companion 的响应：两个容器版本不同",
    "companion から未対応の応答が返りました。二つのコンテナのバージョンが異なります",
  ],
  "warning: nginx does not redirect http://{1}/ to HTTPS; fix: REDIRECT_TO_HTTPS=false in httpsidecar.env": [
    "warning: nginx 没有把 http://{1}/ 重定向到 HTTPS；fix: 在 httpsidecar.env 中设置 REDIRECT_TO_HTTPS=false",
    "warning: nginx が http://{1}/ を HTTPS へリダイレクトしていません。fix: httpsidecar.env に REDIRECT_TO_HTTPS=false",
  ],
  "warning: redirect, HTTP/2 and HSTS could not be set: {1}; fix: {2}": [
    "warning: 无法设置重定向、HTTP/2 和 HSTS：{1}；fix: {2}",
    "warning: リダイレクト、HTTP/2、HSTS を設定できませんでした：{1}。fix: {2}",
  ],
  "HAProxy rejected its configuration; the previous one stays in use": [
    "HAProxy 拒绝了新配置；旧配置继续生效",
    "HAProxy が設定を拒否しました。以前の設定で動き続けます",
  ],
  "HAProxy did not load the new certificate; the previous one stays in use": [
    "HAProxy 没有采用新证书；继续使用旧证书",
    "HAProxy が新しい証明書を取り込みませんでした。以前のもので動き続けます",
  ],
  "read the reason above; docker compose logs haproxy": [
    "见上面的原因；docker compose logs haproxy",
    "上の理由を確認してください。docker compose logs haproxy",
  ],
  "no running HAProxy container was found in this stack": [
    "该项目中没有运行中的 HAProxy 容器",
    "このスタックに動いている HAProxy コンテナがありません",
  ],
  "more than one running container of the HAProxy service was found in this stack, so none was touched": [
    "该项目中 HAProxy 服务有多个运行中的容器，因此一个也没动",
    "HAProxy サービスの動いているコンテナが複数あるため、どれにも触れていません",
  ],
  "HAProxy does not serve the certificate": ["HAProxy 返回的不是这张证书", "HAProxy が証明書を使っていません"],
  "check that `bind` with `ssl crt` in haproxy.cfg names the folder that certbot writes into, and that no other file fits the domain better":
    [
      "确认 haproxy.cfg 中带 `ssl crt` 的 `bind` 指向 certbot 写入的目录，且没有其他文件更匹配该域名",
      "haproxy.cfg の `ssl crt` 付きの `bind` が certbot の書き込むフォルダーを指し、ドメインにもっと合う別のファイルがないことを確認してください",
    ],
  "{1} begins with {2}, and there is no such program in this container": [
    "{1} 以 {2} 开头，而本容器中没有这个程序",
    "{1} は {2} で始まりますが、このコンテナにそのプログラムはありません",
  ],
  "nginx is reloaded automatically, so no hook is needed for that; --disable-hook-validation accepts it as it is": [
    "nginx 会自动重新加载，为此的 hook 可以去掉；--disable-hook-validation 则照用",
    "nginx は自動で再読み込みされるため、そのためのフックは不要です。--disable-hook-validation でそのまま使えます",
  ],
  "running the {1}-hook: {2}": ["运行 {1}-hook：{2}", "{1}-hook を実行中：{2}"],
  "warning: the {1}-hook took longer than {2} seconds and was stopped": [
    "warning: {1}-hook 超过 {2} 秒，已被终止",
    "warning: {1}-hook が {2} 秒を超えたため終了させました",
  ],
  "warning: the {1}-hook reported error code {2}": [
    "warning: {1}-hook 返回错误码 {2}",
    "warning: {1}-hook がエラーコード {2} を返しました",
  ],
  "warning: not run, since it is in the certificates' folder: {1}-hook {2}; to allow it, put RUN_SAVED_HOOKS=true into httpsidecar.env, or name it yourself: --{3}-hook":
    [
      "warning: 未运行，因为它在证书目录中：{1}-hook {2}；要允许，请在 httpsidecar.env 中写入 RUN_SAVED_HOOKS=true，或自己指定：--{3}-hook",
      "warning: 証明書のフォルダーにあるため実行しません：{1}-hook {2}。許可するには httpsidecar.env に RUN_SAVED_HOOKS=true を書くか、自分で指定してください：--{3}-hook",
    ],
  "HTTPS is on": ["HTTPS 已开启", "HTTPS は有効です"],
  "HTTPS is off, and stays off until: docker compose exec certbot httpsidecar enable-https": [
    "HTTPS 已关闭，并保持关闭，直到：docker compose exec certbot httpsidecar enable-https",
    "HTTPS は無効です。次を実行するまでそのままです：docker compose exec certbot httpsidecar enable-https",
  ],
  "addresses in .env that were changed to https:// or wss:// for HTTPS: change them back, then docker compose up -d, or signing in over HTTP fails":
    [
      "之前为此把 .env 中的地址改成了 https:// 或 wss://：请改回去，然后 docker compose up -d，否则无法通过 HTTP 登录",
      "このために .env のアドレスを https:// や wss:// に変えた場合は、元に戻して docker compose up -d を実行してください。戻さないと HTTP でのサインインに失敗します",
    ],
  " (it was so already)": ["（原本如此）", "（既にその状態でした）"],
  "HTTPS was turned off manually; certificates are still renewed. Back on: docker compose exec certbot httpsidecar enable-https":
    [
      "HTTPS 已被手动关闭；证书照常续期。重新开启：docker compose exec certbot httpsidecar enable-https",
      "HTTPS は手動で無効にされています。証明書の更新は続きます。元に戻すには：docker compose exec certbot httpsidecar enable-https",
    ],
  "{1} does not serve the certificate of {2}: {3}": [
    "{1} 没有返回 {2} 的证书：{3}",
    "{1} が {2} の証明書を使っていません：{3}",
  ],
  "it serves serial {1}": ["它使用的证书序列号是 {1}", "使用中のシリアル番号は {1} です"],
  "it serves the certificate alone, without the chain of fullchain.pem": [
    "它只返回证书本身，没有 fullchain.pem 的证书链",
    "証明書だけを送り、fullchain.pem のチェーンがありません",
  ],
  "it does now": ["现在已经使用", "今は使用中です"],
  "{1} is live ({2})": ["{1} 已上线（{2}）", "{1} を HTTPS で公開しています（{2}）"],
  "{1} serves the new certificate; {2} serves one by {3}: {4} is in front": [
    "{1} 已使用新证书；{2} 返回的证书由 {3} 签发：前面有 {4}",
    "{1} は新しい証明書を使用中です。{2} では {3} の証明書が使われています。前段に {4} があります",
  ],
  "{1} serves the new certificate; {2} serves another one that browsers trust, by {3}: a server in front, or the name points elsewhere":
    [
      "{1} 已使用新证书；{2} 返回另一张受浏览器信任的证书，由 {3} 签发：前面有一台服务器，或域名指向别处",
      "{1} は新しい証明書を使用中です。{2} では {3} が発行した、ブラウザーに信頼された別の証明書が使われています。前段にサーバーがあるか、名前が別の場所を指しています",
    ],
  "{1} is a site at {2}, which does not forward anything to this stack": [
    "{1} 是 {2} 上的站点，不会把任何请求转给本项目",
    "{1} は {2} のサイトで、このスタックには何も転送されません",
  ],
  "{1} serves the new certificate, but {2} does not: {3}": [
    "{1} 已使用新证书，但 {2} 没有：{3}",
    "{1} は新しい証明書を使用中ですが、{2} は違います：{3}",
  ],
  "{1} serves the new certificate; {2} cannot be seen from here: {3}": [
    "{1} 已使用新证书；从这里看不到 {2}：{3}",
    "{1} は新しい証明書を使用中です。{2} はここから確認できません：{3}",
  ],
  "{1} port {2}: {3}": ["{1} 端口 {2}：{3}", "{1} のポート {2}：{3}"],
  "an unnamed issuer": ["未具名的签发者", "名前のない発行者"],
  "what nginx serves for it is not checked: nginx serves the certificate of CERTBOT_DOMAIN": [
    "不检查它是否被使用：nginx 使用的是 CERTBOT_DOMAIN 的证书",
    "nginx が使っているかは確認しません。nginx は CERTBOT_DOMAIN の証明書を使います",
  ],
  "nginx tested its configuration and reloaded it": [
    "nginx 已测试其配置并重新加载",
    "nginx は設定を検査し、再読み込みしました",
  ],
  "check ssl_certificate in: docker compose exec nginx nginx -T; it should name live/{1}/fullchain.pem": [
    "查看 ssl_certificate：docker compose exec nginx nginx -T；应为 live/{1}/fullchain.pem",
    "ssl_certificate を確認してください：docker compose exec nginx nginx -T。live/{1}/fullchain.pem を指すはずです",
  ],
  "warning: the {1}-hook was ended by the signal {2}": [
    "warning: {1}-hook 被信号 {2} 终止",
    "warning: {1}-hook はシグナル {2} で終了しました",
  ],
  "warning: {1}; fix: {2}": ["warning: {1}；fix: {2}", "warning: {1}。fix: {2}"],
};
