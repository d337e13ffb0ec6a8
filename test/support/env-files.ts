import * as fc from "fast-check";

const text = (...characters: string[]) =>
  fc.array(fc.constantFrom(...characters), { maxLength: 8 }).map((parts) => parts.join(""));
const word = text("a", "Z", "0", "_", "-", ".", "/", "ü", ":", "=");
const key = fc.integer({ min: 0, max: 30 }).map((number) => `K_${number}`);
const space = fc.constantFrom("", "", " ", "\t", "  ");
const ours = fc.constantFrom("NGINX_HTTPS_ENABLED", "NGINX_SSL_CERT_FILENAME");
const inside = "\nNGINX_HTTPS_ENABLED=false\n";

/** Values that every reader takes for the same. */
const calmValue = fc.oneof(
  word.map((value) => value.replace(/^[:=]+/, "")),
  word.map((value) => `'${value}'`),
  word.map((value) => `"${value}"`),
  fc.tuple(word, word).map(([a, b]) => `"${a}${inside}${b}"`),
  word.map((value) => `'${value}${inside}'`),
  word.map((value) => `"${value}" # NGINX_HTTPS_ENABLED=x`),
);
/** Values on which readers differ. */
const wildValue = fc.oneof(
  word.map((value) => `a#${value}`),
  word.map((value) => `\`${value}\``),
  word.map((value) => `'a\\'${inside}${value}'`),
  word.map((value) => `"a\\"${inside}${value}"`),
  word.map((value) => `"a\\\\" # ${value}`),
  key.map((name) => `$${name}`),
  key.map((name) => `\${${name}:-${name}}x`),
  fc.constantFrom("$$A", "a\\", "x'y", 'x"y', "''", '""', " # c", "#c", ": x", "a # b # c", "\tx\t"),
);
/** Lines that Compose refuses, or that swallow what follows. */
const brokenLine = fc.constantFrom(
  'X="open',
  "X='open\\'",
  "A B=1",
  "=1",
  'Y="x"z=1',
  "export",
  '"Q"=1',
  "Z={$",
  "a;b=1",
);

const assignment = (value: fc.Arbitrary<string>, separator: fc.Arbitrary<string>) =>
  fc.tuple(space, fc.constantFrom("", "", "", "export "), key, separator, value).map((parts) => parts.join(""));
const ourLine = fc
  .tuple(
    fc.constantFrom("", "", "export ", "#", "# ", " "),
    ours,
    fc.constantFrom("=", "=", " = "),
    fc.constantFrom("false", "'false'", '"true"', "", "no # c", "dify#1.crt"),
  )
  .map((parts) => parts.join(""));
const quiet = fc.constantFrom("", "# a comment", "  # NGINX_HTTPS_ENABLED=false", "#'", "\t");

const file = (line: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.boolean(),
      fc.constantFrom("\n", "\n", "\r\n"),
      fc.array(line, { minLength: 3, maxLength: 60, size: "max" }),
      fc.boolean(),
    )
    .map(([mark, end, lines, closed]) => {
      const body = lines.join("\n") + (closed ? "\n" : "");
      return Buffer.from((mark ? "\ufeff" : "") + body.replaceAll("\n", end));
    });

/** Env files that dotenv reads as Compose does. */
export const calmEnvFile: fc.Arbitrary<Buffer> = file(
  fc.oneof(
    { weight: 6, arbitrary: assignment(calmValue, fc.constant("=")) },
    { weight: 2, arbitrary: ourLine },
    { weight: 1, arbitrary: quiet },
  ),
);

/** Env files of every kind, the broken ones among them. */
export const wildEnvFile: fc.Arbitrary<Buffer> = file(
  fc.oneof(
    { weight: 30, arbitrary: assignment(calmValue, fc.constantFrom("=", "=", " = ", ": ", "=  ")) },
    { weight: 30, arbitrary: assignment(wildValue, fc.constantFrom("=", "=", " = ", ": ", "=  ")) },
    { weight: 10, arbitrary: ourLine },
    { weight: 8, arbitrary: quiet },
    { weight: 4, arbitrary: key },
    { weight: 1, arbitrary: brokenLine },
  ),
);
