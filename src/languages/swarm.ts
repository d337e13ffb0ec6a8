import type { Texts } from "./texts.ts";

export const swarm: Texts = {
  "fullchain.pem and privkey.pem of live/{1} are not a certificate and its key": [
    "live/{1} 中的 fullchain.pem 和 privkey.pem 不是一对证书与私钥",
    "live/{1} の fullchain.pem と privkey.pem は証明書とその鍵の組ではありません",
  ],
  "service {1} was changed by others, {2} times in a row": [
    "服务 {1} 连续 {2} 次被其他操作更改",
    "サービス {1} は他の操作によって続けて {2} 回変更されました",
  ],
  "{1} has no certificate for the secrets of service {2}": [
    "{1} 中没有供服务 {2} 的 secret 使用的证书",
    "{1} に、サービス {2} の secret に使う証明書がありません",
  ],
  "certbot-companion mounts certbot's volume read-only, so both run on the node that has it: docker service ps": [
    "certbot-companion 以只读方式挂载 certbot 的卷，因此两者都要运行在有该卷的节点上：docker service ps",
    "certbot-companion は certbot のボリュームを読み取り専用でマウントするため、両方ともそれがあるノードで動かします：docker service ps",
  ],
  "service {1} has no secrets at live/NAME/fullchain.pem and live/NAME/privkey.pem": [
    "服务 {1} 在 live/NAME/fullchain.pem 和 live/NAME/privkey.pem 处没有 secret",
    "サービス {1} には live/NAME/fullchain.pem と live/NAME/privkey.pem の secret がありません",
  ],
  "docker/swarm shows how nginx gets its secrets": [
    "docker/swarm 中有为 nginx 设置 secret 的方法",
    "nginx への secret の渡し方は docker/swarm を見てください",
  ],
  "the update of service {1} is paused: {2}": [
    "服务 {1} 的更新已暂停：{2}",
    "サービス {1} の更新は一時停止しています（{2}）",
  ],
  "docker service ps --no-trunc {1}; once the cause is gone: docker service update --detach {2}": [
    "docker service ps --no-trunc {1}；原因消除后：docker service update --detach {2}",
    "docker service ps --no-trunc {1}。原因がなくなったら：docker service update --detach {2}",
  ],
  "service {1} ({2}): {3}": ["服务 {1}（{2}）：{3}", "サービス {1}（{2}）：{3}"],
  "docker service logs {1} shows nginx's own output; the next certificate is deployed automatically, this one after: docker service update --force --detach {2}":
    [
      "docker service logs {1} 显示 nginx 自己的输出；下一张证书会自动部署，这一张则在此之后：docker service update --force --detach {2}",
      "docker service logs {1} で nginx 自身の出力が分かります。次の証明書は自動的に適用されます。この証明書は次の後に適用されます：docker service update --force --detach {2}",
    ],
  "another update of service {1} is in progress": [
    "服务 {1} 的另一次更新正在进行",
    "サービス {1} の別の更新が進行中です",
  ],
  "wait: it is tried again automatically; docker service ps {1}": [
    "请等待：会自动重试；docker service ps {1}",
    "お待ちください。自動的に再試行されます。docker service ps {1}",
  ],
  "service {1} was given other secrets by another update": [
    "另一次更新为服务 {1} 设置了别的 secret",
    "別の更新がサービス {1} に別の secret を設定しました",
  ],
  "wait: it is tried again automatically; docker/swarm/deploy keeps the present secrets": [
    "请等待：会自动重试；docker/swarm/deploy 会保留现有的 secret",
    "お待ちください。自動的に再試行されます。docker/swarm/deploy は現在の secret を保ちます",
  ],
  "{1} of {2} tasks of service {3} have the new certificate after {4} s ({5})": [
    "{4} 秒后，服务 {3} 的 {2} 个任务中有 {1} 个已有新证书（{5}）",
    "{4} 秒後、サービス {3} の {2} 個のタスクのうち {1} 個に新しい証明書があります（{5}）",
  ],
  "docker service ps {1}: tasks that finish their connections take up to stop_grace_period each": [
    "docker service ps {1}：正在结束连接的任务每个最多需要 stop_grace_period",
    "docker service ps {1}：接続を終えているタスクには、それぞれ最長で stop_grace_period かかります",
  ],
  "a secret {1} is there already and was not made for this service": [
    "secret {1} 已经存在，且不是为这个服务创建的",
    "secret {1} はすでにあり、このサービスのために作成されたものではありません",
  ],
  "see who made it, and remove it: docker secret inspect {1}; docker secret rm {2}": [
    "查明由谁创建，并删除它：docker secret inspect {1}；docker secret rm {2}",
    "作成元を確認して削除してください：docker secret inspect {1}。docker secret rm {2}",
  ],
  "docker node ls; certbot-companion runs on a manager": [
    "docker node ls；certbot-companion 要运行在管理节点上",
    "docker node ls。certbot-companion はマネージャーノードで動かします",
  ],
  "the swarm has no service {1}": ["swarm 中没有服务 {1}", "swarm にサービス {1} がありません"],
  "docker service ls; NGINX_SERVICE of certbot-companion is the service's whole name": [
    "docker service ls；certbot-companion 的 NGINX_SERVICE 是该服务的完整名称",
    "docker service ls。certbot-companion の NGINX_SERVICE はサービスの完全な名前です",
  ],
  "service {1} runs {2} tasks, on {3}; certificates of {4} are its secrets": [
    "服务 {1} 运行着 {2} 个任务，在 {3} 上；{4} 的证书是它的 secret",
    "サービス {1} は {3} で {2} 個のタスクを動かしています。{4} の証明書はその secret です",
  ],
  "with DEPLOY=swarm HTTPS is switched on and off in the stack's file": [
    "使用 DEPLOY=swarm 时，HTTPS 在部署文件中开启和关闭",
    "DEPLOY=swarm では、HTTPS は stack のファイルでオン・オフします",
  ],
  "set NGINX_HTTPS_ENABLED there, then: docker/swarm/deploy": [
    "在其中设置 NGINX_HTTPS_ENABLED，然后：docker/swarm/deploy",
    "そこで NGINX_HTTPS_ENABLED を設定してから：docker/swarm/deploy",
  ],
  "the service's tasks were replaced by tasks with the new certificate": [
    "该服务的任务已由带有新证书的任务替换",
    "サービスのタスクは、新しい証明書を持つタスクに置き換えられました",
  ],
  "a swarm service whose tasks get the certificate as secrets (DEPLOY=swarm)": [
    "一个 swarm 服务，其任务以 secret 的形式获得证书（DEPLOY=swarm）",
    "タスクが証明書を secret として受け取る swarm サービス（DEPLOY=swarm）",
  ],
  "check that each address of {1} serves live/{2}/fullchain.pem on port {3} (NGINX_SSL_PORT): docker service ps, docker service logs":
    [
      "检查 {1} 的每个地址是否在端口 {3}（NGINX_SSL_PORT）上使用 live/{2}/fullchain.pem：docker service ps，docker service logs",
      "{1} の各アドレスがポート {3}（NGINX_SSL_PORT）で live/{2}/fullchain.pem を使っているか確認してください：docker service ps、docker service logs",
    ],
  "the new certificate was rolled back by the Engine; the previous one stays in use": [
    "Engine 回滚了新证书；继续使用原来的证书",
    "Engine が新しい証明書をロールバックしました。以前の証明書を引き続き使います",
  ],
  "read the reason above; docker service ps --no-trunc, docker service logs": [
    "阅读上面的原因；docker service ps --no-trunc，docker service logs",
    "上の理由を確認してください。docker service ps --no-trunc、docker service logs",
  ],
  "docker secret ls; remove what no service uses: docker secret rm NAME": [
    "docker secret ls；删除没有服务使用的：docker secret rm NAME",
    "docker secret ls。サービスが使っていないものは削除してください：docker secret rm NAME",
  ],
  "the stored certificate is at {1}": ["{1} 有所存储的证书", "保存されている証明書があるのは {1} です"],
  "why: docker service ps --no-trunc {1}; the stored certificate again: docker compose exec certbot httpsidecar reload":
    [
      "原因：docker service ps --no-trunc {1}；再次部署所存储的证书：docker compose exec certbot httpsidecar reload",
      "原因：docker service ps --no-trunc {1}。保存されている証明書をもう一度適用するには：docker compose exec certbot httpsidecar reload",
    ],
  "task {1} is {2}": ["任务 {1} 的状态为 {2}", "タスク {1} の状態は {2} です"],
  "not placed yet": ["尚未分配", "未割り当て"],
  "visitors get no answer from it until it runs, and a renewal waits for it": [
    "在它运行之前不为任何人服务，续期也会等待它",
    "動き始めるまで応答せず、更新もこれを待ちます",
  ],
  "a placeholder": ["占位证书", "仮の証明書"],
  "task {1} has another certificate than the stored one: {2}": [
    "任务 {1} 的证书与所存储的不同：{2}",
    "タスク {1} の証明書は、保存されているものと異なります（{2}）",
  ],
  "visitors of that node do not get the stored certificate": [
    "访问该节点的访客得不到所存储的证书",
    "そのノードへの訪問者には、保存されている証明書が届きません",
  ],
  tasks: ["任务", "タスク"],
  "{1}, {2}: this certificate": ["{1}，{2}：这张证书", "{1}、{2}：この証明書"],
  "{1}, {2}: {3}": ["{1}，{2}：{3}", "{1}、{2}：{3}"],
  "{1}, {2}: a DIFFERENT certificate ({3})": ["{1}，{2}：另一张证书（{3}）", "{1}、{2}：別の証明書（{3}）"],
  "NGINX_HTTPS_ENABLED={1} in .env, then: {2}": [
    "在 .env 中设置 NGINX_HTTPS_ENABLED={1}，然后：{2}",
    ".env で NGINX_HTTPS_ENABLED={1} を設定してから：{2}",
  ],
};
