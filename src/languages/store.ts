import type { Texts } from "./texts.ts";

export const store: Texts = {};
