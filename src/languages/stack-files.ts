import type { Texts } from "./texts.ts";

export const stackFiles: Texts = {};
