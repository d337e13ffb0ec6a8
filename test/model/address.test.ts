import { expect, test } from "vitest";
import { addressText, urlHost } from "../../src/model/address.ts";

test.for([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8::7", "2001:db8::7"],
  ["[2001:DB8:0:0::7]", "2001:db8::7"],
  ["2001:DB8:0:0:0:0:0:7", "2001:db8::7"],
  ["::ffff:192.0.2.7", "::ffff:c000:207"],
  ["::1", "::1"],
] as const)("%s is the address %s", ([domainAsTyped, text]) => {
  expect(addressText(domainAsTyped)).toBe(text);
});

test.for([
  "dify.acme.org",
  "192.0.2",
  "192.0.2.256",
  "192.0.2.07",
  "0x7f.0.0.1",
  "[192.0.2.7]",
  "fe80::1%eth0",
  "2001:db8::7::1",
  "2001:db8::7]/x[",
  "::1]:80/[",
  "http://192.0.2.7",
  "192.0.2.7:80",
  "",
  ":",
])("%s is none", (text) => {
  expect(addressText(text)).toBeUndefined();
});

test("a v6 address stands in brackets where a port could follow", () => {
  expect(["192.0.2.7", "dify.acme.org", "2001:db8::7"].map(urlHost)).toEqual([
    "192.0.2.7",
    "dify.acme.org",
    "[2001:db8::7]",
  ]);
});
