/** Where a CA looks (RFC 8555 section 8.3). */
export const challengePath = "/.well-known/acme-challenge";

// ngx_conf_read_token: words end at white space, ";", "{"; quotes hold all of these; "#" starts a comment at a word's start.
const token = /#.*|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[;{}]|(?:\$\{|\\[\s\S]|[^\s;{])+/g;

const unquoted = (word: string) => (/^["']/.test(word) ? word.slice(1, -1) : word);

export interface Directive {
  words: readonly string[];
  end: string;
}

/** The words before each ";", "{" and "}"; none where one follows another. */
export function* directivesOf(text: string): Generator<Directive> {
  let words: string[] = [];
  for (const [word] of text.matchAll(token)) {
    if (word.startsWith("#")) continue;
    if (/^[;{}]$/.test(word)) {
      yield { words, end: word };
      words = [];
    } else words.push(unquoted(word));
  }
}
