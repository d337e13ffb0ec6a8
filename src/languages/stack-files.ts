import type { Texts } from "./texts.ts";

export const stackFiles: Texts = {
  "a carriage return is inside the line": ["行内有回车符", "行の中に復帰文字があります"],
  "it contains a zero byte": ["含有零字节", "ゼロバイトがあります"],
  "it is not KEY=value": ["不是 KEY=value", "KEY=value ではありません"],
  "export is there without a name": ["export 后没有名字", "export の後に名前がありません"],
  "the last line has a name without = and no line end": [
    "最后一行只有变量名而没有 =，且行末没有换行",
    "改行のない最後の行に、= のない名前があります",
  ],
  "an unusual kind of white space precedes the value": ["值前有不寻常的空白字符", "値の前に特殊な空白があります"],
  "the quote after {1} is never closed": ["{1} 后的引号没有闭合", "{1} の後の引用符が閉じていません"],
  "text follows the closing quote": ["闭合引号后还有文字", "閉じ引用符の後に文字があります"],
  "{1} line {2} cannot be changed safely: {3}": [
    "{1} 第 {2} 行无法安全修改：{3}",
    "{1} の {2} 行目は安全に変更できません：{3}",
  ],
  "{1} line {2}: {3} is not set to a plain value": [
    "{1} 第 {2} 行：{3} 不是普通的值",
    "{1} の {2} 行目：{3} が普通の値ではありません",
  ],
  "set {1}={2} there": ["在那里写 {1}={2}", "そこに {1}={2} と書いてください"],
  "{1} line {2}: {3} is built from {4}": [
    "{1} 第 {2} 行：{3} 由 {4} 拼成",
    "{1} の {2} 行目：{3} は {4} から作られています",
  ],
  "set {1} to its own value": ["给 {1} 一个自己的值", "{1} に独自の値を設定してください"],
  "{1} cannot be changed without changing other keys": [
    "修改 {1} 会连带改变其他键",
    "{1} を変えると他のキーも変わってしまいます",
  ],
  "set the keys in {1} by hand": ["手动设置 {1} 中的键", "{1} のキーを手で設定してください"],
  "{1} is behind a symlinked folder": [
    "{1} 位于符号链接指向的目录中",
    "{1} はシンボリックリンク先のフォルダーにあります",
  ],
  "put a real folder in the link's place": [
    "把符号链接换成真正的目录",
    "シンボリックリンクの代わりに実際のフォルダーを置いてください",
  ],
  "{1} is larger than 4 MiB": ["{1} 大于 4 MiB", "{1} は 4 MiB を超えています"],
  "{1} has a second name (hard link)": ["{1} 有另一个名字（硬链接）", "{1} に別の名前（ハードリンク）があります"],
  "{1} is a mount of its own": ["{1} 是单独的挂载", "{1} は単独のマウントです"],
  "mount its folder instead": ["改为挂载它所在的目录", "それがあるフォルダーをマウントしてください"],
  "is a link": ["是符号链接", "はシンボリックリンクです"],
  "put the real file in the link's place": [
    "把符号链接换成真正的文件",
    "シンボリックリンクの代わりに実際のファイルを置いてください",
  ],
  "is a mount of its own": ["是单独的挂载", "は単独のマウントです"],
  "is in a folder that is mounted read-only": [
    "所在目录为只读挂载",
    "は読み取り専用でマウントされたフォルダーにあります",
  ],
  "make the stack's folder writable": ["让项目目录可写", "スタックのフォルダーを書き込めるようにしてください"],
  "may not be replaced": ["不允许替换", "は置き換えられません"],
  "let root write in its folder": ["允许 root 在其目录中写入", "そのフォルダーに root が書き込めるようにしてください"],
  "remove the immutable flag from it and its folder (chattr -i)": [
    "去掉它及其目录的 immutable 标志（chattr -i）",
    "それとそのフォルダーの immutable フラグを外してください（chattr -i）",
  ],
  "is on a disk that is full": ["所在磁盘已满", "はいっぱいのディスクにあります"],
  "free some space (df -h)": ["腾出空间（df -h）", "空きを作ってください（df -h）"],
  "is on a disk whose quota is used up": ["所在磁盘的配额已用完", "はクォータを使い切ったディスクにあります"],
  "free some space (quota)": ["腾出空间（quota）", "空きを作ってください（quota）"],
  "is in a folder that does not exist": ["所在目录不存在", "は存在しないフォルダーにあります"],
  "create that folder": ["创建该目录", "そのフォルダーを作ってください"],
  "is not in a folder": ["不在目录中", "はフォルダーの中にありません"],
  "put a folder in that place": ["在那个位置放一个目录", "その場所にフォルダーを置いてください"],
};
