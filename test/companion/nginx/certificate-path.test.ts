import { expect, test } from "vitest";
import { isCertificateOf } from "../../../src/companion/nginx/certificate-path.ts";

test.each([
  ["/etc/letsencrypt/live/a.example/fullchain.pem", "a.example"],
  ["/etc/letsencrypt/live/a.example/fullchain.pem", "a.example,www.a.example"],
  ["/etc/letsencrypt/live/a.example,www.a.example/fullchain.pem", "a.example,www.a.example"],
  ["/certs/live/a.example/cert.pem", "*.a.example, a.example"],
  ["/etc/letsencrypt/live/$ssl_server_name/fullchain.pem", "a.example"],
])("%s may be what is served for %s", (path, domain) => {
  expect(isCertificateOf(path, domain)).toBe(true);
});

test.each([
  ["/etc/letsencrypt/live/b.example/fullchain.pem", "a.example"],
  ["/etc/letsencrypt/live/www.a.example/fullchain.pem", "a.example"],
  ["/etc/ssl/a.example.pem", "a.example"],
])("%s is not what is served for %s", (path, domain) => {
  expect(isCertificateOf(path, domain)).toBe(false);
});
