import type { Texts } from "./texts.ts";

export const ways: Texts = {
  "set {1} in .env and run: docker compose up -d --no-deps --force-recreate nginx certbot": [
    "在 .env 中设置 {1}，然后运行：docker compose up -d --no-deps --force-recreate nginx certbot",
    ".env で {1} を設定し、次を実行してください：docker compose up -d --no-deps --force-recreate nginx certbot",
  ],
  "the Docker socket is not available here, so this is done by hand, once": [
    "这里没有程序持有 Docker socket，所以这一步要手动做一次",
    "Docker ソケットを持つものがないため、これは一度だけ手作業で行います",
  ],
  "the new certificate is ready, and is served once your own reload has run (DEPLOY=none)": [
    "新证书已就绪，你自己的重新加载运行之后即会启用（DEPLOY=none）",
    "新しい証明書は用意できています。自分で設定した再読み込みが実行されると使われます（DEPLOY=none）",
  ],
  "{1} was restarted": ["{1} 已重启", "{1} を再起動しました"],
  "check that {1} serves live/{2}/fullchain.pem on port {3} (NGINX_SSL_PORT): docker compose logs {4}; then: docker compose exec certbot update-cert":
    [
      "检查 {1} 是否在端口 {3}（NGINX_SSL_PORT）上使用 live/{2}/fullchain.pem：docker compose logs {4}；然后：docker compose exec certbot update-cert",
      "{1} がポート {3}（NGINX_SSL_PORT）で live/{2}/fullchain.pem を使っているか確認してください：docker compose logs {4}。その後：docker compose exec certbot update-cert",
    ],
  "nginx was told to reload, and started new workers": [
    "已通知 nginx 重新加载，新的 worker 进程已启动",
    "nginx に再読み込みを指示し、新しいワーカーが起動しました",
  ],
  "docker compose exec nginx nginx -t shows a mistake; without one, ssl_certificate should name live/{1}/fullchain.pem":
    [
      "docker compose exec nginx nginx -t 会显示错误；如果没有错误，ssl_certificate 应指向 live/{1}/fullchain.pem",
      "docker compose exec nginx nginx -t で誤りが分かります。誤りがなければ、ssl_certificate が live/{1}/fullchain.pem を指している必要があります",
    ],
  "the stamp was written; what watches it reloads": [
    "标记文件已写入；监视它的程序会重新加载",
    "スタンプファイルを書き込みました。監視しているものが再読み込みします",
  ],
  "docker compose exec nginx nginx -t shows a mistake; without one, check that the stamp is watched: docker compose logs nginx, or journalctl on the host":
    [
      "docker compose exec nginx nginx -t 会显示错误；如果没有错误，请检查标记文件是否有程序监视：docker compose logs nginx，或主机上的 journalctl",
      "docker compose exec nginx nginx -t で誤りが分かります。誤りがなければ、スタンプファイルが監視されているか確認してください：docker compose logs nginx、またはホストの journalctl",
    ],
  "nothing is done besides the hooks of a renewal (DEPLOY=hook)": [
    "除续期的 hook 之外不做任何事（DEPLOY=hook）",
    "更新時のフック以外は何も行いません（DEPLOY=hook）",
  ],
  "see what the deploy-hook said in this log, and do by hand what it should have done": [
    "查看本日志中 deploy-hook 的输出，并手动完成它本应完成的操作",
    "このログで deploy-hook の出力を確認し、行うはずだったことを手作業で行ってください",
  ],
  "nothing is done: your own reload is responsible (DEPLOY=none)": [
    "不做任何事：等待你自己的重新加载（DEPLOY=none）",
    "何も行いません。自分で設定した再読み込みを待ちます（DEPLOY=none）",
  ],
  "run the reload that your own timer should have run, and see why it did not: crontab -l, systemctl list-timers": [
    "运行你的定时任务本应运行的重新加载，并查明它为何没有运行：crontab -l、systemctl list-timers",
    "タイマーが実行するはずだった再読み込みを実行し、なぜ動かなかったか確認してください：crontab -l、systemctl list-timers",
  ],
  "certbot and nginx must share their processes (pid: service:nginx), as docker/signal.yaml has it": [
    "certbot 与 nginx 必须共用进程空间（pid: service:nginx），如 docker/signal.yaml 所示",
    "certbot と nginx はプロセスを共有する必要があります（pid: service:nginx）。docker/signal.yaml のとおりです",
  ],
  "no nginx master is among the processes that certbot sees": [
    "certbot 能看到的进程中没有 nginx master 进程",
    "certbot から見えるプロセスに nginx のマスターがありません",
  ],
  "certbot sees the processes of more than one nginx": [
    "certbot 看到了不止一个 nginx 的进程",
    "certbot から複数の nginx のプロセスが見えます",
  ],
  "docker compose exec nginx nginx -t shows the mistake; docker compose logs nginx has nginx's own words": [
    "docker compose exec nginx nginx -t 会显示错误；docker compose logs nginx 中有 nginx 的原话",
    "docker compose exec nginx nginx -t で誤りが分かります。docker compose logs nginx に nginx 自身の出力があります",
  ],
  "nginx started no new workers within {1} s": [
    "nginx 在 {1} 秒内没有启动新的 worker 进程",
    "nginx は {1} 秒以内に新しいワーカーを起動しませんでした",
  ],
  "{1} is container {2}; it is restarted": ["{1} 是容器 {2}；它将被重启", "{1} はコンテナ {2} です。再起動されます"],
  "it was restarted {1} times within {2} minutes": ["它在 {2} 分钟内已重启 {1} 次", "{2} 分間に {1} 回再起動しました"],
  "see why the new certificate is not served: docker compose logs": [
    "查明新证书为何没有启用：docker compose logs",
    "新しい証明書が使われない理由を確認してください：docker compose logs",
  ],
  "correct the file that nginx names": ["修改 nginx 指出的文件", "nginx が示すファイルを直してください"],
  "with DEPLOY=restart HTTPS and the challenge path are in the service's own hands": [
    "使用 DEPLOY=restart 时，HTTPS 与验证路径由该服务自行负责",
    "DEPLOY=restart では、HTTPS とチャレンジのパスはそのサービス自身が受け持ちます",
  ],
  "configure them there, or leave DEPLOY out of httpsidecar.env where the service is an nginx that can be switched": [
    "请在该服务中配置；如果它是可以切换的 nginx，则不要在 httpsidecar.env 中设置 DEPLOY",
    "そのサービスで設定してください。切り替えられる nginx であれば httpsidecar.env に DEPLOY を設定しないでください",
  ],
  "check on the host that it runs, listens on all addresses, and that the firewall lets containers in: systemctl status nginx haproxy":
    [
      "在主机上检查它是否运行、是否监听所有地址，以及防火墙是否允许容器访问：systemctl status nginx haproxy",
      "ホストで、動作していること、すべてのアドレスで待ち受けていること、ファイアウォールがコンテナからの接続を許すことを確認してください：systemctl status nginx haproxy",
    ],
  "one running container, restarted for a new certificate (DEPLOY=restart)": [
    "一个运行中的容器，有新证书时重启（DEPLOY=restart）",
    "実行中のコンテナが一つ、新しい証明書のときに再起動されます（DEPLOY=restart）",
  ],
  "told by a signal (DEPLOY=signal), its configuration is not tested": [
    "用信号通知（DEPLOY=signal），其配置未经测试",
    "シグナルで知らせます（DEPLOY=signal）。設定は検査されません",
  ],
  "told by a stamp file (DEPLOY=stamp), its configuration is not tested here": [
    "用标记文件通知（DEPLOY=stamp），其配置不在这里测试",
    "スタンプファイルで知らせます（DEPLOY=stamp）。設定はここでは検査されません",
  ],
  "left to hooks (DEPLOY=hook) and not asked": [
    "交给 hook 处理（DEPLOY=hook），未作查询",
    "フックに任せ（DEPLOY=hook）、問い合わせていません",
  ],
  "left to your own reload (DEPLOY=none) and not asked": [
    "交给你自己的重新加载（DEPLOY=none），未作查询",
    "自分で設定した再読み込みに任せ（DEPLOY=none）、問い合わせていません",
  ],
  "nginx ended before it could be told to reload": [
    "nginx 在收到重新加载的通知之前就已退出",
    "再読み込みを指示する前に nginx が終了しました",
  ],
  "certbot and nginx's master need the same user: compare `user` of the two services, and see docker/signal.yaml": [
    "certbot 和 nginx master 进程需要使用同一个用户：比较两个服务的 `user`，并参考 docker/signal.yaml",
    "certbot と nginx のマスタープロセスは同じユーザーである必要があります。両サービスの `user` を比べ、docker/signal.yaml を参照してください",
  ],
  "certbot may not signal nginx's master ({1})": [
    "certbot 无权向 nginx master 进程发送信号（{1}）",
    "certbot には nginx のマスタープロセスへシグナルを送る権限がありません（{1}）",
  ],
  "the stamp {1} cannot be written ({2}), so nginx is not reloaded": [
    "标记文件 {1} 无法写入（{2}），因此没有程序重新加载 nginx",
    "スタンプファイル {1} に書き込めない（{2}）ため、nginx は再読み込みされません",
  ],
  "see its room and its owner: df -h {1}; ls -ldn {2}": [
    "检查可用空间和所有者：df -h {1}；ls -ldn {2}",
    "空き容量と所有者を確認してください：df -h {1}; ls -ldn {2}",
  ],
};
