import type { Texts } from "./texts.ts";

export const notices: Texts = {
  "internal error ({1})": ["出错了（{1}）", "失敗しました（{1}）"],
  "internal error": ["出错了", "失敗しました"],
  "the certificate could not be obtained or renewed": ["无法申请或续期证书", "証明書を取得または更新できませんでした"],
  "renewal still failing: half of the renewal window has passed": [
    "续期仍然失败，可用时间已过去一半",
    "更新に失敗し続けており、更新に使える期間の半分が過ぎました",
  ],
  "the certificate expires within 72 hours": ["证书将在 72 小时内到期", "証明書は 72 時間以内に期限切れになります"],
  "the certificate has EXPIRED": ["证书已过期", "証明書が期限切れです"],
  "nginx does not serve the certificate": ["nginx 没有使用最新的证书", "nginx が最新の証明書を使っていません"],
  "the companion does not respond, so nothing can be deployed to nginx": [
    "companion 没有响应，无法把证书部署到 nginx",
    "companion が応答しないため、nginx に何も渡せません",
  ],
  "the weekly check found a problem": ["每周检查发现了需要处理的问题", "週次点検で対処が必要なことが見つかりました"],
  "the certificate of a watched server needs attention": [
    "所监视服务器的证书需要处理",
    "監視しているサーバーの証明書に対処が必要です",
  ],
  "it works again; what the weekly check found still has to be fixed": [
    "已恢复工作；每周检查发现的问题仍待处理",
    "再び動いています。週次点検で見つかったことはまだ対処が必要です",
  ],
  "next check: {1}, {2} (automatic)": ["下次检查：{1}（{2}，自动进行）", "次の点検：{1}（{2}、自動）"],
  "all is well again": ["一切恢复正常", "すべて正常に戻りました"],
  "the certificate was renewed": ["证书已续期", "証明書を更新しました"],
  "nothing has happened; this is where you are told when a renewal fails": [
    "没有发生任何问题；续期失败时会通知到这里",
    "問題は起きていません。更新に失敗したときは、ここに通知します",
  ],
  "this is a test": ["这是一条测试", "これはテストです"],
  "what happened: {1}": ["问题：{1}", "状況：{1}"],
  "what to do: {1}": ["处理办法：{1}", "対処方法：{1}"],
  "next attempt: {1}, {2} (automatic)": ["下次尝试：{1}（{2}，自动进行）", "次の試行：{1}（{2}、自動）"],
  "{1}: {2}": ["{1}：{2}", "{1}：{2}"],
  "{1}: {2} ({3})": ["{1}：{2}（{3}）", "{1}：{2}（{3}）"],
  "there is no usable certificate": ["没有可用的证书", "使える証明書がありません"],
  "HTTPS is up, {1}": ["HTTPS 正常，{1}", "HTTPS は稼働中、{1}"],
  "HTTPS may be down, {1}": ["HTTPS 可能已中断，{1}", "HTTPS は停止している可能性あり、{1}"],
  "HTTPS is down for browsers, expired {1}": [
    "浏览器已无法访问 HTTPS，{1}过期",
    "ブラウザーでは HTTPS を開けません、{1}に期限切れ",
  ],
  "more: docker compose exec certbot httpsidecar doctor": [
    "详情：docker compose exec certbot httpsidecar doctor",
    "詳細：docker compose exec certbot httpsidecar doctor",
  ],
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
  "warning: HEARTBEAT_URL was not reached: {1}": [
    "warning: 无法访问 HEARTBEAT_URL：{1}",
    "warning: HEARTBEAT_URL に到達できませんでした：{1}",
  ],
};
