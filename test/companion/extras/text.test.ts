import { expect, it } from "vitest";
import { extrasText, isRedirecting } from "../../../src/companion/extras/text.ts";
import type { ExtraSettings } from "../../../src/model/settings.ts";

const settings: ExtraSettings = { redirect: "auto", http2: false, hstsMaxAge: undefined, publicHttpsPort: 443 };
const facts = { proven: true, published: [80, 443], domain: "dify.test", canHttp2: true, redirects: false };

it("leads HTTP to HTTPS by itself only when the public name was seen and both ports are open to the world", () => {
  const isLed = (more: object, given: Partial<ExtraSettings> = {}) =>
    isRedirecting(extrasText({ ...settings, ...given }, { ...facts, ...more }));
  expect(isLed({})).toBe(true);
  expect(isLed({ proven: false })).toBe(false);
  expect(isLed({ published: [8080, 8443] })).toBe(false);
  expect(isLed({ published: [80] })).toBe(false);
  expect(isLed({ published: [80, 8443] }, { publicHttpsPort: 8443 })).toBe(true);
  expect(isLed({ redirects: true })).toBe(false);
  expect(isLed({}, { redirect: "false" })).toBe(false);
  expect(isLed({ proven: false, published: [] }, { redirect: "true" })).toBe(true);
});

it("gives nothing where nothing is wanted", () => {
  expect(extrasText({ ...settings, redirect: "false" }, facts)).toBe("");
});

it("is the redirect of all names, to the port that visitors use", () => {
  const domain = "Dify.Test.,www.dify.test,bücher.test";
  expect(
    extrasText({ ...settings, redirect: "true", publicHttpsPort: 8443 }, { ...facts, domain }),
  ).toMatchInlineSnapshot(`
    "set $httpsidecar_led "$scheme $request_method";
    if ($http_x_forwarded_proto = https) { set $httpsidecar_led ""; }
    if ($uri ~ ^/\\.well-known/acme-challenge/) { set $httpsidecar_led ""; }
    if ($host !~ "^(?:dify\\.test|www\\.dify\\.test|xn--bcher-kva\\.test)$") { set $httpsidecar_led ""; }
    if ($httpsidecar_led ~ "^http (?:GET|HEAD)$") { return 302 https://$host:8443$request_uri; }
    "
  `);
});

it("has HTTP/2 where nginx can, and HSTS over HTTPS alone", () => {
  const wanted: ExtraSettings = { ...settings, redirect: "false", http2: true, hstsMaxAge: 300 };
  expect(extrasText(wanted, facts)).toMatchInlineSnapshot(`
    "http2 on;
    set $httpsidecar_hsts "";
    if ($https = on) { set $httpsidecar_hsts "max-age=300"; }
    add_header Strict-Transport-Security $httpsidecar_hsts always;
    "
  `);
  expect(extrasText(wanted, { ...facts, canHttp2: false })).not.toContain("http2");
});

it.each(["$(id)", 'a";return 200', "a b", "a{b", "", "a|b.test"])("lets nothing of %j into nginx's files", (domain) => {
  expect(extrasText({ ...settings, redirect: "true" }, { ...facts, domain })).toBe("");
});
