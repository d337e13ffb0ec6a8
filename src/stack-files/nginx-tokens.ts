/** Where a CA looks (RFC 8555 section 8.3). */
export const challengePath = "/.well-known/acme-challenge";
/** Of nginx's container, in its own layer: what the sidecar adds to server blocks that include it. */
export const includedFolder = "/etc/nginx/httpsidecar";

// ngx_conf_read_token: words end at white space, ";", "{"; quotes hold all of these; "#" starts a comment at a word's start.
const token = /#.*|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[;{}]|(?:\$\{|\\[\s\S]|[^\s;{])+/g;

const unquoted = (word: string) => (/^["']/.test(word) ? word.slice(1, -1) : word);

export interface Directive {
  words: readonly string[];
  end: string;
  /** offsets of its first character, and of the one after its end */
  from: number;
  to: number;
}

/** The words before each ";", "{" and "}"; none where one follows another. */
export function* directivesOf(text: string): Generator<Directive> {
  let words: string[] = [];
  let from = -1;
  for (const { 0: word, index } of text.matchAll(token)) {
    if (word.startsWith("#")) continue;
    if (from < 0) from = index;
    if (/^[;{}]$/.test(word)) {
      yield { words, end: word, from, to: index + 1 };
      [words, from] = [[], -1];
    } else words.push(unquoted(word));
  }
}
