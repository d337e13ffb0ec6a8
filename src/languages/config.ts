import type { Texts } from "./texts.ts";

export const config: Texts = {};
