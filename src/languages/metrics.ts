import type { Texts } from "./texts.ts";

export const metrics: Texts = {
  "warning: metrics: {1}": ["warning: metrics：{1}", "warning: メトリクス：{1}"],
  "warning: METRICS_PORT={1} cannot be served: {2}": [
    "warning: 无法开启 METRICS_PORT={1}：{2}",
    "warning: METRICS_PORT={1} を開けません：{2}",
  ],
};
