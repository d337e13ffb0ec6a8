import { parse } from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { credentialsText, readDnsGiven } from "../../src/config/attach-dns.ts";

const given = (text: string) => readDnsGiven("cloudflare", text);

test("whatever a key is made of, dotenv reads it back from the file as it was typed", () => {
  const key = fc.string({ unit: "grapheme-ascii", minLength: 1 }).filter((text) => text.trim() === text);
  const isWritable = (text: string) => !["'", '"', "`"].every((mark) => text.includes(mark));
  fc.assert(
    fc.property(key.filter(isWritable), (typed) => {
      const text = credentialsText(given(`CF_DNS_API_TOKEN=${typed}\n\0\0`));
      expect(parse(text)).toEqual({ CF_DNS_API_TOKEN: typed });
      expect(text.match(/\n/g)).toHaveLength(1);
    }),
  );
});

test("a key that no line can hold is refused, and not shown", () => {
  const refused = () => credentialsText(given(`\0CF_DNS_API_TOKEN="two\nlines"\n\0`));
  expect(refused).toThrow("CF_DNS_API_TOKEN has a line break");
});

test("what was typed wins over the file, and names that are not the provider's stay out", () => {
  const { values } = given("CLOUDFLARE_DNS_API_TOKEN=typed\n\0CF_DNS_API_TOKEN=file\nPATH=/evil\n\0");
  expect(values).toEqual({ CF_DNS_API_TOKEN: "typed" });
});
