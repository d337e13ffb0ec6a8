import { expect, test } from "vitest";
import { execLine } from "../../src/cli/exec-line.ts";

test.each([
  ["update-cert --force-renewal", 0, "dify.test: new certificate", "exec update-cert: dify.test: new certificate"],
  ["enable-https", 1, "error: the companion does not run", "exec enable-https failed: the companion does not run"],
  ["certbot -n renew --quiet", 0, undefined, "exec certbot renew: exit code 0"],
  ["revoke --cert-name a.test", 1, "error: no", "exec certbot revoke failed: no"],
  ["import --key KEY", 2, "", "exec import failed: exit code 2"],
])("%s is one line for the service's log, with its result", (typed, code, first, line) => {
  expect(execLine(typed.split(" "), code, first)).toBe(line);
});

test("has none of the words that were typed, since they may be secrets", () => {
  const typed = ["certbot", "register", "--eab-hmac-key", "c2VjcmV0", "renew"];
  expect(execLine(typed, 1, "error: refused")).not.toContain("c2VjcmV0");
});

test.each([
  "status",
  "health",
  "doctor",
  "certificates",
  "certbot certificates",
  "certbot",
  "show_account",
  "serve",
  "",
  "toString",
])("%j changes nothing and gives none", (typed) => {
  expect(execLine(typed.split(" "), 0, "all is well")).toBeUndefined();
});
