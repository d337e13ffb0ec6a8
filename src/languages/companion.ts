import type { Texts } from "./texts.ts";

export const companion: Texts = {};
