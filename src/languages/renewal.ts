import type { Texts } from "./texts.ts";

export const renewal: Texts = {};
