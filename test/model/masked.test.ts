import { expect, test } from "vitest";
import { maskedEnvironment, maskedText, maskedWords } from "../../src/model/masked.ts";

test.each([
  ["--eab-kid k1 --eab-hmac-key s3cret -v", "--eab-kid k1 --eab-hmac-key=… -v"],
  ["--eab-hmac-key=s3cret renew", "--eab-hmac-key=…"],
  ["--eab-hmac-k s3cret --dry-run", "--eab-hmac-key=… --dry-run"],
  ["--eab-hmac-key s3c ret9 --dry-run", "--eab-hmac-key=… --dry-run"],
  ["--eab-hmac-key -s3cret", "--eab-hmac-key=…"],
  ["--eab-hmac-keys3cret", "--eab-hmac-key=…"],
  ["--eab-h=s3cret --eab-hmac-alg HS384", "--eab-hmac-key=… --eab-hmac-alg HS384"],
  ["certonly -d a.org", "certonly -d a.org"],
])("the words %j are shown as %j", (words, shown) => {
  expect(maskedWords(words.split(" ")).join(" ")).toBe(shown);
});

test.each([
  ["--eab-kid k1 --eab-hmac-key s3cret -v", "--eab-kid k1 --eab-hmac-key=… -v"],
  [`-v --eab-hmac-key="s3c ret" -n`, "-v --eab-hmac-key=… -n"],
  [`--eab-hmac-key 's3c ret`, "--eab-hmac-key=…"],
  ["--eab-hmac-alg HS384", "--eab-hmac-alg HS384"],
  ["", ""],
])("the variable %j is shown as %j", (text, shown) => {
  expect(maskedText(text)).toBe(shown);
});

test("what a hook may print has no secret in it, and all else as it was", () => {
  const environment = { PATH: "/bin", CERTBOT_OPTIONS: "--eab-hmac-key s3cret" };
  expect(maskedEnvironment(environment)).toEqual({ PATH: "/bin", CERTBOT_OPTIONS: "--eab-hmac-key=…" });
  expect(maskedEnvironment({ PATH: "/bin" })).toEqual({ PATH: "/bin" });
});
