import type { Texts } from "./texts.ts";

export const metrics: Texts = {
  "warning: metrics: {1}": ["warning: metrics：{1}", "warning: メトリクス：{1}"],
  "warning: METRICS_PORT={1} cannot be served: {2}": [
    "warning: 无法提供 METRICS_PORT={1}：{2}",
    "warning: METRICS_PORT={1} を提供できません：{2}",
  ],
};
