import type { Texts } from "./texts.ts";

export const acme: Texts = {};
