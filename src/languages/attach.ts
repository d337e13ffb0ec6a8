import type { Texts } from "./texts.ts";

export const attach: Texts = {
  "to go back to HTTP immediately: docker compose exec certbot httpsidecar disable-https": [
    "立即恢复普通 HTTP：docker compose exec certbot httpsidecar disable-https",
    "すぐに平文の HTTP に戻す：docker compose exec certbot httpsidecar disable-https",
  ],
  "remove the sidecar: docker/detach {1}": ["移除 sidecar：docker/detach {1}", "サイドカーを外す：docker/detach {1}"],
  "the sidecar is removed; certificates and account stay where they are, and official certbot can continue with them": [
    "sidecar 已移除；证书和账户留在原处，官方 certbot 可以接着使用",
    "サイドカーを外しました。証明書とアカウントは元の場所に残り、公式の certbot で引き継げます",
  ],
  "nginx stays as it is; after its next start it serves {1}": [
    "nginx 保持现状；下次启动后使用 {1}",
    "nginx は今のまま動きます。次の起動後は {1} で動きます",
  ],
  "nginx was removed with the sidecar: the app answers on its own port, over plain HTTP, now and after its next start":
    [
      "nginx 已随 sidecar 一起移除：应用现在和下次启动后都在自己的端口上以普通 HTTP 响应",
      "nginx はサイドカーとともに外しました。アプリは今も次の起動後も、自身のポートで平文の HTTP に応答します",
    ],
  "nginx stays as its own files say, now and after its next start": [
    "nginx 现在和下次启动后都按它自己的文件运行",
    "nginx は今も次の起動後も、自身のファイルのとおりに動きます",
  ],
  "  the certificate is not renewed from now on: renew it with certbot before it expires": [
    "  今后证书不再自动续期：请在到期前用 certbot 续期",
    "  今後、証明書は自動では更新されません。期限前に certbot で更新してください",
  ],
  "recreated by the next plain `docker compose up -d`, it serves {1}": [
    "下一次普通的 `docker compose up -d` 重建后，它使用 {1}",
    "次の通常の `docker compose up -d` で再作成された後は、{1} で動きます",
  ],
  "addresses in .env that were changed to https:// or wss:// for HTTPS: change them back, or signing in over HTTP fails":
    [
      "之前为此把 .env 中的地址改成了 https:// 或 wss://：请改回去，否则无法通过 HTTP 登录",
      "このために .env のアドレスを https:// や wss:// に変えた場合は元に戻してください。戻さないと HTTP でログインできません",
    ],
  "plain HTTP": ["普通 HTTP", "平文の HTTP"],
  "  HTTPS without the sidecar: set NGINX_HTTPS_ENABLED=true, NGINX_SSL_CERT_FILENAME=fullchain.pem and": [
    "  不用 sidecar 继续 HTTPS：在 .env 中设置 NGINX_HTTPS_ENABLED=true、NGINX_SSL_CERT_FILENAME=fullchain.pem 和",
    "  サイドカーなしの HTTPS：.env に NGINX_HTTPS_ENABLED=true、NGINX_SSL_CERT_FILENAME=fullchain.pem、",
  ],
  "the next plain `docker compose up -d` will not recreate any container": [
    "下一次普通的 `docker compose up -d` 不会重建任何容器",
    "次の通常の `docker compose up -d` で再作成されるコンテナはありません",
  ],
  "; nginx is away for some seconds then, once": [
    "；届时 nginx 会中断几秒，仅此一次",
    "。その際 nginx が一度だけ数秒間止まります",
  ],
  "the next plain `docker compose up -d` recreates these, because their settings changed: {1}{2}": [
    "下一次普通的 `docker compose up -d` 会重建这些容器，因为其设置已变更：{1}{2}",
    "設定が変わったため、次の通常の `docker compose up -d` で次が再作成されます：{1}{2}",
  ],
  "service {1} has {2} containers, and the sidecar switches and reloads one nginx": [
    "服务 {1} 有 {2} 个容器，而 sidecar 只切换和重新加载一个 nginx",
    "サービス {1} にコンテナが {2} 個ありますが、サイドカーが切り替えて再読み込みする nginx は 1 つです",
  ],
  "remove scale and deploy.replicas from {1}, and run: docker compose up -d --scale {2}=1 {3}": [
    "请从 {1} 中删除 scale 和 deploy.replicas，然后运行：docker compose up -d --scale {2}=1 {3}",
    "{1} から scale と deploy.replicas を削除し、次を実行してください：docker compose up -d --scale {2}=1 {3}",
  ],
  "these addresses still point browsers to http:// on an https:// page": [
    "这些地址在 https:// 页面上仍把浏览器引向 http://",
    "次のアドレスは https:// のページでもブラウザーを http:// へ向けます",
  ],
  "put into {1}:": ["请写入 {1}：", "{1} に書いてください："],
  "then recreate what reads them ({1}): docker compose up -d": [
    "然后重建读取它们的容器（{1}）：docker compose up -d",
    "その後、それを読むコンテナ（{1}）を再作成してください：docker compose up -d",
  ],
  "then recreate what reads them: docker compose up -d": [
    "然后重建读取它们的容器：docker compose up -d",
    "その後、それを読むコンテナを再作成してください：docker compose up -d",
  ],
  "Compose does not tell what the next plain `docker compose up -d` recreates: docker compose up -d --dry-run": [
    "Compose 没有说明下一次普通的 `docker compose up -d` 会重建哪些容器：docker compose up -d --dry-run",
    "次の通常の `docker compose up -d` で再作成されるコンテナは Compose から得られません：docker compose up -d --dry-run",
  ],
  "nothing to change: the sidecar is in this stack already": [
    "无需更改：该项目中已有 sidecar",
    "変更なし：サイドカーは既にこのスタックにあります",
  ],
  "Write this?": ["写入这些更改吗？", "この内容を書き込みますか？"],
  "nothing was changed": ["没有任何更改", "何も変更していません"],
  "a stack with the sidecar in its own compose file": [
    "compose 文件自带 sidecar 的项目",
    "compose ファイルにサイドカーを持つスタック",
  ],
  "an nginx that already has HTTPS: certificates are renewed and nginx is reloaded; its HTTPS settings are left alone":
    [
      "自带 HTTPS 的 nginx：续期证书并重新加载 nginx，不做任何切换",
      "HTTPS を自分で持つ nginx：証明書を更新して nginx を再読み込みし、何も切り替えません",
    ],
  "{1}: {2}, project {3}, of {4}": ["{1}：{2}，项目 {3}，文件 {4}", "{1}：{2}、プロジェクト {3}、ファイル {4}"],
  " and ": ["、", "、"],
  "warning: {1}": ["warning: {1}", "warning: {1}"],
  "--force: {1}": ["--force: {1}", "--force: {1}"],
  "{1} (removed)": ["{1}（已移除）", "{1}（削除）"],
  "{1} (new)": ["{1}（新建）", "{1}（新規）"],
  "{1} was changed by someone else at the same moment": [
    "{1} 在同一时刻被其他程序修改了",
    "{1} が同時に他から変更されました",
  ],
  "wait until that is done, and run this again": [
    "等对方完成后再运行一次",
    "それが終わるのを待ち、もう一度実行してください",
  ],
  "compose.yaml or docker-compose.yaml": [
    "compose.yaml 或 docker-compose.yaml",
    "compose.yaml または docker-compose.yaml",
  ],
  "pass the folder of your stack's compose file; a file of another name with --file NAME": [
    "给出项目的 compose 文件所在的目录；文件名不同时用 --file NAME",
    "スタックの compose ファイルがあるフォルダーを指定してください。別名の場合は --file NAME",
  ],
  "there is no {1} in {2}": ["{2} 中没有 {1}", "{2} に {1} がありません"],
  "container {1} (removed)": ["容器 {1}（已移除）", "コンテナ {1}（削除）"],
  "Take this out?": ["移除这些吗？", "これを取り除きますか？"],
  "add a proxy host {1} to {2} there, and ask for its SSL certificate": [
    "在那里添加代理主机 {1} 指向 {2}，并申请其 SSL 证书",
    "そこで {1} から {2} への proxy host を追加し、SSL 証明書を申請してください",
  ],
  'add "{1} { reverse_proxy {2} }" to its Caddyfile; it obtains the certificate itself': [
    '在其 Caddyfile 中加入 "{1} { reverse_proxy {2} }"；它会自己申请证书',
    'Caddyfile に "{1} { reverse_proxy {2} }" を加えてください。証明書は Caddy が取得します',
  ],
  "add labels there for nginx: traefik.http.routers.app.rule=Host(`{1}`) and a certresolver; Traefik obtains the certificate itself":
    [
      "给那里的 nginx 加 label：traefik.http.routers.app.rule=Host(`{1}`) 和 certresolver；它会自己申请证书",
      "nginx にラベル traefik.http.routers.app.rule=Host(`{1}`) と certresolver を付けてください。証明書は Traefik が取得します",
    ],
  "a hosting panel": ["主机面板", "ホスティングパネル"],
  "create a site {1} in the panel as a reverse proxy to {2}, and turn on HTTPS there": [
    "在面板中建站点 {1}，类型为反向代理到 {2}，并在那里启用 HTTPS",
    "パネルで {1} のサイトを作り、{2} へのリバースプロキシとし、そこで HTTPS を有効にしてください",
  ],
  "add a virtual host {1} with ProxyPass to {2} there, then: certbot --apache -d {3}": [
    "为它加一个虚拟主机 {1}，ProxyPass 到 {2}，然后：certbot --apache -d {3}",
    "{2} へ ProxyPass する仮想ホスト {1} を加え、その後：certbot --apache -d {3}",
  ],
  "another nginx": ["另一个 nginx", "別の nginx"],
  "add a server {1} with proxy_pass {2} there, then: certbot --nginx -d {3}": [
    "为它加一个 server {1}，proxy_pass 到 {2}，然后：certbot --nginx -d {3}",
    "{2} へ proxy_pass する server {1} を加え、その後：certbot --nginx -d {3}",
  ],
  "forward {1} to {2} there, and terminate TLS there": [
    "在那里把 {1} 转发到 {2}，并在那里终止 TLS",
    "そこで {1} を {2} へ送り、TLS もそこで終端してください",
  ],
  "this stack": ["本项目", "このスタック"],
  "stop it, or let it forward {1} to {2} and terminate TLS there": [
    "停掉它，或让它把 {1} 转发到 {2} 并终止 TLS",
    "それを止めるか、{1} を {2} へ渡して TLS をそこで終端してください",
  ],
  "port {1} of this host belongs to {2}{3}, so TLS for {4} is terminated there and not in this stack's nginx": [
    "本机 {1} 端口属于 {2}{3}，因此 {4} 的 TLS 在那里终止，而不在本项目的 nginx",
    "このホストのポート {1} は {2}{3} のものなので、{4} の TLS はこのスタックの nginx ではなくそこで終端されます",
  ],
  "{1}; if the world reaches this stack's own ports all the same, add --force": [
    "{1}；如果外界确实能直接访问本项目的端口，请加 --force",
    "{1}。それでも外からこのスタックのポートに届くなら --force を付けてください",
  ],
  "this stack's {1}": ["本项目的 {1}", "このスタックの {1}"],
  "container {1} ({2}){3}": ["容器 {1}（{2}）{3}", "コンテナ {1}（{2}）{3}"],
  " of project {1}": ["，项目 {1}", "、プロジェクト {1}"],
  "{1}, a program on this host": ["{1}（本机上的程序）", "{1}（このホスト上のプログラム）"],
  "a program on this host": ["本机上的某个程序", "このホスト上のプログラム"],
  "{1} belongs to {2}, which rewrites .env and the compose file on each deployment": [
    "{1} 属于 {2}，它每次部署都会重写 .env 和 compose 文件",
    "{1} は {2} のもので、デプロイのたびに .env と compose ファイルが書き直されます",
  ],
  "put the services of docker/{1}/docker-compose.override.yaml and CERTBOT_DOMAIN into {2}'s own editor; or add --force":
    [
      "把 docker/{1}/docker-compose.override.yaml 的服务和 CERTBOT_DOMAIN 写进 {2} 自己的编辑器；或加 --force",
      "docker/{1}/docker-compose.override.yaml のサービスと CERTBOT_DOMAIN を {2} のエディターに入れるか、--force を付けてください",
    ],
  "check whether it runs (docker version); a socket at another path: DOCKER_SOCKET=/path/of/docker.sock docker/attach …":
    [
      "检查它是否在运行（docker version）；socket 在其他路径时：DOCKER_SOCKET=/path/of/docker.sock docker/attach …",
      "動いているか確認してください（docker version）。ソケットが別のパスにある場合：DOCKER_SOCKET=/path/of/docker.sock docker/attach …",
    ],
  "the Docker Engine responded: {1}": ["Docker Engine 响应：{1}", "Docker Engine の応答：{1}"],
  "restore the line, or remove by hand what is between httpsidecar's marks, and CERTBOT_DOMAIN in .env": [
    "恢复那一行，或手动删除 httpsidecar 标记之间的内容以及 .env 中的 CERTBOT_DOMAIN",
    "その行を戻すか、httpsidecar の目印の間の内容と .env の CERTBOT_DOMAIN を手で取り除いてください",
  ],
  '{1}: the line "{2}" was changed, so detach cannot know what .env was': [
    '{1}："{2}" 这一行被改过，detach 无法得知 .env 原来的内容',
    "{1}：行「{2}」が変更されたため、detach は .env の元の内容を判断できません",
  ],
  "remove the lines of certbot and certbot-companion from {1} by hand, with httpsidecar's marks": [
    "手动从 {1} 中删除 certbot 和 certbot-companion 的各行以及 httpsidecar 的标记",
    "{1} から certbot と certbot-companion の行を、httpsidecar の目印ごと手で取り除いてください",
  ],
  "{1} line {2}: httpsidecar's mark has no counterpart": [
    "{1} 第 {2} 行：httpsidecar 的标记不成对",
    "{1} の {2} 行目：httpsidecar の目印が対になっていません",
  ],
  "move line {1} out from between httpsidecar's marks": [
    "把第 {1} 行移到 httpsidecar 的标记之外",
    "{1} 行目を httpsidecar の目印の外へ移してください",
  ],
  "{1} line {2} is not httpsidecar's but is between its marks": [
    "{1} 第 {2} 行不属于 httpsidecar，却在它的标记之间",
    "{1} の {2} 行目は httpsidecar のものではありませんが、目印の間にあります",
  ],
  "{1} line {2}": ["{1} 第 {2} 行", "{1} の {2} 行目"],
  "remove {1} from {2}": ["从 {2} 中去掉 {1}", "{2} から {1} を取り除いてください"],
  "write {1} there as lines of KEY: value": [
    "在那里把 {1} 写成 KEY: value 的形式",
    "そこの {1} を KEY: value の行で書いてください",
  ],
  "{1}: {2} is not written in lines of KEY: value, as the sidecar's are": [
    "{1}：{2} 不是像 sidecar 的行那样用 KEY: value 逐行写的",
    "{1}：{2} は、サイドカーの行のような KEY: value の行で書かれていません",
  ],
  "{1}: {2} is written in brackets": ["{1}：{2} 写在括号里", "{1}：{2} が括弧で書かれています"],
  "write {1} there in lines, without brackets": [
    "在那里把 {1} 分行写，不用括号",
    "そこの {1} を括弧なしで行に分けて書いてください",
  ],
  "nothing to do; what was added by hand is removed by hand: delete the override file": [
    "无需处理；手动加入的请手动移除：删除该 override 文件",
    "することはありません。手で入れたものは手で外してください：httpsidecar の override ファイルを削除します",
  ],
  "attach has put nothing into {1}: httpsidecar.env has no note of it": [
    "attach 没有往 {1} 写过东西：httpsidecar.env 中没有记录",
    "attach は {1} に何も入れていません。httpsidecar.env に記録がありません",
  ],
  "the stack has no service {1}": ["项目中没有服务 {1}", "スタックにサービス {1} がありません"],
  "mount its configuration file from the stack's folder, such as ./nginx.conf:/etc/nginx/conf.d/default.conf, run docker compose up -d, and run this again":
    [
      "从项目目录挂载它的配置文件，例如 ./nginx.conf:/etc/nginx/conf.d/default.conf，运行 docker compose up -d，然后重新运行",
      "設定ファイルをスタックのフォルダーからマウントし（例：./nginx.conf:/etc/nginx/conf.d/default.conf）、docker compose up -d を実行してから、もう一度実行してください",
    ],
  "this stack has no service nginx (services: {1})": [
    "该项目中没有 nginx 服务（现有服务：{1}）",
    "このスタックに nginx サービスがありません（サービス：{1}）",
  ],
  "name it: --service {1}": ["请指定：--service {1}", "指定してください：--service {1}"],
  "{1}, the webroot of the renewal conf in {2}, is mounted nowhere in nginx or certbot": [
    "{2} 的续期配置中的 webroot {1} 没有挂载到 nginx 或 certbot",
    "{2} の renewal conf にある webroot {1} が、nginx にも certbot にもマウントされていません",
  ],
  "nginx has certbot's folder {1}, and no mount that challenges could be served from": [
    "nginx 挂载了 certbot 的目录 {1}，但没有可用来放验证文件的挂载",
    "nginx には certbot のフォルダー {1} がありますが、チャレンジを公開できるマウントがありません",
  ],
  "mount a folder for them in nginx, such as ./certbot/www:/var/www/certbot:ro, with a location /.well-known/acme-challenge/ { root /var/www/certbot; }":
    [
      "在 nginx 中为它们挂载一个目录，例如 ./certbot/www:/var/www/certbot:ro，并加上 location /.well-known/acme-challenge/ { root /var/www/certbot; }",
      "nginx にそのためのフォルダーをマウントしてください。例：./certbot/www:/var/www/certbot:ro と location /.well-known/acme-challenge/ { root /var/www/certbot; }",
    ],
  "port {1} of this host: {2}": ["本机 {1} 端口：{2}", "このホストのポート {1}：{2}"],
  "give this stack its own name, COMPOSE_PROJECT_NAME=… in {1}/.env, before it is started": [
    "启动前在 {1}/.env 中给该项目取一个自己的名字：COMPOSE_PROJECT_NAME=…",
    "起動する前に、{1}/.env の COMPOSE_PROJECT_NAME=… でこのスタックに固有の名前を付けてください",
  ],
  "the stack in {1} is called {2} too, so Compose mistakes its containers for this stack's": [
    "{1} 中的项目也叫 {2}，Compose 会把它的容器当作本项目的",
    "{1} のスタックも {2} という名前なので、Compose はそのコンテナをこのスタックのものと見なします",
  ],
  "put what {1} says into .env, and start the stack without --env-file": [
    "把 {1} 的内容写入 .env，启动时不带 --env-file",
    "{1} の内容を .env に書き、--env-file なしで起動してください",
  ],
  "{1} does not run": ["{1} 没有运行", "{1} は動いていません"],
  "{1}{2} to {3}": ["{1}{2} 到 {3}", "{1}{2} から {3}"],
  "{1} publishes {2}": ["{1} 发布 {2}", "{1} は {2} を公開しています"],
  "no port": ["没有端口", "ポートなし"],
  "{1} is published {2}, so visitors reach {3} through something else, which terminates TLS": [
    "{1} 的发布范围：{2}，访客经由别的程序到达 {3}，TLS 在那里终止",
    "{1} の公開先：{2}。訪問者は別のものを経由して {3} に来て、TLS はそこで終端されます",
  ],
  "on 127.0.0.1 only": ["仅 127.0.0.1", "127.0.0.1 のみ"],
  "obtain the certificate there; if the world reaches {1} all the same, add --force": [
    "在那里申请证书；如果外界确实能访问 {1}，请加 --force",
    "証明書はそこで取得してください。それでも外から {1} に届くなら --force を付けてください",
  ],
  "note: the CA connects to port 80 of {1}, where nothing listens on this host: forward it to {2}": [
    "note: CA 会访问 {1} 的 80 端口，而本机没有程序占用它：请转发到 {2}",
    "note: 認証局は {1} の 80 番ポートに接続しますが、このホストでは何も待ち受けていません。{2} へ転送してください",
  ],
  "httpsidecar's override file": ["httpsidecar 的 override 文件", "httpsidecar の override"],
  "correct line {1} of {2}": ["修改 {2} 的第 {1} 行", "{2} の {1} 行目を直してください"],
  "{1} is not a compose file": ["{1} 不是 compose 文件", "{1} は compose ファイルではありません"],
  "make it a map with services, or remove {1}": [
    "写成含 services 的映射，或移走 {1}",
    "services を持つマップにするか、{1} を取り除いてください",
  ],
  "--also {1} is not NAME=SERVICE:PORT": [
    "--also {1} 不是 NAME=SERVICE:PORT",
    "--also {1} は NAME=SERVICE:PORT ではありません",
  ],
  "{1} {2} is not SERVICE:PORT": ["{1} {2} 不是 SERVICE:PORT", "{1} {2} は SERVICE:PORT ではありません"],
  "from now on start it with httpsidecar's file too: {1}": [
    "今后启动时也要带上httpsidecar 的文件：{1}",
    "今後はこのファイルも付けて起動してください：{1}",
  ],
  "  NGINX_SSL_CERT_KEY_FILENAME=privkey.pem in .env, and renew with certbot before the certificate expires": [
    "  NGINX_SSL_CERT_KEY_FILENAME=privkey.pem，并在证书到期前用 certbot 续期",
    "  NGINX_SSL_CERT_KEY_FILENAME=privkey.pem を設定し、期限前に certbot で更新してください",
  ],
  "browsers come to {1} too: attach again with --also NAME={2}": [
    "浏览器也会访问 {1}：请加上 --also NAME={2} 重新 attach",
    "ブラウザーは {1} にも接続します。--also NAME={2} を付けて attach をやり直してください",
  ],
  "{1}, which gets an nginx in front": ["{1}，前面加一个 nginx", "{1}（前段に nginx を置きます）"],
  "the stack does not run: {1} starts it, and the sidecar with it": [
    "项目没有运行：{1} 会启动它，sidecar 也一起启动",
    "スタックは動いていません。{1} で、サイドカーも一緒に起動します",
  ],
  "start the sidecar where the stack was started, in {1}: {2}": [
    "请在启动该项目的地方（{1}）启动 sidecar：{2}",
    "スタックを起動した場所（{1}）でサイドカーを起動してください：{2}",
  ],
  "1 file is written": ["将写入 1 个文件", "1 個のファイルを書き込み"],
  "{1} files are written": ["将写入 {1} 个文件", "{1} 個のファイルを書き込み"],
  "\n{1}, no container is started or recreated. Undo: docker/detach {2}": [
    "\n{1}，不启动也不重建任何容器。撤销：docker/detach {2}",
    "\n{1}、コンテナの起動も再作成もしません。元に戻す：docker/detach {2}",
  ],
  "\n{1}, {2} containers started ({3}), nothing else is recreated. Undo: docker/detach {4}": [
    "\n{1}，启动 {2} 个容器（{3}），不重建其他容器。撤销：docker/detach {4}",
    "\n{1}、{2} 個のコンテナ（{3}）を起動します。ほかは再作成しません。元に戻す：docker/detach {4}",
  ],
  "up --build would give that image the name of httpsidecar's image": [
    "up --build 会让那个镜像占用 httpsidecar 镜像的名字",
    "up --build がそのイメージに、このイメージの名前を付けてしまうため",
  ],
  "httpsidecar's image is built on this host": ["httpsidecar 的镜像就是本机平台的", "イメージはこのホスト用のため"],
  "the sidecar reaches folders of other owners, as root without root's powers": [
    "sidecar 以没有 root 权限的 root 访问属于他人的目录",
    "サイドカーは、権限を外した root として他の所有者のフォルダーに届くため",
  ],
  "nginx answers the challenge; a port of certbot's would take nginx's": [
    "验证由 nginx 响应；certbot 的端口会与 nginx 冲突",
    "検証には nginx が応答し、certbot のポートは nginx と衝突するため",
  ],
  "httpsidecar's image has one of its own": ["httpsidecar 的镜像自带", "イメージに含まれているため"],
  "the sidecar joins nginx's networks": ["sidecar 加入 nginx 的网络", "サイドカーは nginx のネットワークに入るため"],
  "the sidecar starts automatically, before nginx or after it": [
    "sidecar 独立启动，先后于 nginx 均可",
    "サイドカーは nginx の前でも後でも単独で起動するため",
  ],
  "one sidecar, with httpsidecar's own limits": [
    "只有一个 sidecar，限额由 httpsidecar 设定",
    "サイドカーは一つで、制限値は固定のため",
  ],
  "one sidecar": ["只有一个 sidecar", "サイドカーは一つのため"],
  "it is for another image": ["那是给另一个镜像的", "別のイメージ用のため"],
  "what talks to the CA has no Docker socket": [
    "与 CA 通信的容器不持有 Docker socket",
    "CA と通信するコンテナに Docker ソケットを持たせないため",
  ],
  "  certbot still mounts {1}, which is root on this host and not needed: remove that line": [
    "  certbot 仍挂载着 {1}，它等于本机的 root 权限，而且不再需要：请删除那一行",
    "  certbot は {1} をまだマウントしています。これはこのホストの root と同じで、もう不要です。その行を削除してください",
  ],
  "the sidecar needs no such power": ["sidecar 不需要这种权限", "サイドカーには不要な権限のため"],
  "httpsidecar ends on SIGTERM": ["sidecar 收到 SIGTERM 即结束", "サイドカーは SIGTERM で終わるため"],
  "the log is read by programs": ["日志由程序读取", "ログはプログラムが読むため"],
  "  certbot's {1} no longer counts: {2}": ["  certbot 的 {1} 不再生效：{2}", "  certbot の {1} は使いません：{2}"],
  "services.{1}.network_mode is {2}, so no other container reaches nginx by its name": [
    "services.{1}.network_mode 是 {2}，其他容器无法按名字访问 nginx",
    "services.{1}.network_mode が {2} のため、他のコンテナは nginx に名前で届きません",
  ],
  "give {1} a network of the stack in its place": [
    "请改为给 {1} 一个项目内的网络",
    "代わりに {1} をスタックのネットワークに入れてください",
  ],
  "services.{1}.depends_on waits for certbot ({2}), and the sidecar stays up and waits for nginx": [
    "services.{1}.depends_on 等待 certbot（{2}），而 sidecar 一直运行，并等待 nginx",
    "services.{1}.depends_on は certbot（{2}）を待ちますが、サイドカーは動き続け、nginx を待ちます",
  ],
  "remove certbot from depends_on of {1}": [
    "请从 {1} 的 depends_on 中去掉 certbot",
    "{1} の depends_on から certbot を外してください",
  ],
  "services.certbot is not a container (provider)": [
    "services.certbot 不是容器（provider）",
    "services.certbot はコンテナではありません（provider）",
  ],
  "give it another name": ["请换一个名字", "別の名前にしてください"],
  "nginx mounts {1} as a single file at {2}, which never changes while nginx runs": [
    "nginx 把 {1} 作为单个文件挂载到 {2}，nginx 运行期间它不会变化",
    "nginx は {1} を単独のファイルとして {2} にマウントしており、nginx の実行中は変わりません",
  ],
  "mount certbot's folder instead, such as ./certbot/conf:/etc/letsencrypt:ro": [
    "请改为挂载 certbot 的目录，例如 ./certbot/conf:/etc/letsencrypt:ro",
    "代わりに certbot のフォルダーをマウントしてください。例：./certbot/conf:/etc/letsencrypt:ro",
  ],
  "{1} (new, {2} lines; --show prints them)": [
    "{1}（新建，{2} 行；--show 可显示）",
    "{1}（新規、{2} 行。--show で表示）",
  ],
  "the folder's name has a line break": ["目录名中有换行符", "フォルダー名に改行があります"],
  "what Docker Compose says of this stack is not understood": [
    "无法理解 Docker Compose 对该项目的输出",
    "このスタックについての Docker Compose の出力を理解できません",
  ],
  "several stacks run from {1}: {2}": ["有多个项目从 {1} 运行：{2}", "{1} から複数のスタックが動いています：{2}"],
  "the stack was started with --env-file {1}, and attach writes one file in the stack's folder": [
    "项目以 --env-file {1} 启动，而 attach 只写项目目录中的一个文件",
    "スタックは --env-file {1} で起動されていますが、attach が書くのはスタックのフォルダー内の一つのファイルです",
  ],
  "{1}: not every service is understood": ["{1}：有无法理解的服务", "{1}：理解できないサービスがあります"],
  '{1} line {2}: only Docker Compose itself resolves "{3}"': [
    "{1} 第 {2} 行：只有 Docker Compose 自己能解析“{3}”",
    "{1} の {2} 行目：「{3}」を解決できるのは Docker Compose だけです",
  ],
  "use docker/attach of this repository, which asks Docker Compose": [
    "请使用本仓库的 docker/attach，它会询问 Docker Compose",
    "Docker Compose に問い合わせる、このリポジトリの docker/attach を使ってください",
  ],
  "add a public hostname {1} to {2} in the tunnel's settings; Cloudflare has the certificate": [
    "请在隧道设置中添加公共主机名 {1}，指向 {2}；证书由 Cloudflare 提供",
    "トンネルの設定で公開ホスト名 {1} を {2} に向けて追加してください。証明書は Cloudflare が持っています",
  ],
  "set VIRTUAL_HOST={1} and LETSENCRYPT_HOST={2} on your app's service": [
    "请在应用的服务上设置 VIRTUAL_HOST={1} 和 LETSENCRYPT_HOST={2}",
    "アプリのサービスに VIRTUAL_HOST={1} と LETSENCRYPT_HOST={2} を設定してください",
  ],
  "your app": ["你的应用", "アプリ"],
  none: ["无人使用", "なし"],
  "services.{1}.network_mode is {2}, so no other container reaches it by its name": [
    "services.{1}.network_mode 是 {2}，其他容器无法按名字访问它",
    "services.{1}.network_mode が {2} のため、他のコンテナは名前で届きません",
  ],
  "one of these: {1}": ["可选：{1}", "次のいずれか：{1}"],
  "the sidecar does not run: docker compose logs certbot": [
    "sidecar 没有运行：docker compose logs certbot",
    "サイドカーが動いていません：docker compose logs certbot",
  ],
  "HTTPS is not live yet; the sidecar keeps trying: docker compose logs -f certbot": [
    "HTTPS 尚未生效；sidecar 会继续尝试：docker compose logs -f certbot",
    "HTTPS はまだ有効ではありません。サイドカーは試行を続けます：docker compose logs -f certbot",
  ],
  "these lines renew by themselves and are no longer needed:": [
    "以下各行会自行续期，已不再需要：",
    "次の行は自動更新のためのもので、もう必要ありません：",
  ],
  "{1} cannot hold symbolic links, of which certbot's folder is made": [
    "{1} 不能存放符号链接，而 certbot 的目录由符号链接组成",
    "{1} にはシンボリックリンクを置けませんが、certbot のフォルダーはそれでできています",
  ],
  "move the stack to a disk of this machine (ext4, xfs, btrfs), or the certificates into a named volume": [
    "请把项目移到本机磁盘（ext4、xfs、btrfs），或把证书放进具名卷",
    "スタックをこのマシンのディスク（ext4、xfs、btrfs）へ移すか、証明書を名前付きボリュームに置いてください",
  ],
  "{1} line {2}: {3} has no effect there; it belongs into .env": [
    "{1} 第 {2} 行：{3} 在那里不起作用，应写在 .env 中",
    "{1} の {2} 行目：{3} はそこでは効きません。.env に書いてください",
  ],
  "{1} sets {2} to something other than what the sidecar needs": [
    "{1} 中 {2} 的设置与 sidecar 所需不同",
    "{1} の {2} は、サイドカーに必要な値と異なります",
  ],
  "--staging is for stacks whose override attach writes": [
    "--staging 只用于由 attach 写入 override 的项目",
    "--staging は、attach が override を書くスタック用です",
  ],
  "put --staging into CERTBOT_OPTIONS of .env, and remove it again later": [
    "请把 --staging 写入 .env 的 CERTBOT_OPTIONS，之后再去掉",
    "--staging を .env の CERTBOT_OPTIONS に書き、後で外してください",
  ],
  "behind this socket is Podman, with which the sidecar was not tested": [
    "该套接字后面是 Podman，sidecar 未在其上测试过",
    "このソケットの先は Podman で、サイドカーは動作確認されていません",
  ],
  "use Docker Engine; to try it all the same, add --force": [
    "请使用 Docker Engine；仍要尝试请加 --force",
    "Docker Engine を使ってください。それでも試す場合は --force を付けてください",
  ],
  "Docker Compose takes {1} for the project directory, because {2} is there": [
    "Docker Compose 以 {1} 为项目目录，因为 {2} 在那里",
    "Docker Compose は {2} のある {1} をプロジェクトディレクトリとします",
  ],
  "pass that folder, with --file {1}; or move {2} to {3}": [
    "请指定该目录，并加 --file {1}；或把 {2} 移到 {3}",
    "そのフォルダーを --file {1} と一緒に指定するか、{2} を {3} に移してください",
  ],
  "the mount at {1} ({2}) is one that no other container can share": [
    "{1} 处的挂载（{2}）无法与其他容器共享",
    "{1} のマウント（{2}）はほかのコンテナーと共有できません",
  ],
  "mount a folder or a named volume there": [
    "请在那里挂载目录或命名卷",
    "そこにフォルダーか名前付きボリュームをマウントしてください",
  ],
  "the stack of this compose file runs with {1} as its project directory": [
    "该 compose 文件的项目以 {1} 为项目目录运行",
    "この compose ファイルのスタックは {1} をプロジェクトディレクトリとして動いています",
  ],
  "move the compose file there, or start the stack without --project-directory": [
    "请把 compose 文件移到那里，或不带 --project-directory 启动",
    "compose ファイルをそこへ移すか、--project-directory なしで起動してください",
  ],
  "one of these with --service or --upstream: {1}": [
    "请用 --service 或 --upstream 指定其一：{1}",
    "--service か --upstream で次のいずれかを指定してください：{1}",
  ],
  "the stack has a service {1} already, and --upstream would bring another nginx of that name": [
    "项目中已有服务 {1}，而 --upstream 会带来同名的另一个 nginx",
    "スタックには既にサービス {1} があり、--upstream は同じ名前の nginx をもう一つ加えます",
  ],
  "omit --upstream; or give httpsidecar's nginx another name: --service proxy": [
    "请去掉 --upstream；或给httpsidecar 的 nginx 另取名字：--service proxy",
    "--upstream を外すか、加える nginx に別の名前を付けてください：--service proxy",
  ],
  "nginx in the service {1} cannot be switched: it has no NGINX_HTTPS_ENABLED, and none of its mounts is certbot's folder ({2})":
    [
      "服务 {1} 中的 nginx 无法切换：没有 NGINX_HTTPS_ENABLED，挂载中也没有 certbot 的目录（{2}）",
      "サービス {1} の nginx は切り替えられません。NGINX_HTTPS_ENABLED がなく、マウントに certbot のフォルダーもありません（{2}）",
    ],
  "name the service that browsers use, and its port: --upstream SERVICE:PORT": [
    "请指定浏览器访问的服务及端口：--upstream SERVICE:PORT",
    "ブラウザーが使うサービスとポートを指定してください：--upstream SERVICE:PORT",
  ],
  "{1} is on the host's network": ["{1} 使用主机网络", "{1} はホストのネットワークを使っています"],
  "service {1} of this stack publishes the ports that nginx needs": [
    "该项目的服务 {1} 占用了 nginx 所需的端口",
    "このスタックのサービス {1} が、nginx に必要なポートを公開しています",
  ],
  "the service {1} would be replaced by the sidecar's own of that name": [
    "服务 {1} 会被 sidecar 的同名服务替换",
    "サービス {1} は、サイドカーの同名のサービスに置き換えられてしまいます",
  ],
  "give your service another name in the compose file, run docker compose up -d, and run this again": [
    "请在 compose 文件中给你的服务改名，执行 docker compose up -d，然后重新执行",
    "compose ファイルで自分のサービスの名前を変え、docker compose up -d の後でもう一度実行してください",
  ],
  "publish it on another port, such as 8888 in the place of {1} (services.{2}.ports), run docker compose up -d, and run this again":
    [
      "请改用其他主机端口，例如用 8888 代替 {1}（services.{2}.ports），执行 docker compose up -d，然后重新执行",
      "{1} の代わりに 8888 など別のポートで公開し（services.{2}.ports）、docker compose up -d の後でもう一度実行してください",
    ],
  "remove network_mode from services.{1} in the compose file, run docker compose up -d, and run this again": [
    "请从 compose 文件的 services.{1} 中删除 network_mode，执行 docker compose up -d，然后重新执行",
    "compose ファイルの services.{1} から network_mode を削除し、docker compose up -d の後でもう一度実行してください",
  ],
  "set {1}=8081 and {2}=8444 in .env, run docker compose up -d, and run this again": [
    "请在 .env 中设置 {1}=8081 和 {2}=8444，执行 docker compose up -d，然后重新执行",
    "{1}=8081 と {2}=8444 を .env に設定し、docker compose up -d の後でもう一度実行してください",
  ],
  "{1} line {2} is not YAML ({3})": ["{1} 第 {2} 行不是 YAML（{3}）", "{1} の {2} 行目は YAML ではありません（{3}）"],
  "write out what {1} repeats by its aliases": [
    "请把 {1} 中用别名重复的内容直接写出",
    "{1} がエイリアスで繰り返している内容を書き出してください",
  ],
  "{1}: its aliases are too many": ["{1}：别名过多", "{1}：エイリアスが多すぎます"],
  "in this stack {1} (service {2}) terminates TLS, so {3} needs no other certificate": [
    "该项目中由 {1}（服务 {2}）终止 TLS，因此 {3} 不需要另外的证书",
    "このスタックでは {1}（サービス {2}）が TLS を終端するため、{3} に別の証明書は不要です",
  ],
  "correct line {1} of {2}; docker compose config shows more": [
    "请修改 {2} 第 {1} 行；docker compose config 可显示详情",
    "{2} の {1} 行目を直してください。詳細は docker compose config で確認できます",
  ],
  "start the sidecar: {1}": ["启动 sidecar：{1}", "サイドカーを起動：{1}"],
  "an nginx with a configuration file of your own, which gets a line; its container is recreated once": [
    "使用你自己配置文件的 nginx，会在其中加入一行；它的容器会重建一次",
    "自分の設定ファイルを使う nginx。その中に 1 行を加え、コンテナを 1 度だけ再作成します",
  ],
  "nginx mounts files that are gone: recreate it now: docker compose up -d --no-deps {1}": [
    "nginx 挂载的文件已移除，请立即重建它：docker compose up -d --no-deps {1}",
    "nginx がマウントしているファイルは削除されました。すぐに再作成してください：docker compose up -d --no-deps {1}",
  ],
  "by hand, into the server block at {1}:{2}:": [
    "手动写入 {1}:{2} 处的 server 块：",
    "手動で {1}:{2} の server ブロックに書く行：",
  ],
  "and into the service {1} of the compose file:": [
    "并写入 compose 文件的服务 {1}：",
    "compose ファイルのサービス {1} に書く行：",
  ],
  "{1}:{2} is left alone: {3}": ["{1}:{2} 保持不变：{3}", "{1}:{2} は変更しません（{3}）"],
  "write the lines above there by hand, and run this again": [
    "请手动在那里写入上面的行，然后再次运行",
    "上の行を手動でそこに書き、もう一度実行してください",
  ],
  "{1} does not run, and HTTPS is tried on a copy of its container before a file is changed": [
    "{1} 没有运行，而修改文件之前要先在它的容器副本上试用 HTTPS",
    "{1} が動いていません。ファイルを変更する前に、コンテナの複製で HTTPS を試す必要があります",
  ],
  "nginx in the service {1} does not take its own configuration": [
    "服务 {1} 中的 nginx 不接受它自己的配置",
    "サービス {1} の nginx が自身の設定を受け付けません",
  ],
  "all of /etc/nginx is mounted": ["整个 /etc/nginx 都是挂载的", "/etc/nginx 全体がマウントされています"],
  "its container does not start nginx as the official image does": [
    "它的容器不按官方镜像的方式启动 nginx",
    "コンテナが公式イメージと同じ方法で nginx を起動していません",
  ],
  "nginx does not take it: {1}": ["nginx 不接受它：{1}", "nginx が受け付けません：{1}"],
  "which server block answers is decided by a pattern": [
    "由哪个 server 块响应取决于正则表达式",
    "どの server ブロックが応答するかは正規表現で決まります",
  ],
  "no server block listens on port {1}": [
    "没有监听端口 {1} 的 server 块",
    "ポート {1} で待ち受ける server ブロックがありません",
  ],
  "another program answers the challenge there": [
    "那里的验证由其他程序响应",
    "そこのチャレンジには別のプログラムが応答します",
  ],
  "the server block is written in one line": ["server 块写在一行里", "server ブロックが 1 行で書かれています"],
  "the names are answered by server blocks with different challenge locations": [
    "响应这些域名的 server 块使用不同的验证 location",
    "これらの名前に応答する server ブロックのチャレンジ用 location が異なります",
  ],
  "{1} is not a file of the stack's folder": [
    "{1} 不是项目目录中的文件",
    "{1} はスタックのフォルダー内のファイルではありません",
  ],
  "another program writes {1}, as its first lines say": [
    "从开头几行看，{1} 由其他程序写入",
    "先頭の行によると、{1} は別のプログラムが書き込みます",
  ],
  "its braces are not balanced": ["它的花括号不配对", "波括弧の対応が取れていません"],
  "it listens on TLS already": ["它已经监听 TLS", "すでに TLS で待ち受けています"],
  "it has a certificate already": ["它已经有证书", "すでに証明書が設定されています"],
  "it expects the PROXY protocol": ["它要求 PROXY 协议", "PROXY プロトコルを前提としています"],
  "another server block answers over HTTPS there": [
    "那里的 HTTPS 由另一个 server 块响应",
    "そこの HTTPS には別の server ブロックが応答します",
  ],
  "several services of this stack are {1}: {2}": [
    "此项目中有多个服务是 {1}：{2}",
    "このスタックには {1} のサービスが複数あります（{2}）",
  ],
  "name the one that browsers use, with its port: --upstream {1}": [
    "请指定浏览器使用的那一个及其端口：--upstream {1}",
    "ブラウザーが使うものをポートとともに指定してください（--upstream {1}）",
  ],
  "it redirects to HTTPS already": ["它已经重定向到 HTTPS", "すでに HTTPS へリダイレクトしています"],
  "it answers every request itself": ["它自己响应所有请求", "すべてのリクエストに自身で応答します"],
};
