import type { Texts } from "./texts.ts";

export const own: Texts = {};
