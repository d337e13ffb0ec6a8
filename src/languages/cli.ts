import type { Texts } from "./texts.ts";

export const cli: Texts = {};
