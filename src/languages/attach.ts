import type { Texts } from "./texts.ts";

export const attach: Texts = {};
