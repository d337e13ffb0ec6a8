import { expect, test } from "vitest";
import { readLineage } from "../../src/config/lineage.ts";
import { refusal, refusals } from "./refusal.ts";

const read = (variable: string) =>
  readLineage({ variable, added: [], instead: [], certName: undefined, publicAuthority: true });
/** A line each: what happened, and the line to paste. */
const table = (inputs: readonly string[]) =>
  refusals(inputs, read).replaceAll(/\n {2}fix: put (.*) into \.env …$/gm, " -> $1");
const long = (length: number) => "a".repeat(length);

test("a refusal says what is wrong and ends with the line and the command to paste", () => {
  expect(refusal(() => read("https://dify.acme.org/apps"))).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "https://dify.acme.org/apps" is a URL; only the name in it is wanted
      fix: put CERTBOT_DOMAIN=dify.acme.org into .env, then run: docker compose up -d certbot certbot-companion"
  `);
});

test("an empty value and placeholders are refused", () => {
  const inputs = [
    "",
    "your_domain.com",
    "yourdomain.com",
    "www.your-domain.org",
    "<your-domain>",
    "changeme",
    "domain.tld",
  ];
  expect(table(inputs)).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN is empty -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "your_domain.com" is still a placeholder -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "yourdomain.com" is still a placeholder -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "www.your-domain.org" is still a placeholder -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "<your-domain>" is still a placeholder -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "changeme" is still a placeholder -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "domain.tld" is still a placeholder -> CERTBOT_DOMAIN=<the name that people type to reach this site>"
  `);
});

test("a URL, a port, a path and an address are refused with the name that is in them", () => {
  const inputs = [
    "https://dify.acme.org",
    "https://me:s3cret@dify.acme.org:8443/apps?x#y",
    "dify.acme.org:8443",
    "dify.acme.org/",
    "dify.acme.org\\apps",
    "me@dify.acme.org",
    "192.0.2.7",
    "[2001:db8::7]",
    "0x7f.1",
  ];
  expect(table(inputs)).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "https://dify.acme.org" is a URL; only the name in it is wanted -> CERTBOT_DOMAIN=dify.acme.org
    CERTBOT_DOMAIN "…@dify.acme.org:8443/apps?x#y" is a URL; only the name in it is wanted -> CERTBOT_DOMAIN=dify.acme.org
    CERTBOT_DOMAIN "dify.acme.org:8443" has a port; the CA always connects to port 80 -> CERTBOT_DOMAIN=dify.acme.org
    CERTBOT_DOMAIN "dify.acme.org/" has a path; only the name before it is wanted -> CERTBOT_DOMAIN=dify.acme.org
    CERTBOT_DOMAIN "dify.acme.org\\\\apps" has a path; only the name before it is wanted -> CERTBOT_DOMAIN=dify.acme.org
    CERTBOT_DOMAIN "…@dify.acme.org" looks like an e-mail address, not a domain -> CERTBOT_DOMAIN=dify.acme.org
    CERTBOT_DOMAIN "192.0.2.7" is an address inside a network, or one for examples: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "[2001:db8::7]" is an address inside a network, or one for examples: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "0x7f.1" is an unusual spelling of the address 127.0.0.1 -> CERTBOT_DOMAIN=<the name that people type to reach this site>"
  `);
});

test("an address with a port, in a URL or in a spelling of its own is refused with the address that is in it", () => {
  const inputs = ["http://192.0.1.9/", "192.0.1.9:8080", "[2a00:db8::7]:443", "https://[2A00:DB8::7]/x", "0xC0.0.1.9"];
  expect(table([...inputs, "192.0.1.999", "2a00:db8::7::", "fe80::1%eth0"])).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "http://192.0.1.9/" is a URL; only the name in it is wanted -> CERTBOT_DOMAIN=192.0.1.9
    CERTBOT_DOMAIN "192.0.1.9:8080" has a port; the CA always connects to port 80 -> CERTBOT_DOMAIN=192.0.1.9
    CERTBOT_DOMAIN "[2a00:db8::7]:443" has a port; the CA always connects to port 80 -> CERTBOT_DOMAIN=2a00:db8::7
    CERTBOT_DOMAIN "https://[2A00:DB8::7]/x" is a URL; only the name in it is wanted -> CERTBOT_DOMAIN=2a00:db8::7
    CERTBOT_DOMAIN "0xC0.0.1.9" is an unusual spelling of the address 192.0.1.9 -> CERTBOT_DOMAIN=192.0.1.9
    CERTBOT_DOMAIN "192.0.1.999" is not a name that DNS can hold -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "2a00:db8::7::" has a port; the CA always connects to port 80 -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "fe80::1%eth0" has a character that no domain has: ":" -> CERTBOT_DOMAIN=<the name that people type to reach this site>"
  `);
});

test("an address that no public authority can sign is refused", () => {
  const inputs = ["127.0.0.1", "10.1.2.3", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"];
  const v6 = ["::1", "fd00::1", "fe80::1", "::ffff:192.0.1.9", "2001:db8::1", "ff02::1", "4000::1"];
  const refused = table([...inputs, ...v6]).split("\n");
  expect(refused).toHaveLength(14);
  expect(refused.filter((line) => !line.includes("no public CA can sign it"))).toEqual([]);
});

test("a name that no authority can prove over HTTP is refused", () => {
  expect(table(["localhost", "app.localhost", "com", "dify", "*.acme.org", "a.org,*.a.org"])).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "localhost" means the machine itself, which no CA can reach -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "app.localhost" means the machine itself, which no CA can reach -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "com" is a single word: no public CA issues for a top-level domain or a name inside a network -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "dify" is a single word: no public CA issues for a top-level domain or a name inside a network -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "*.acme.org" is a wildcard, which is proven in DNS only: set DNS_PROVIDER, or list the names -> CERTBOT_DOMAIN=acme.org
    CERTBOT_DOMAIN "a.org,*.a.org": "*.a.org" is a wildcard, which is proven in DNS only: set DNS_PROVIDER, or list the names -> CERTBOT_DOMAIN=a.org"
  `);
});

test("names that are too long or oddly put together are refused", () => {
  const inputs = [
    `${long(64)}.org`,
    `${`${long(49)}.`.repeat(5)}${long(4)}`,
    "a..org",
    ".a.org",
    "a.org..",
    ".",
    "-a.org",
    "a-.org",
    "my_app.org",
    "a.123",
    "a.org,,b.org",
    "a.org,",
  ];
  expect(table(inputs)).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" has a part of 64 characters, and 63 is the most between two dots -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaa…" is 254 characters long, and a name has 253 at most -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a..org" has nothing between two of its dots -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN ".a.org" has nothing between two of its dots -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a.org.." has nothing between two of its dots -> CERTBOT_DOMAIN=a.org
    CERTBOT_DOMAIN "." has nothing between two of its dots -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "-a.org" has a part that begins or ends with a hyphen -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a-.org" has a part that begins or ends with a hyphen -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "my_app.org" has an underscore, which no public CA accepts -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a.123" is not a name that DNS can hold -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a.org,,b.org": "" is an empty name -> CERTBOT_DOMAIN=a.org,b.org
    CERTBOT_DOMAIN "a.org,": "" is an empty name -> CERTBOT_DOMAIN=a.org"
  `);
});

test("white space is refused with the line to paste", () => {
  expect(
    table(["a.org, www.a.org", "a.org www.a.org", " a.org", "a.org\r", "a.org\u00a0", "  "]),
  ).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "a.org, www.a.org" contains white space, and nginx makes a path of it -> CERTBOT_DOMAIN=a.org,www.a.org
    CERTBOT_DOMAIN "a.org www.a.org" contains white space, and nginx makes a path of it -> CERTBOT_DOMAIN=a.org,www.a.org
    CERTBOT_DOMAIN " a.org" contains white space, and nginx makes a path of it -> CERTBOT_DOMAIN=a.org
    CERTBOT_DOMAIN "a.org\\r" contains white space, and nginx makes a path of it -> CERTBOT_DOMAIN=a.org
    CERTBOT_DOMAIN "a.org\\u{a0}" contains white space, and nginx makes a path of it -> CERTBOT_DOMAIN=a.org
    CERTBOT_DOMAIN "  " contains white space, and nginx makes a path of it -> CERTBOT_DOMAIN=<the name that people type to reach this site>"
  `);
});

test("letters that mean something to a shell, to sed or to a URL are refused", () => {
  const inputs = [
    "a|b.org",
    "a&b.org",
    "$(id).org",
    "`id`.org",
    '"a.org"',
    "'a.org'",
    "a%62.org",
    "a;b.org",
    "a.org\u0000",
    "a\u202eb.org",
  ];
  expect(table(inputs)).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "a|b.org" has a character that no domain has: "|" -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a&b.org" has a character that no domain has: "&" -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "$(id).org" has a character that no domain has: "$" -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "\`id\`.org" has a character that no domain has: "\`" -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "\\"a.org\\"" has a character that no domain has: "\\"" -> CERTBOT_DOMAIN=a.org
    CERTBOT_DOMAIN "'a.org'" has a character that no domain has: "'" -> CERTBOT_DOMAIN=a.org
    CERTBOT_DOMAIN "a%62.org" has a character that no domain has: "%" -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a;b.org" has a character that no domain has: ";" -> CERTBOT_DOMAIN=b.org
    CERTBOT_DOMAIN "a.org\\u0000" has a character that no domain has: "\\u0000" -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a\\u{202e}b.org" has a character that no domain has: "\\u{202e}" -> CERTBOT_DOMAIN=<the name that people type to reach this site>"
  `);
});

test("names for examples and private networks are refused at a public authority", () => {
  const inputs = ["example.com", "dify.example.org", "a.example", "a.test", "nas.local", "a.internal", "a.home.arpa"];
  expect(table(inputs)).toMatchInlineSnapshot(`
    "CERTBOT_DOMAIN "example.com" is reserved: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "dify.example.org" is reserved: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a.example" is reserved: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a.test" is reserved: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "nas.local" is reserved: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a.internal" is reserved: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>
    CERTBOT_DOMAIN "a.home.arpa" is reserved: no public CA can sign it -> CERTBOT_DOMAIN=<the name that people type to reach this site>"
  `);
});

test("a list that makes too long a path for nginx is refused, and the further names have a place of their own", () => {
  const names = Array.from({ length: 20 }, (_, index) => `host-${index}.acme.org`);
  expect(table([names.join(",")])).toMatchInlineSnapshot(
    `"CERTBOT_DOMAIN is 329 bytes long, and nginx looks for a folder of that name: at most 255 are possible -> CERTBOT_DOMAIN=host-0.acme.org and CERTBOT_OPTIONS="-d host-1.acme.org,host-2.acme.org,host-3.acme.org,host-4.acme.org,host-5.acme.org,host-6.acme.org,host-7.acme.org,host-8.acme.org,host-9.acme.org,host-10.acme.org,host-11.acme.org,host-12.acme.org,host-13.acme.org,host-14.acme.org,host-15.acme.org,host-16.acme.org,host-17.acme.org,host-18.acme.org,host-19.acme.org""`,
  );
});
