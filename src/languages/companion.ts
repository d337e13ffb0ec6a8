import type { Texts } from "./texts.ts";

export const companion: Texts = {
  "the companion of this stack runs already: nothing to do here": [
    "此项目的 companion 已在运行：这里无需操作",
    "このスタックの companion はすでに動いています。ここですることはありません",
  ],
  "{1} are set, but nginx's templates know nothing of them": [
    "设置了 {1}，但 nginx 的模板里没有它们",
    "{1} が設定されていますが、nginx のテンプレートは対応していません",
  ],
  "{1} is not a socket": ["{1} 不是 socket", "{1} はソケットではありません"],
  "an empty DOCKER_SOCKET": ["空的 DOCKER_SOCKET", "空の DOCKER_SOCKET"],
  "set DOCKER_SOCKET to the host path of the Docker Engine's socket: docker context inspect --format '{{.Endpoints.docker.Host}}'":
    [
      "把 DOCKER_SOCKET 设为 Docker Engine 的 socket 在主机上的路径：docker context inspect --format '{{.Endpoints.docker.Host}}'",
      "DOCKER_SOCKET を Docker Engine のソケットのホスト上のパスにしてください：docker context inspect --format '{{.Endpoints.docker.Host}}'",
    ],
  "the nginx container does not run": ["nginx 容器没有运行", "nginx コンテナが動いていません"],
  "the Engine at {1} responded: {2}": ["{1} 的 Engine 响应：{2}", "{1} の Engine の応答：{2}"],
  "a program closed its output and kept running": [
    "程序关闭了输出但仍在运行",
    "プログラムが出力を閉じたまま動き続けました",
  ],
  "the companion's container was not created by Docker Compose, so its stack is not known": [
    "companion 的容器不是由 Docker Compose 创建的，因此不知道它属于哪个项目",
    "companion のコンテナが Docker Compose で作られていないため、どのスタックか分かりません",
  ],
  "service {1} of project {2} in {3} has no running container": [
    "{3} 中项目 {2} 的服务 {1} 没有运行中的容器",
    "{3} のプロジェクト {2} のサービス {1} に、動いているコンテナがありません",
  ],
  "service {1} has {2} running containers": [
    "服务 {1} 有 {2} 个运行中的容器",
    "サービス {1} に動いているコンテナが {2} 個あります",
  ],
  "wait until the recreate is done, or: docker compose ps --all": [
    "等重建结束，或：docker compose ps --all",
    "再作成が終わるのを待つか、確認してください：docker compose ps --all",
  ],
  "more than {1} bytes of output": ["输出超过 {1} 字节", "出力が {1} バイトを超えました"],
  "the reload that had to wait is made now": ["现在执行之前推迟的重新加载", "待たせていた再読み込みを今行います"],
  "the image of the nginx container has no shell, and its first process is not nginx": [
    "nginx 容器的镜像没有 shell，而且第一个进程不是 nginx",
    "nginx コンテナのイメージにはシェルがなく、最初のプロセスは nginx ではありません",
  ],
  "set DEPLOY=restart in httpsidecar.env, then: docker compose up -d certbot certbot-companion": [
    "在 httpsidecar.env 中设置 DEPLOY=restart，然后：docker compose up -d certbot certbot-companion",
    "httpsidecar.env に DEPLOY=restart を設定してから：docker compose up -d certbot certbot-companion",
  ],
  "this is a bug: {1}": ["这是一个程序错误：{1}", "これはバグです：{1}"],
  "it was reloaded {1} times within ten minutes; the next reload follows automatically at {2}": [
    "十分钟内已重新加载 {1} 次；下一次会在 {2} 自动执行",
    "10 分間に {1} 回再読み込みしました。次は {2} に自動で行います",
  ],
  "see who asks for them: docker compose logs certbot": [
    "查看是谁请求的：docker compose logs certbot",
    "誰が求めたかを確認してください：docker compose logs certbot",
  ],
  "the image of the nginx container has no shell": [
    "nginx 容器的镜像没有 shell",
    "nginx コンテナのイメージにはシェルがありません",
  ],
  "where nginx's configuration lies is not known": [
    "不清楚 nginx 的配置文件在哪里",
    "nginx の設定ファイルの場所がわかりません",
  ],
  "nginx was restarted in the middle of it": ["nginx 在此期间重启了", "途中で nginx が再起動されました"],
  "nginx's program is gone": ["nginx 的程序文件不见了", "nginx のプログラムがなくなっています"],
  "nginx's test of its configuration did not end within {1} s": [
    "nginx 的配置测试在 {1} 秒内没有结束",
    "nginx の設定テストが {1} 秒以内に終わりません",
  ],
  "more than one nginx master runs in the container": [
    "容器中运行着多个 nginx master 进程",
    "コンテナ内で nginx のマスタープロセスが複数動いています",
  ],
  "docker compose exec nginx ps, and end the one that is left over": [
    "docker compose exec nginx ps，然后结束多余的那个",
    "docker compose exec nginx ps で確認し、余分なものを終了してください",
  ],
  "nginx has nothing besides HTTPS any more": [
    "nginx 中的附加设置（重定向、HTTP/2、HSTS）已全部去掉",
    "nginx への追加設定（リダイレクト、HTTP/2、HSTS）はすべて外れました",
  ],
  "nginx got, besides HTTPS:\n{1}": [
    "nginx 除 HTTPS 外还添加了：\n{1}",
    "nginx に HTTPS のほか次を追加しました：\n{1}",
  ],
  "no response in time": ["没有及时响应", "時間内に応答がありません"],
  "it says too much": ["输出过多", "出力が多すぎます"],
  "nothing listens on {1}: it is reloaded instead": [
    "{1} 上没有程序监听：改为重新加载",
    "{1} で応答がないため、代わりに再読み込みします",
  ],
  "new certificates go through its runtime socket": [
    "新证书通过其 runtime socket 送入",
    "新しい証明書は runtime ソケット経由で渡します",
  ],
  "HAProxy is container {1}; {2}": ["HAProxy 是容器 {1}；{2}", "HAProxy はコンテナ {1} です。{2}"],
  "correct the file and line that HAProxy names": [
    "修改 HAProxy 指出的文件和行",
    "HAProxy が示すファイルと行を直してください",
  ],
  "HAProxy started no new worker within {1} s": [
    "HAProxy 在 {1} 秒内没有启动新的 worker",
    "HAProxy が {1} 秒以内に新しいワーカーを起動しませんでした",
  ],
  "docker compose restart haproxy, once the cause is fixed": [
    "排除原因后：docker compose restart haproxy",
    "原因を直した後：docker compose restart haproxy",
  ],
  "a certificate file of HAProxy's begins with no certificate": [
    "HAProxy 的一个证书文件开头不是证书",
    "HAProxy の証明書ファイルの先頭が証明書ではありません",
  ],
  "repair the file": ["修复该文件", "ファイルを直してください"],
  "remove the `bind` line with `ssl` from haproxy.cfg, then: docker compose restart haproxy": [
    "从 haproxy.cfg 去掉带 `ssl` 的 `bind` 行，然后：docker compose restart haproxy",
    "haproxy.cfg から `ssl` の付いた `bind` 行を外し、その後：docker compose restart haproxy",
  ],
  "HTTPS is switched on and off in haproxy.cfg": [
    "HTTPS 在 haproxy.cfg 中开启和关闭",
    "HTTPS の切り替えは haproxy.cfg で行います",
  ],
  "NGINX_HTTPS_ENABLED was set to false by hand: HTTPS stays off until: docker compose exec certbot httpsidecar enable-https":
    [
      "NGINX_HTTPS_ENABLED 被手动设为 false：HTTPS 保持关闭，直到：docker compose exec certbot httpsidecar enable-https",
      "NGINX_HTTPS_ENABLED が手動で false にされました。次を実行するまで HTTPS は無効です：docker compose exec certbot httpsidecar enable-https",
    ],
  "NGINX_HTTPS_ENABLED was set to true by hand: HTTPS is on again": [
    "NGINX_HTTPS_ENABLED 被手动设为 true：HTTPS 重新开启",
    "NGINX_HTTPS_ENABLED が手動で true にされました：HTTPS は再び有効です",
  ],
  "the settings say NGINX_HTTPS_ENABLED=true, but nginx was created with another value (a shell variable, --env-file or the compose file); HTTPS is turned on all the same":
    [
      "设置中 NGINX_HTTPS_ENABLED=true，但 nginx 创建时用的是另一个值（shell 变量、--env-file 或 compose 文件）；仍会开启 HTTPS",
      "設定は NGINX_HTTPS_ENABLED=true ですが、nginx は別の値で作られました（シェル変数、--env-file、または compose ファイル）。それでも HTTPS を有効にします",
    ],
  "stack {1} in {2}: {3} is container {4}": [
    "项目 {1}，位于 {2}：{3} 是容器 {4}",
    "スタック {1}（{2}）：{3} はコンテナ {4}",
  ],
  "HTTPS was switched off and stays off until: docker compose exec certbot httpsidecar enable-https": [
    "HTTPS 已关闭并保持关闭，直到：docker compose exec certbot httpsidecar enable-https",
    "HTTPS は無効にされ、次を実行するまでそのままです：docker compose exec certbot httpsidecar enable-https",
  ],
  "HTTPS is to be on": ["HTTPS 应为开启", "HTTPS は有効にする設定です"],
  "HTTPS is switched on when certbot asks for it": [
    "certbot 要求时开启 HTTPS",
    "certbot が求めたときに HTTPS を有効にします",
  ],
  "the HTTPS on/off setting cannot be saved: {1}\n  fix: {2}": [
    "无法保存 HTTPS 的开关状态：{1}\n  fix: {2}",
    "HTTPS のオン/オフを保存できません：{1}\n  fix: {2}",
  ],
  "the HTTPS on/off setting is not saved in any file until CERTBOT_DOMAIN is set in .env; the companion sets it again each time nginx starts":
    [
      "在 .env 中设置 CERTBOT_DOMAIN 之前，HTTPS 的开关状态没有保存到任何文件；每次 nginx 启动后由 companion 重新设置",
      ".env に CERTBOT_DOMAIN が入るまで、切り替えはスタックのどのファイルにも書きません。nginx の起動のたびに繰り返します",
    ],
  "the HTTPS on/off setting is not saved in any file; the companion sets it again each time nginx starts{1}": [
    "HTTPS 的开关状态没有保存到任何文件，每次 nginx 启动后重新设置{1}",
    "HTTPS のオン/オフはどのファイルにも保存せず、nginx の起動のたびに設定し直します{1}",
  ],
  "the HTTPS on/off setting is saved in {1}{2}": [
    "HTTPS 的开关状态保存在 {1}{2}",
    "HTTPS のオン/オフは {1} に保存します{2}",
  ],
  "free some space (df -h) and check that the companion's volume is writable": [
    "腾出空间（df -h），并确认 companion 的卷可写",
    "空きを作り（df -h）、companion のボリュームに書き込めることを確認してください",
  ],
  "the companion's own file {1} cannot be read or written, so nothing was changed": [
    "companion 自己的文件 {1} 无法读写，因此没有任何更改",
    "companion 自身のファイル {1} を読み書きできません。何も変更していません",
  ],
  "correct the file and line that nginx names": [
    "修改 nginx 指出的文件和行",
    "nginx が示すファイルと行を直してください",
  ],
  "nginx cannot find {1}: {2}": ["nginx 找不到 {1}：{2}", "nginx が {1} を見つけられません：{2}"],
  "a listen with ssl": ["带 ssl 的 listen", "ssl 付きの listen"],
  "no nginx master with a worker within {1} s": [
    "{1} 秒内没有带 worker 的 nginx master",
    "{1} 秒以内にワーカーを持つ nginx マスターが現れません",
  ],
  "wait for the certificate": ["等待证书", "証明書をお待ちください"],
  "nginx's files were changed while they were read": [
    "nginx 的文件在读取期间被修改了",
    "nginx のファイルが読み取り中に変更されました",
  ],
  "the nginx master is gone": ["nginx master 已不在", "nginx マスターがいなくなりました"],
  "docker compose up -d --no-deps --force-recreate nginx, once the cause is fixed": [
    "排除原因后：docker compose up -d --no-deps --force-recreate nginx",
    "原因を直した後：docker compose up -d --no-deps --force-recreate nginx",
  ],
  "the entrypoint {1} with the command {2} is not a known one": [
    "entrypoint {1} 与命令 {2} 的组合不是已知的",
    "entrypoint {1} とコマンド {2} の組み合わせは未知のものです",
  ],
  'the entrypoint runs "{1}", which may not bear a second run': [
    'entrypoint 会运行 "{1}"，重复运行它可能出问题',
    "entrypoint が「{1}」を実行します。これは 2 回実行すると問題になるおそれがあります",
  ],
  "the entrypoint's line does more than prepare a script": [
    "entrypoint 那一行所做的不只是准备脚本",
    "entrypoint の行がスクリプトの準備以外のこともしています",
  ],
  'the entrypoint\'s line runs "{1}", not a script': [
    'entrypoint 那一行以 "{1}" 结尾，而不是脚本',
    "entrypoint の行がスクリプトではなく「{1}」で終わっています",
  ],
  "{1} is not there": ["{1} 不存在", "{1} がありません"],
  'the last command of {1} is not "exec nginx"': [
    '{1} 不以 "exec nginx" 结尾',
    '{1} が "exec nginx" で終わっていません',
  ],
  "{1} starts something in the background: {2}": [
    "{1} 在后台启动程序：{2}",
    "{1} がバックグラウンドで何かを起動します：{2}",
  ],
  "{1} signals nginx: {2}": ["{1} 向 nginx 发信号：{2}", "{1} が nginx にシグナルを送ります：{2}"],
  "{1} calls nginx by its path: {2}": ["{1} 用路径调用 nginx：{2}", "{1} が nginx をパスで呼び出します：{2}"],
  "another action is at work": ["另一个操作正在进行", "別の操作が進行中です"],
  "try again in a minute": ["一分钟后再试", "1 分後にもう一度試してください"],
  "nginx was not as it should be: switched, HTTPS is {1}": [
    "nginx 状态不符：已切换，HTTPS 已{1}",
    "nginx があるべき状態でなかったため切り替えました。HTTPS は{1}です",
  ],
  "nginx was left as it is ({1}): {2}": ["nginx 保持原样（{1}）：{2}", "nginx はそのままにしました（{1}）：{2}"],
  "or choose where to write with WRITE_ENV=override or WRITE_ENV=never in httpsidecar.env": [
    "或在 httpsidecar.env 中用 WRITE_ENV=override 或 WRITE_ENV=never 选择写到哪里",
    "または httpsidecar.env の WRITE_ENV=override か WRITE_ENV=never で書き込み先を選んでください",
  ],
  "nginx is not the only program that the container's first process started": [
    "容器的首个进程启动的程序不只有 nginx",
    "コンテナの最初のプロセスが nginx 以外のプログラムも起動しています",
  ],
  "{1} is a link to {2}, and rendering would follow it": [
    "{1} 是指向 {2} 的符号链接，渲染会跟随它",
    "{1} は {2} へのシンボリックリンクで、レンダリングがそれをたどってしまいます",
  ],
  "the container has no nginx in its PATH": ["容器的 PATH 中没有 nginx", "コンテナの PATH に nginx がありません"],
  "no folder of the container allows programs (/tmp, /var/tmp, /run, /root, /dev/shm are noexec or read-only)": [
    "容器中没有允许运行程序的目录（/tmp、/var/tmp、/run、/root、/dev/shm 均为 noexec 或只读）",
    "コンテナにプログラムを置けるフォルダーがありません（/tmp、/var/tmp、/run、/root、/dev/shm は noexec か読み取り専用）",
  ],
  "the entrypoint exited without starting nginx by its name": [
    "entrypoint 结束时没有以 nginx 之名启动它",
    "entrypoint が nginx をその名前で起動せずに終わりました",
  ],
  "the entrypoint left a program running in the background": [
    "entrypoint 留下了一个后台程序",
    "entrypoint がバックグラウンドのプログラムを残しました",
  ],
  "the entrypoint did not finish within {1} s": [
    "entrypoint 在 {1} 秒内没有结束",
    "entrypoint が {1} 秒以内に終わりませんでした",
  ],
  "a folder that the entrypoint writes to": ["entrypoint 要写入的某个目录", "entrypoint が書き込むフォルダー"],
  "the entrypoint exited with code {1}": ["entrypoint 以退出码 {1} 结束", "entrypoint が終了コード {1} で終わりました"],
  "httpsidecar is still re-running nginx's entrypoint from an earlier switch": [
    "nginx 容器中上一次的配置生成（重新执行 entrypoint）还没有结束",
    "nginx コンテナで前回の再実行がまだ動いています",
  ],
  "/etc/nginx cannot be backed up while it is changed: {1} files, {2} KiB": [
    "更改期间无法保全 /etc/nginx：{1} 个文件，{2} KiB",
    "変更中の /etc/nginx をバックアップできません：{1} ファイル、{2} KiB",
  ],
  "keep at most {1} files and {2} KiB under /etc/nginx, all readable": [
    "/etc/nginx 下最多保留 {1} 个文件、{2} KiB，且都可读",
    "/etc/nginx の下は、すべて読める {1} ファイル、{2} KiB までにしてください",
  ],
  "{1} in the nginx container is full or read-only": [
    "nginx 容器中的 {1} 已满或只读",
    "nginx コンテナの {1} がいっぱいか読み取り専用です",
  ],
  "free some space: df -h; or make it writable": [
    "腾出空间：df -h；或使其可写",
    "空きを作るか（df -h）、書き込めるようにしてください",
  ],
  "nginx was switched {1} times within {2} minutes{3}": [
    "nginx 在 {2} 分钟内被切换了 {1} 次{3}",
    "nginx が {2} 分間に {1} 回切り替えられました{3}",
  ],
  "; the last one was undone: {1}": ["；最后一次已撤销：{1}", "。最後のものは取り消されました：{1}"],
  "nginx exited in the middle of it": ["nginx 在切换中途退出了", "切り替えの途中で nginx が終了しました"],
  "docker compose logs nginx; httpsidecar retries automatically": [
    "docker compose logs nginx；会自动重试",
    "docker compose logs nginx を確認してください。自動で再試行します",
  ],
  "the folder of {1}, which was rendered empty,": [
    "{1} 所在的目录（渲染结果为空）",
    "{1}（空で出力されました）のフォルダー",
  ],
  "rendering the templates again changes {1}": [
    "重新渲染模板会改动 {1}",
    "テンプレートを再度レンダリングすると {1} が変わります",
  ],
  "the entrypoint rendered a configuration without: {1}": [
    "entrypoint 渲染出的配置缺少：{1}",
    "entrypoint が出力した設定に次がありません：{1}",
  ],
  "a request is one of: {1}": ["请求必须是以下之一：{1}", "リクエストは次のいずれかです：{1}"],
  "a request is a JSON object": ["请求必须是 JSON 对象", "リクエストは JSON オブジェクトです"],
  "the request did not arrive in time": ["请求没有及时到达", "リクエストが時間内に送られてきませんでした"],
  "a request is at most {1} bytes long": ["请求最长 {1} 字节", "リクエストは {1} バイトまでです"],
  "{1} is there already and is not a socket": [
    "{1} 已存在，但不是 socket",
    "{1} は既にありますが、ソケットではありません",
  ],
  "{1} was there already and is not a socket: it is kept as {2}": [
    "{1} 已存在，但不是 socket：已改名为 {2}",
    "{1} は既にありますが、ソケットではありません。{2} として残しました",
  ],
  "remove {1}": ["删除 {1}", "{1} を削除してください"],
  "{1} cannot be listened on": ["无法在 {1} 上监听", "{1} で待ち受けられません"],
  "mount the volume shared with certbot there": [
    "在那里挂载与 certbot 共享的卷",
    "certbot と共有するボリュームをそこにマウントしてください",
  ],
  "{1}, then: docker compose up -d --force-recreate certbot-companion": [
    "{1}，然后：docker compose up -d --force-recreate certbot-companion",
    "{1}。その後：docker compose up -d --force-recreate certbot-companion",
  ],
  "{1} is your own file and has no httpsidecar block": [
    "{1} 是手工编写的文件，里面没有 httpsidecar 的区块",
    "{1} は手作業で書かれたファイルで、httpsidecar のブロックがありません",
  ],
  'put the lines "{1}" and "{2}" under the environment of nginx in {3}': [
    '在 {3} 中 nginx 的 environment 下加入 "{1}" 和 "{2}" 两行',
    "{3} の nginx の environment の下に「{1}」と「{2}」の行を入れてください",
  ],
  "httpsidecar's block in {1} is not under services.{2}.environment": [
    "{1} 中 httpsidecar 的区块不在 services.{2}.environment 下",
    "{1} の httpsidecar のブロックが services.{2}.environment の下にありません",
  ],
  'move the lines from "{1}" to "{2}" there': [
    '把 "{1}" 到 "{2}" 之间的行移到那里',
    "「{1}」から「{2}」までの行をそこへ移してください",
  ],
  "{1} sets one of httpsidecar's keys outside its block": [
    "{1} 在 httpsidecar 的区块之外设置了属于它的键",
    "{1} が httpsidecar のブロックの外で httpsidecar のキーを設定しています",
  ],
  "remove that line from {1}": ["从 {1} 删除那一行", "{1} からその行を削除してください"],
  "the value for {1} needs quoting": ["{1} 的值需要加引号", "{1} の値には引用符が必要です"],
  "set {1} to a plain value": ["给 {1} 一个普通的值", "{1} を普通の値にしてください"],
  "httpsidecar's override file sets {1} and takes precedence over {2}": [
    "httpsidecar 的 override 文件设置了 {1}，优先于 {2}",
    "httpsidecar の override ファイルが {1} を設定しており、{2} より優先されます",
  ],
  "delete it": ["删除它", "削除してください"],
  "there is no {1}": ["没有 {1}", "{1} がありません"],
  "create {1}": ["创建 {1}", "{1} を作ってください"],
  "{1} other containers use {2} as their env_file": [
    "另有 {1} 个容器把 {2} 用作 env_file",
    "ほかに {1} 個のコンテナが {2} を env_file に使っています",
  ],
  "set WRITE_ENV=env": ["设置 WRITE_ENV=env", "WRITE_ENV=env を設定してください"],
  "Compose was started with an --env-file outside the stack's folder": [
    "Compose 使用了项目目录之外的 --env-file",
    "Compose にスタックのフォルダーの外の --env-file が渡されました",
  ],
  "move it into that folder": ["把它移到该目录内", "そのフォルダーの中へ移してください"],
  "Compose was started with several --env-file": [
    "Compose 使用了多个 --env-file",
    "Compose に複数の --env-file が渡されました",
  ],
  "use only one": ["只给一个", "一つだけにしてください"],
  "Compose was told which files to read ({1}), so it does not read an override file automatically": [
    "Compose 被指定了要读的文件（{1}），因此不会自动读取 override",
    "Compose に読むファイルが指定されているため（{1}）、override は自動では読まれません",
  ],
  "leave out -f and COMPOSE_FILE": ["不要用 -f 和 COMPOSE_FILE", "-f と COMPOSE_FILE を使わないでください"],
  "wait until that is done": ["等它完成", "終わるまでお待ちください"],
  "an earlier switch was cut off: nginx and the settings are as they were before it": [
    "先前的一次切换被中断：nginx 和设置仍为切换前的状态",
    "前回の切り替えが中断されました：nginx と設定はその前の状態です",
  ],
  "this stack has no container of a service {1}, and one of a service {2}": [
    "该项目没有服务 {1} 的容器，有服务 {2} 的容器",
    "このスタックにサービス {1} のコンテナはなく、サービス {2} のものがあります",
  ],
  "set NGINX_SERVICE={1} in .env, then: docker compose up -d certbot certbot-companion": [
    "在 .env 中设置 NGINX_SERVICE={1}，然后：docker compose up -d certbot certbot-companion",
    ".env で NGINX_SERVICE={1} とし、実行してください：docker compose up -d certbot certbot-companion",
  ],
  "correct that, then: docker compose up -d {1}": [
    "修改后运行：docker compose up -d {1}",
    "直してから実行してください：docker compose up -d {1}",
  ],
  "Docker could not start {1}: {2}": ["Docker 无法启动 {1}：{2}", "Docker が {1} を起動できませんでした：{2}"],
  "Docker could not start {1}: something else on this host has {2} already": [
    "Docker 无法启动 {1}：本机的其他程序已占用 {2}",
    "Docker が {1} を起動できませんでした。このホストの別のプログラムが {2} を使っています",
  ],
  "stop what ss -ltnp 'sport = :{1}' shows, or change that port in .env (EXPOSE_NGINX_PORT, EXPOSE_NGINX_SSL_PORT), then: docker compose up -d {2}":
    [
      "停止 ss -ltnp 'sport = :{1}' 显示的程序，或修改 .env 中该端口的行（EXPOSE_NGINX_PORT、EXPOSE_NGINX_SSL_PORT），然后：docker compose up -d {2}",
      "ss -ltnp 'sport = :{1}' が示すものを止めるか、.env のそのポートの行（EXPOSE_NGINX_PORT、EXPOSE_NGINX_SSL_PORT）を変え、実行してください：docker compose up -d {2}",
    ],
  "{1} exits as soon as it starts: {2}": ["{1} 一启动就退出：{2}", "{1} は起動直後に終了します：{2}"],
  "correct what it names (in the template, if a template produces that file), then: docker compose up -d {1}": [
    "修改它指出的地方（文件由模板生成时修改模板），然后：docker compose up -d {1}",
    "示された箇所を直し（テンプレートから作られるファイルはテンプレートを）、実行してください：docker compose up -d {1}",
  ],
};
