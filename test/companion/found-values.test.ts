import { expect, test } from "vitest";
import { foundValues } from "../../src/companion/found-values.ts";
import { parseDump } from "../../src/companion/nginx/dump.ts";

const dify = {
  NGINX_HTTPS_ENABLED: "false",
  NGINX_SSL_CERT_FILENAME: "dify.crt",
  NGINX_SSL_CERT_KEY_FILENAME: "dify.key",
  NGINX_ENABLE_CERTBOT_CHALLENGE: "false",
};
const challenge = "location /.well-known/acme-challenge/ { root /var/www/html; }";
const tls = (path: string) => `listen 443 ssl; ssl_certificate ${path};`;
const ours = tls("/etc/letsencrypt/live/a.test/fullchain.pem");
const names = { NGINX_SSL_CERT_FILENAME: "fullchain.pem", NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem" };
const switchedOn = { NGINX_HTTPS_ENABLED: "true", ...names, CERTBOT_DOMAIN: "a.test" };

test.each([
  ["nothing, where all is as the container was made", dify, "", {}],
  ["the challenge location alone", dify, challenge, { NGINX_ENABLE_CERTBOT_CHALLENGE: "true" }],
  ["HTTPS with a lineage", dify, ours, switchedOn],
  ["both", dify, ours + challenge, { ...switchedOn, NGINX_ENABLE_CERTBOT_CHALLENGE: "true" }],
  ["nothing, where HTTPS has another certificate", dify, tls("/etc/ssl/dify.crt"), {}],
  ["nothing, where the path has a variable", dify, tls("/etc/letsencrypt/live/$ssl_server_name/fullchain.pem"), {}],
  ["HTTPS off", { ...dify, NGINX_HTTPS_ENABLED: "true" }, "", { NGINX_HTTPS_ENABLED: "false" }],
  ["nothing of switches that the container does not have", {}, ours + challenge, {}],
])("of what an earlier sidecar rendered the configuration shows: %s", (_, environment, text, found) => {
  const dump = parseDump(`# configuration file /etc/nginx/conf.d/default.conf:\nserver { listen 80; ${text} }\n`);
  expect(foundValues(environment, dump)).toEqual(found);
});
