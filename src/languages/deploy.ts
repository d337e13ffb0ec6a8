import type { Texts } from "./texts.ts";

export const deploy: Texts = {};
