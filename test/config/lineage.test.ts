import { expect, test } from "vitest";
import { readLineage } from "../../src/config/lineage.ts";
import { refusals } from "./refusal.ts";

const nobody = { variable: "", added: [], instead: [], certName: undefined, publicAuthority: true };
const read = (variable: string) => readLineage({ ...nobody, variable });
const long = (length: number) => "a".repeat(length);

test.for([
  ["dify.acme.org", ["dify.acme.org"]],
  ["Dify.ACME.org", ["dify.acme.org"]],
  ["dify.acme.org.", ["dify.acme.org"]],
  ["münchen.de", ["xn--mnchen-3ya.de"]],
  ["BÜCHER.De.", ["xn--bcher-kva.de"]],
  ["faß.de", ["xn--fa-hia.de"]],
  ["日本。jp", ["xn--wgv71a.jp"]],
  ["xn--mnchen-3ya.de", ["xn--mnchen-3ya.de"]],
  ["a.org,www.a.org,B.org.", ["a.org", "www.a.org", "b.org"]],
  ["a.org,A.org,a.org.", ["a.org"]],
  ["3com.org", ["3com.org"]],
  [`${long(63)}.org`, [`${long(63)}.org`]],
] as const)("%s is accepted and normalised; the first name is the lineage's", ([variable, domains]) => {
  expect(read(variable)).toEqual({ name: domains[0], domains, domainAsTyped: variable });
});

test.for([
  ["192.0.1.9", "192.0.1.9"],
  ["2a00:db8::7", "2a00:db8::7"],
  ["2A00:DB8:0:0::7", "2a00:db8::7"],
  ["[2a00:db8::7]", "2a00:db8::7"],
] as const)("the address %s is accepted in its one text, which names the lineage", ([variable, address]) => {
  expect(read(variable)).toEqual({ name: address, domains: [address], domainAsTyped: variable });
});

test("names and addresses stand in one certificate, each once", () => {
  const lineage = readLineage({ ...nobody, variable: "a.org,192.0.1.9", added: ["2a00:db8::7,2A00:DB8::7"] });
  expect(lineage.domains).toEqual(["a.org", "192.0.1.9", "2a00:db8::7"]);
});

test("a local authority may sign names for examples and private networks", () => {
  const lineage = readLineage({ ...nobody, variable: "dify.example.com,a.test,127.0.0.1", publicAuthority: false });
  expect(lineage.domains).toEqual(["dify.example.com", "a.test", "127.0.0.1"]);
});

test("-d in CERTBOT_OPTIONS adds names to CERTBOT_DOMAIN", () => {
  const lineage = readLineage({ ...nobody, variable: "A.org,b.org", added: ["www.a.org, a.org", "c.org"] });
  expect(lineage).toEqual({
    name: "a.org",
    domains: ["a.org", "b.org", "www.a.org", "c.org"],
    domainAsTyped: "A.org,b.org",
  });
});

test("-d after update-cert names all of the certificate and leaves nginx's folder to CERTBOT_DOMAIN", () => {
  const lineage = readLineage({ ...nobody, variable: "a.org", added: ["b.org"], instead: ["Shop.org,www.shop.org"] });
  expect(lineage).toEqual({ name: "shop.org", domains: ["shop.org", "www.shop.org"], domainAsTyped: "shop.org" });
});

test("-d after update-cert with CERTBOT_DOMAIN's own name keeps its spelling", () => {
  const lineage = readLineage({ ...nobody, variable: "A.org", instead: ["a.org", "www.a.org"] });
  expect(lineage).toEqual({ name: "a.org", domains: ["a.org", "www.a.org"], domainAsTyped: "A.org" });
});

test("-d after update-cert works where CERTBOT_DOMAIN is still a placeholder", () => {
  expect(readLineage({ ...nobody, variable: "your_domain.com", instead: ["a.org"] }).domains).toEqual(["a.org"]);
});

test("--cert-name names the lineage, and nginx still finds it by CERTBOT_DOMAIN", () => {
  const lineage = readLineage({ ...nobody, variable: "a.org", certName: "dify" });
  expect(lineage).toEqual({ name: "dify", domains: ["a.org"], domainAsTyped: "a.org" });
});

test("a --cert-name that would lead out of its folder is refused", () => {
  const inputs = ["../x", "a/b", "..", ".hidden", "", "a b", "-x"];
  expect(
    refusals(inputs, (certName) => readLineage({ ...nobody, variable: "a.org", certName })),
  ).toMatchInlineSnapshot(`
    "--cert-name "../x" cannot be the name of a folder
      fix: in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify
    --cert-name "a/b" cannot be the name of a folder
      fix: in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify
    --cert-name ".." cannot be the name of a folder
      fix: in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify
    --cert-name ".hidden" cannot be the name of a folder
      fix: in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify
    --cert-name "" cannot be the name of a folder
      fix: in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify
    --cert-name "a b" cannot be the name of a folder
      fix: in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify
    --cert-name "-x" cannot be the name of a folder
      fix: in CERTBOT_OPTIONS, or after update-cert, give it a name such as --cert-name dify"
  `);
});

test("-d with a name that cannot be used is refused", () => {
  expect(
    refusals(["https://a.org/", "*.a.org", "com"], (name) => readLineage({ ...nobody, instead: [name] })),
  ).toMatchInlineSnapshot(`
    "-d "https://a.org/" is a URL; only the name in it is wanted
      fix: write -d a.org
    -d "*.a.org" is a wildcard, which is proven in DNS only: set DNS_PROVIDER, or list the names
      fix: write -d a.org
    -d "com" is a single word: no public CA issues for a top-level domain or a name inside a network
      fix: write -d <the name that people type to reach this site>"
  `);
});
