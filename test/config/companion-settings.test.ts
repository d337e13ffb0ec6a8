import { expect, test } from "vitest";
import { readCompanionSettings } from "../../src/config/companion-settings.ts";
import { refusals } from "./refusal.ts";

test("nothing need be set", () => {
  expect(readCompanionSettings({ environment: {} })).toEqual({
    listen: "/run/httpsidecar/companion.sock",
    dockerSocket: "/var/run/docker.sock",
    dockerHost: undefined,
    stackFolder: "/stack",
    stateFolder: "/var/lib/httpsidecar",
    service: "nginx",
    writeEnv: "auto",
    proxy: "nginx",
    deploy: "reload",
    adminSocket: "/run/haproxy-admin/admin.sock",
    certificates: "/etc/letsencrypt",
    domain: "",
    extras: { redirect: "auto", http2: false, hstsMaxAge: undefined, publicHttpsPort: 443 },
  });
});

test("CERTBOT_DOMAIN is kept as typed: nginx makes a path of it", () => {
  const environment = { CERTBOT_DOMAIN: "Dify.acme.org.", NGINX_SERVICE: "web", WRITE_ENV: "never" };
  expect(readCompanionSettings({ environment })).toMatchObject({
    domain: "Dify.acme.org.",
    service: "web",
    writeEnv: "never",
  });
});

test.for([
  ["tcp://docker-socket-proxy:2375", { dockerHost: "tcp://docker-socket-proxy:2375", dockerSocket: undefined }],
  ["unix:///run/user/1000/docker.sock", { dockerHost: undefined, dockerSocket: "/run/user/1000/docker.sock" }],
] as const)("DOCKER_HOST=%s is heeded", ([host, expected]) => {
  expect(readCompanionSettings({ environment: { DOCKER_HOST: host } })).toMatchObject(expected);
});

test("a value that cannot be used is refused with a line that works", () => {
  const environments = [
    { WRITE_ENV: "yes" },
    { DOCKER_HOST: "ssh://me@host" },
    { DOCKER_HOST: "unix://relative" },
    { NGINX_SERVICE: "a b" },
  ];
  expect(refusals(environments, (environment) => readCompanionSettings({ environment }))).toMatchInlineSnapshot(`
    "WRITE_ENV "yes" is none of auto, override, env and never
      fix: put WRITE_ENV=auto into httpsidecar.env …
    DOCKER_HOST "…@host" is neither tcp://host:port nor unix:///path
      fix: put DOCKER_HOST=tcp://docker-socket-proxy:2375 into httpsidecar.env …
    DOCKER_HOST "unix://relative" is neither tcp://host:port nor unix:///path
      fix: put DOCKER_HOST=tcp://docker-socket-proxy:2375 into httpsidecar.env …
    NGINX_SERVICE "a b" is not a name of a Compose service
      fix: put NGINX_SERVICE=nginx into .env …"
  `);
});
