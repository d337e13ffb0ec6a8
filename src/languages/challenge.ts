import type { Texts } from "./texts.ts";

export const challenge: Texts = {};
