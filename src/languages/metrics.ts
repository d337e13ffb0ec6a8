import type { Texts } from "./texts.ts";

export const metrics: Texts = {};
