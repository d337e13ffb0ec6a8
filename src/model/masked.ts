/** Flags whose value is a secret, and every unambiguous beginning of them: `--eab-hmac-k`, not `--eab-hmac-alg`. */
const secretFlag = /^--eab-h(?!mac-a)[\w-]*/;

/**
 * The words of a command line without secrets: drops a secret's value, and a word behind it that is no flag, since it
 * may be a piece of the secret.
 */
export function maskedWords(words: readonly string[]): readonly string[] {
  let hide: "nothing" | "the next" | "pieces" = "nothing";
  return words.flatMap((word) => {
    const isHidden = hide === "the next" || (hide === "pieces" && !word.startsWith("-"));
    if (secretFlag.test(word)) {
      hide = word.includes("=") ? "pieces" : "the next";
      return ["--eab-hmac-key=…"];
    }
    hide = isHidden ? "pieces" : "nothing";
    return isHidden ? [] : [word];
  });
}

/** The same for the text of a variable, whatever its quotes. */
export function maskedText(text: string): string {
  return text.replace(/--eab-h(?!mac-a)[\w-]*(?:=|\s+)(?:"[^"]*"?|'[^']*'?|\S+)/g, "--eab-hmac-key=…");
}

/** An environment for programs that may print it. */
export function maskedEnvironment<T extends Readonly<Record<string, string | undefined>>>(environment: T): T {
  const { CERTBOT_OPTIONS: options } = environment;
  return options === undefined ? environment : { ...environment, CERTBOT_OPTIONS: maskedText(options) };
}
