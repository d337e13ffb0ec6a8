import { expect, test } from "vitest";
import { describeAnswer, describeSent, describeSilence } from "../../src/acme/traffic.ts";
import { Problem } from "../../src/model/problem.ts";

const url = "https://ca.test/new-acct";
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a signed request is told in clear, without its signature and that of an external account", () => {
  const binding = { protected: "eyJ", payload: "eyJ", signature: "b1nding" };
  const body = {
    protected: part({ alg: "ES256", nonce: "n0nce", url }),
    payload: part({ termsOfServiceAgreed: true, externalAccountBinding: binding }),
    signature: "s1gnature",
  };
  const told = describeSent({ method: "POST", url, body });
  expect(told).toMatch(/^sending POST https:\/\/ca\.test\/new-acct\n/);
  expect(told).toContain('"termsOfServiceAgreed": true');
  expect(told).toContain('"nonce": "n0nce"');
  expect(told).not.toMatch(/s1gnature|b1nding/);
});

test("a question without a body, and one that only asks, are told as they are", () => {
  expect(describeSent({ method: "GET", url })).toBe(`sending GET ${url}`);
  const asks = { protected: part({ kid: "1" }), payload: "", signature: "x" };
  expect(describeSent({ method: "POST", url, body: asks })).toContain('"payload": ""');
});

test("an answer is told with status, headers and body, without key authorizations and cookies", () => {
  const data = { status: "pending", token: "t0ken", keyAuthorization: "t0ken.thumb" };
  const headers = { "replay-nonce": "n", "set-cookie": ["session=c00kie"], "retry-after": "3" };
  const told = describeAnswer({ method: "POST", url }, { status: 201, headers, data });
  expect(told).toContain(`received 201 for POST ${url}\nreplay-nonce: n\nretry-after: 3\n`);
  expect(told).toContain('"token": "t0ken"');
  expect(told).not.toMatch(/thumb|c00kie/);
  expect(describeAnswer({ method: "GET", url }, { status: 200, headers: {}, data: "PEM" })).toMatch(/\nPEM$/);
});

test("an answer that did not come is told with the reason", () => {
  const problem = new Problem({ code: "authority-closed", message: "it hung up", fix: "wait" });
  expect(describeSilence({ method: "GET", url }, problem)).toBe(
    `nothing came for GET ${url}: authority-closed: it hung up`,
  );
});

test("a megabyte of deep lists is told in less than itself, and takes no memory to set in", () => {
  const wide = Array.from({ length: 20_000 }, () => 1);
  const data = JSON.parse(`${"[".repeat(1000)}${JSON.stringify(wide)}${"]".repeat(1000)}`);
  const told = describeAnswer({ method: "GET", url }, { status: 200, headers: {}, data });
  const [, whole] = /\((\d+) characters\)$/.exec(told) ?? [];
  expect(Number(whole)).toBeLessThan(50_000);
});
