import type { Texts } from "./texts.ts";

export const assemble: Texts = {};
