import type { Texts } from "./texts.ts";

export const base: Texts = {
  "no room is left for {1}": ["{1} 没有剩余空间", "{1} のための空きがありません"],
  "free some room on the disk, see: df -h; df -i; docker system df": [
    "腾出磁盘空间，查看：df -h；df -i；docker system df",
    "ディスクに空きを作ってください。確認：df -h; df -i; docker system df",
  ],
  "{1} may not be read or written by this process": ["本进程无权读写 {1}", "このプロセスは {1} を読み書きできません"],
  "{1} is on a read-only mount": ["{1} 在只读挂载上", "{1} は読み取り専用のマウントにあります"],
  "{1} cannot be used ({2})": ["{1} 无法使用（{2}）", "{1} を使えません（{2}）"],
  'check it on the host with "ls -ld"; a folder, a symlink or a mount is not what it should be': [
    '在主机上用 "ls -ld" 查看；某个目录、符号链接或挂载不是应有的样子',
    'ホストで "ls -ld" により確認してください。フォルダー、シンボリックリンク、マウントのどれかが本来の形ではありません',
  ],
  "{1} is not a file": ["{1} 不是文件", "{1} はファイルではありません"],
  "make {1} an ordinary file": ["让 {1} 成为普通文件", "{1} を通常のファイルにしてください"],
  "make {1} smaller": ["缩小 {1}", "{1} を小さくしてください"],
  "not finished within {1} s": ["{1} 秒内没有结束", "{1} 秒以内に終わりません"],
  "{1} min": ["{1} 分钟", "{1} 分"],
  "{1} hours": ["{1} 小时", "{1} 時間"],
  "{1} days": ["{1} 天", "{1} 日"],
  "in {1}": ["{1}后", "{1}後"],
  "{1} ago": ["{1}前", "{1}前"],
  "{1} left": ["还剩 {1}", "残り {1}"],
  EXPIRED: ["已过期", "期限切れ"],
  "unknown error": ["未知错误", "不明なエラー"],
  "{1} is larger than {2} KiB": ["{1} 大于 {2} KiB", "{1} は {2} KiB を超えています"],
  "an unreadable date": ["无法读取的日期", "読み取れない日付"],
  'check its owner and mode on the host with "ls -ld"': [
    '在主机上用 "ls -ld" 检查它的属主和权限',
    'ホストで "ls -ld" により所有者とモードを確認してください',
  ],
  'remove ":ro" from this mount': ['去掉该挂载的 ":ro"', 'このマウントから ":ro" を外してください'],
  "warning: {1} is damaged and is not used; the next write keeps it as {2}.damaged": [
    "warning: {1} 已损坏，不会使用；下次写入时保留为 {2}.damaged",
    "warning: {1} は壊れているため使いません。次の書き込みの際に {2}.damaged として残します",
  ],
};
