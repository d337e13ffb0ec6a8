import type { Texts } from "./texts.ts";

export const notices: Texts = {};
