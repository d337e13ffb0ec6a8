import type { Texts } from "./texts.ts";

export const notices: Texts = {
  "it broke down ({1})": ["出错了（{1}）", "失敗しました（{1}）"],
  "it broke down": ["出错了", "失敗しました"],
  "the certificate could not be obtained or renewed": ["无法申请或续期证书", "証明書を取得または更新できませんでした"],
  "the renewal still fails, and half of the time for it is gone": [
    "续期仍然失败，可用时间已过去一半",
    "更新がまだ失敗しており、残された時間の半分が過ぎました",
  ],
  "the certificate ends within 72 hours": ["证书将在 72 小时内到期", "証明書は 72 時間以内に期限切れになります"],
  "the certificate has EXPIRED": ["证书已过期", "証明書が期限切れです"],
  "nginx does not serve the certificate": ["nginx 没有提供该证书", "nginx が証明書を配信していません"],
  "the companion does not answer, so nothing can be handed to nginx": [
    "companion 没有应答，无法把证书交给 nginx",
    "companion が応答しないため、nginx に何も渡せません",
  ],
  "the weekly look found something to mend": [
    "每周检查发现了需要处理的问题",
    "週次点検で対処が必要なことが見つかりました",
  ],
  "it works again; what the weekly look found is still to be mended": [
    "已恢复工作；每周检查发现的问题仍待处理",
    "再び動いています。週次点検で見つかったことはまだ対処が必要です",
  ],
  "next look: {1}, by itself": ["下次检查：{1}，自动进行", "次の点検：{1}、自動"],
  "all is well again": ["一切恢复正常", "すべて正常に戻りました"],
  "the certificate was renewed": ["证书已续期", "証明書を更新しました"],
  "this is a test": ["这是一条测试", "これはテストです"],
  "what happened: {1}": ["发生了什么：{1}", "起きたこと：{1}"],
  "what to do: {1}": ["怎么办：{1}", "対処：{1}"],
  "next try: {1}, by itself": ["下次尝试：{1}，自动进行", "次の試行：{1}、自動"],
  "more: docker compose exec certbot httpsidecar doctor": [
    "详情：docker compose exec certbot httpsidecar doctor",
    "詳細：docker compose exec certbot httpsidecar doctor",
  ],
  "it is over": ["已过期", "期限切れ"],
  "certificate: until {1} ({2})": ["证书：至 {1}（{2}）", "証明書：{1} まで（{2}）"],
  "a notice to {1}": ["向 {1} 发送通知", "{1} への通知"],
  "{1}: arrived": ["{1}：已送达", "{1}：届きました"],
  "{1}: did not arrive: {2}": ["{1}：没有送达：{2}", "{1}：届きませんでした：{2}"],
  'warning: the notice "{1}" did not arrive at {2}: {3}': [
    "warning: 通知“{1}”没有送达 {2}：{3}",
    "warning: 通知「{1}」が {2} に届きませんでした：{3}",
  ],
  "{1}; given up": ["{1}；已放弃", "{1}。諦めました"],
  "{1}; tried again at {2}": ["{1}；{2} 重试", "{1}。{2} に再試行します"],
  "no JSON": ["不是 JSON", "JSON ではない"],
  "no reason": ["没有原因", "理由なし"],
};
