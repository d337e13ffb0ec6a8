import { expect, test } from "vitest";
import { networkProblem } from "../../src/acme/network-problems.ts";

const now = new Date("2026-11-20T12:00:00Z");
const failing = (code: string) =>
  networkProblem("https://ca.example:14000/dir", Object.assign(new Error("x"), { code }), now);

test.each([
  ["ECONNREFUSED", "authority-refused", "nothing accepts connections at ca.example:14000", "soon"],
  ["ENOTFOUND", "authority-unresolved", "the name of ca.example:14000 cannot be resolved", "soon"],
  ["EAI_AGAIN", "authority-unresolved", "the name of ca.example:14000 cannot be resolved", "soon"],
  ["ETIMEDOUT", "authority-timeout", "ca.example:14000 did not answer in time", "soon"],
  ["ENETUNREACH", "authority-unreachable", "there is no route to ca.example:14000", "soon"],
  ["ECONNRESET", "authority-closed", "ca.example:14000 closed the connection", "soon"],
  [
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "authority-untrusted",
    "the certificate of ca.example:14000 comes from an issuer that is not trusted here",
    "after-a-fix",
  ],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "authority-other-name",
    "the certificate that ca.example:14000 presents is for another host name",
    "after-a-fix",
  ],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "authority-not-tls", "ca.example:14000 does not support HTTPS", "after-a-fix"],
  [
    "ERR_INVALID_PROTOCOL",
    "authority-over-http",
    "ca.example:14000 gives addresses that do not start with https, as ACME demands",
    "after-a-fix",
  ],
  ["ERR_PROXY_TUNNEL", "authority-proxy", "the proxy does not allow connections to ca.example:14000", "after-a-fix"],
  ["EMFILE", "authority-network", "the connection to ca.example:14000 failed (EMFILE)", "soon"],
])("%s is told in words", (code, expected, message, retry) => {
  expect(failing(code)).toMatchObject({ code: expected, message, retry });
});

test.each([
  ["CERT_NOT_YET_VALID", /not valid yet by the clock of this host, 2026-11-20 12:00 UTC$/],
  ["CERT_HAS_EXPIRED", /has expired by the clock of this host, 2026-11-20 12:00 UTC$/],
])("%s shows this host's clock, since that is what is mostly wrong", (code, message) => {
  expect(failing(code)).toMatchObject({
    code: "authority-clock",
    message: expect.stringMatching(message),
    fix: expect.stringContaining("timedatectl set-ntp true"),
  });
});

test("the name to look up is given without its port", () => {
  expect(failing("ENOTFOUND")).toMatchObject({
    fix: "check the DNS of the container: docker compose exec certbot getent hosts ca.example",
  });
});

test("a proxy that fails is named, and on the way to whom", () => {
  const url = "https://ca.example/dir";
  const refused = Object.assign(new Error("x"), { code: "ECONNREFUSED", address: "10.0.0.8", port: 3128 });
  expect(networkProblem(url, refused, now)).toMatchObject({
    message: "nothing accepts connections at 10.0.0.8:3128, the proxy for ca.example",
  });
  const unknown = Object.assign(new Error("x"), { code: "ENOTFOUND", hostname: "proxy.corp" });
  expect(networkProblem(url, unknown, now)).toMatchObject({
    message: "the name of proxy.corp, the proxy for ca.example cannot be resolved",
    fix: "check the DNS of the container: docker compose exec certbot getent hosts proxy.corp",
  });
});

test("the authority itself is named when it is what fails, on whatever address", () => {
  const each = Object.assign(new Error("x"), { code: "ECONNREFUSED", address: "::1", port: 443 });
  const all = Object.assign(new AggregateError([each]), { code: "ECONNREFUSED" });
  expect(networkProblem("https://ca.example/dir", all, now)).toMatchObject({
    message: "nothing accepts connections at ca.example",
  });
});

test("a host that would be a command in a shell is not printed", () => {
  const unknown = Object.assign(new Error("x"), { code: "ENOTFOUND", hostname: "x;reboot" });
  expect(networkProblem("https://x;reboot/nonce", unknown, now)).toMatchObject({
    message: "the name of the CA cannot be resolved",
    fix: expect.not.stringContaining("reboot"),
  });
});

test("an error that is none of the network's stays what it is", () => {
  const bug = new TypeError("undefined is not a function");
  expect(networkProblem("https://ca.example/", bug, now)).toBe(bug);
});
