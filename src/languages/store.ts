import type { Texts } from "./texts.ts";

export const store: Texts = {
  "{1} stays where it is: the certificate {2} uses files of archive/{3} too": [
    "{1} 保留原处：证书 {2} 也使用 archive/{3} 中的文件",
    "{1} はそのまま残します。証明書 {2} も archive/{3} のファイルを使っています",
  ],
  "give {1} a folder of its own first: certbot certonly --cert-name NEW -d NAMES, then delete it": [
    "先让 {1} 有自己的目录：certbot certonly --cert-name NEW -d NAMES，然后删除它",
    "先に {1} に専用のフォルダーを用意：certbot certonly --cert-name NEW -d NAMES、その後で削除",
  ],
  "{1} is not what certbot or httpsidecar writes there": [
    "{1} 不是 certbot 或 httpsidecar 写入的内容",
    "{1} は certbot や httpsidecar が書く内容ではありません",
  ],
  "restore it from a backup, or move the account away and a new one is created: docker compose exec certbot mv '{1}' /etc/letsencrypt/":
    [
      "从备份恢复，或移走该账户以新建：docker compose exec certbot mv '{1}' /etc/letsencrypt/",
      "バックアップから戻すか、アカウントを移して新しく作らせてください：docker compose exec certbot mv '{1}' /etc/letsencrypt/",
    ],
  "{1} contains the account {2} under another name": [
    "{1} 中是账户 {2}，但名字不同",
    "{1} には別の名前でアカウント {2} が入っています",
  ],
  "{1} is not the address of an ACME directory": [
    "{1} 不是 ACME 服务器的地址",
    "{1} は ACME ディレクトリのアドレスではありません",
  ],
  "put the CA's directory behind --server, such as https://acme-v02.api.letsencrypt.org/directory": [
    "在 --server 后写 CA 的 ACME 服务器地址，例如 https://acme-v02.api.letsencrypt.org/directory",
    "--server の後に認証局のディレクトリを書いてください。例：https://acme-v02.api.letsencrypt.org/directory",
  ],
  "there is no account {1} in {2}": ["{2} 中没有账户 {1}", "{2} にアカウント {1} がありません"],
  "omit --account, or use an id from: docker compose exec certbot ls -R /etc/letsencrypt/accounts": [
    "去掉 --account，或从这里取 id：docker compose exec certbot ls -R /etc/letsencrypt/accounts",
    "--account を外すか、ID を次から選んでください：docker compose exec certbot ls -R /etc/letsencrypt/accounts",
  ],
  "{1} contains {2} accounts, and only one can be used: {3}": [
    "{1} 中有 {2} 个账户，只能使用一个：{3}",
    "{1} にアカウントが {2} 個ありますが、使えるのは一つです：{3}",
  ],
  "docker compose exec certbot mv '{1}/{2}' /etc/letsencrypt/; or name the one to keep in CERTBOT_OPTIONS in .env: --account {3}, then: {4}":
    [
      "docker compose exec certbot mv '{1}/{2}' /etc/letsencrypt/；或在 .env 的 CERTBOT_OPTIONS 中写明要保留的账户：--account {3}，然后：{4}",
      "docker compose exec certbot mv '{1}/{2}' /etc/letsencrypt/。または、残すアカウントを .env の CERTBOT_OPTIONS に指定：--account {3}、その後：{4}",
    ],
  "the CA's certificate does not belong to the key that was created for it": [
    "收到的证书与为它生成的私钥不匹配",
    "認証局の証明書が、そのために作った秘密鍵のものではありません",
  ],
  "nothing was written; it is asked for again, and if this repeats, the CA is at fault": [
    "没有写入任何内容；会重新申请，如果再次发生，则是 CA 的问题",
    "何も書いていません。もう一度申請します。繰り返すなら認証局の問題です",
  ],
  "it is neither a section, nor key = value, nor a # comment": [
    "它不是段、key = value 或 # 注释",
    "セクションでも key = value でも # コメントでもありません",
  ],
  "its brackets do not match": ["括号不匹配", "括弧が合っていません"],
  "its section is nested too deep": ["段的嵌套太深", "セクションの入れ子が深すぎます"],
  "its triple quote is not closed": ["三引号没有闭合", "三重引用符が閉じていません"],
  "{1} is there twice": ["{1} 出现了两次", "{1} が二度あります"],
  "{1}, line {2}, cannot be read: {3}": ["{1} 第 {2} 行无法读取：{3}", "{1} の {2} 行目を読めません：{3}"],
  "correct line {1} of {2}, or move the file away and keep a copy: nothing was changed": [
    "修改 {2} 的第 {1} 行，或移走该文件并保留副本：没有任何更改",
    "{2} の {1} 行目を直すか、写しを残してファイルを移してください。何も変更していません",
  ],
  "a quote is not closed, or an item of a list is empty": [
    "引号没有闭合，或列表中有空项",
    "引用符が閉じていないか、リストの項目が空です",
  ],
  "there is text behind a closing quote": ["闭合引号后有文字", "閉じ引用符の後に文字があります"],
  'check owner and mode with "ls -ld" on the host; for the folder: chown -R root:root volumes/certbot/conf': [
    '在主机上用 "ls -ld" 查看属主和权限；目录：chown -R root:root volumes/certbot/conf',
    'ホストで "ls -ld" により所有者とモードを確認してください。フォルダーには：chown -R root:root volumes/certbot/conf',
  ],
  'remove ":ro" from this mount of the certbot service and run: docker compose up -d certbot': [
    '去掉 certbot 服务该挂载的 ":ro" 并运行：docker compose up -d certbot',
    'certbot サービスのこのマウントから ":ro" を外し、実行してください：docker compose up -d certbot',
  ],
  "renewal/{1}.conf disappeared while it was read": [
    "renewal/{1}.conf 在读取过程中消失",
    "renewal/{1}.conf が読み込み中になくなりました",
  ],
  "run it again": ["再运行一次", "もう一度実行してください"],
  "certbot, or another program that uses certbot's lock": [
    "certbot，或另一个使用 certbot 锁的程序",
    "certbot、または certbot のロックを取る別のプログラム",
  ],
  "another run is at work in {1}: {2}": ["{1} 中有另一个运行正在进行：{2}", "{1} で別の実行が進行中です：{2}"],
  "wait until it is done and try again; the lock is released automatically when its holder exits": [
    "等它结束后再试；持有者结束时锁会自动消失",
    "終わるのを待ってもう一度試してください。ロックは持ち主が終われば自然に消えます",
  ],
  "the lock {1} could not be acquired: perl did not run ({2})": [
    "无法获取锁 {1}：perl 没有运行（{2}）",
    "ロック {1} を取得できませんでした：perl が動きません（{2}）",
  ],
  "it exited at once": ["它立即结束了", "すぐに終了しました"],
  "use the image as it was built; in an image of your own: apt-get install -y perl-base": [
    "请用构建好的镜像；自制镜像中：apt-get install -y perl-base",
    "ビルドされたイメージをそのまま使ってください。独自イメージでは：apt-get install -y perl-base",
  ],
  "the log is written again": ["日志恢复写入", "ログの書き込みを再開しました"],
  "warning: no log is written: {1}; the run continues, its output: docker compose logs certbot": [
    "warning: 无法写日志：{1}；运行继续，输出见：docker compose logs certbot",
    "warning: ログを書けません：{1}。処理は続きます。出力の確認：docker compose logs certbot",
  ],
  "contains neither a certificate nor a key in PEM": [
    "中既没有 PEM 证书也没有 PEM 私钥",
    "に PEM の証明書も秘密鍵もありません",
  ],
  "see the paths: certbot certificates; in the container they begin with /etc/letsencrypt/live/": [
    "查看路径：certbot certificates；容器内以 /etc/letsencrypt/live/ 开头",
    "パスの確認：certbot certificates。コンテナ内では /etc/letsencrypt/live/ で始まります",
  ],
  "privkey.pem is not the key of fullchain.pem": [
    "privkey.pem 不是 fullchain.pem 的私钥",
    "privkey.pem は fullchain.pem の秘密鍵ではありません",
  ],
  "its four symlinks do not point to one version": [
    "它的四个符号链接指向的版本不一致",
    "四つのシンボリックリンクが同じバージョンを指していません",
  ],
  "it has plain files where symlinks belong": [
    "本应是符号链接的地方是普通文件",
    "シンボリックリンクの場所に通常のファイルがあります",
  ],
  "archive/{1}/{2} is missing": ["缺少 archive/{1}/{2}", "archive/{1}/{2} がありません"],
  "restore {1} and {2} from a backup, or move them and {3} away": [
    "从备份恢复 {1} 和 {2}，或把它们和 {3} 移走",
    "{1} と {2} をバックアップから戻すか、それらと {3} を移してください",
  ],
  "{1} is broken: {2}": ["{1} 已损坏：{2}", "{1} が壊れています：{2}"],
  "{1}, then run docker compose exec certbot update-cert": [
    "{1}，然后运行 docker compose exec certbot update-cert",
    "{1}。その後 docker compose exec certbot update-cert を実行してください",
  ],
  "{1} is empty, as a run of certbot leaves it that was cut off": [
    "{1} 是空的，这是 certbot 运行中断留下的",
    "{1} は空です。中断された certbot の実行が残したものです",
  ],
  "{1} does not say where {2} is": ["{1} 没有写明 {2} 在哪里", "{1} に {2} の場所が書かれていません"],
  "{1} expects {2} in another place": ["{1} 在另一处查找 {2}", "{1} が {2} を別の場所で探しています"],
  "put this line above its first section: {1} = {2}": [
    "在其第一个段之前加这一行：{1} = {2}",
    "最初のセクションの上に次の行を入れてください：{1} = {2}",
  ],
  "its renewal conf is empty": ["它的续期配置文件是空的", "更新設定ファイル（renewal の conf）が空です"],
  "moved it to {1}": ["已移到 {1}", "{1} へ移しました"],
  "its renewal conf is gone, and its archive is there": [
    "它的续期配置不见了，而 archive 还在",
    "renewal の conf がなく、archive は残っています",
  ],
  "wrote the conf again": ["已重新写入 conf", "conf を書き直しました"],
  " (they are not those of the archive: check them before you remove them)": [
    "（与 archive 中的不同：删除前请查看）",
    "（archive のものと違います。削除する前に確認してください）",
  ],
  "plain files are where symlinks belong": [
    "本应是符号链接的地方是普通文件",
    "シンボリックリンクの場所に通常のファイルがあります",
  ],
  "restored the symlinks; the files are in {1}{2}": [
    "已重建符号链接；文件在 {1}{2}",
    "シンボリックリンクを復元しました。ファイルは {1} にあります{2}",
  ],
  "its newest version is incomplete": ["它的最新版本不完整", "最新のバージョンのファイルが揃っていません"],
  "pointed the symlinks to version {1}": [
    "已把符号链接指向版本 {1}",
    "シンボリックリンク先をバージョン {1} にしました",
  ],
  "a temporary self-signed certificate is in live/": ["live/ 中有临时自签名证书", "live/ に仮の証明書があります"],
  "removed it; it is kept in {1}": ["已移走；保留在 {1}", "取り除き、{1} に残しました"],
  "CERTBOT_DOMAIN cannot be the name of a folder under live/: {1}": [
    "CERTBOT_DOMAIN 不能作 live/ 下的目录名：{1}",
    "CERTBOT_DOMAIN は live/ の下のフォルダー名にできません：{1}",
  ],
  "it is too long": ["太长", "長すぎます"],
  "it contains / or ..": ["含有 / 或 ..", "/ か .. があります"],
  "put only the first domain into CERTBOT_DOMAIN, and the others behind --domains in CERTBOT_OPTIONS": [
    "CERTBOT_DOMAIN 中只写第一个域名，其余写在 CERTBOT_OPTIONS 的 --domains 之后",
    "CERTBOT_DOMAIN には最初のドメインだけを書き、残りは CERTBOT_OPTIONS の --domains の後に書いてください",
  ],
  "{1} is in the way: nginx looks for the certificate there, and it is not a symlink of httpsidecar": [
    "{1} 占了位置：nginx 在那里查找证书，而它不是 httpsidecar 的符号链接",
    "{1} が邪魔です。nginx はそこで証明書を探しますが、httpsidecar のシンボリックリンクではありません",
  ],
  "{1} is not empty, but there is no renewal/{2}.conf that it belongs to": [
    "{1} 不是空的，但没有与之对应的 renewal/{2}.conf",
    "{1} は空ではありませんが、対応する renewal/{2}.conf がありません",
  ],
  "what is written to {1} is not what is read back": [
    "写入 {1} 的内容与读回的不一致",
    "{1} に書いたものと読み戻したものが違います",
  ],
  "check the disk and its mount: dmesg | tail": [
    "检查磁盘及其挂载：dmesg | tail",
    "ディスクとマウントを確認してください：dmesg | tail",
  ],
  "no room": ["没有空间", "空きなし"],
  "the keys in {1} belong to group {2}, and this process may not give files to it": [
    "{1} 中的私钥属于组 {2}，而本进程无权把文件交给该组",
    "{1} の秘密鍵はグループ {2} のものですが、このプロセスはファイルをそのグループに渡せません",
  ],
  "on the host, in the stack's folder: chgrp -R 0 volumes/certbot/conf/archive": [
    "在主机上的项目目录中：chgrp -R 0 volumes/certbot/conf/archive",
    "ホストのスタックのフォルダーで：chgrp -R 0 volumes/certbot/conf/archive",
  ],
};
