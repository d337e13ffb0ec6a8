/** English template → Simplified Chinese, Japanese. `{1}` is the first place of the English text, wherever it comes. */
export type Texts = Readonly<Record<string, readonly [zh: string, ja: string]>>;
