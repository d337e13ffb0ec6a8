import { describe, expect, test } from "vitest";
import { attached } from "../support/attached.ts";

const renewing = `services:
  nginx:
    image: nginx
    ports: ["80:80", "443:443"]
    volumes: [./certbot/conf:/etc/letsencrypt:ro, ./certbot/www:/var/www/certbot:ro]
`;
const certbot =
  "  certbot:\n    image: certbot/certbot\n    volumes: [./certbot/conf:/etc/letsencrypt, ./certbot/www:/var/www/certbot]\n";
const target = (certbotService: { volumes: { target: string; source: string }[] }, path: string) =>
  certbotService.volumes.find((mount) => mount.target === path)?.source;

describe("Compose's own word on a stack with the sidecar in it", () => {
  test("is that nothing of the person's certbot is left that belongs to another program", async () => {
    const persons = `${renewing}${certbot}    build: ./certbot
    user: "1000"
    ports: ["8088:80"]
    tmpfs: [/tmp]
    profiles: [tools]
    restart: "no"
    deploy: { replicas: 2, resources: { limits: { memory: 64m } } }
    healthcheck: { test: [CMD, "true"] }
    depends_on: [nginx]
    labels: { a: b }
`;
    const result = await attached({ "compose.yaml": persons });
    for (const key of ["build", "user", "ports", "healthcheck", "deploy", "depends_on", "profiles"]) {
      expect(result.certbot).not.toHaveProperty(key);
    }
    expect(result.certbot).toMatchObject({
      command: ["serve"],
      restart: "unless-stopped",
      labels: { a: "b" },
    });
    expect(result.certbot.tmpfs).toEqual(["/tmp", "/run:mode=755", "/var/log/letsencrypt"]);
  });

  test("is that a log mount stays and no tmpfs hides it", async () => {
    const logs = renewing + certbot.replace("]\n", ", ./logs:/var/log/letsencrypt]\n");
    const result = await attached({ "compose.yaml": logs });
    expect(result.certbot.tmpfs).toEqual(["/tmp", "/run:mode=755"]);
    expect(target(result.certbot, "/var/log/letsencrypt")).toMatch(/\/logs$/);
  });

  test("is that the sidecar is where nginx is", async () => {
    const nets = `${renewing}    networks: [web]\n${certbot}networks: { web: {} }\n`;
    expect(Object.keys((await attached({ "compose.yaml": nets })).certbot.networks)).toEqual(["default", "web"]);
    const onHost =
      renewing.replace('    ports: ["80:80", "443:443"]\n', "    network_mode: host\n") +
      certbot +
      "    network_mode: host\n";
    const result = await attached({ "compose.yaml": onHost });
    expect(result.certbot.extra_hosts).toEqual(["nginx=host-gateway"]);
    expect(result.certbot).not.toHaveProperty("network_mode");
  });

  test.each([
    [
      "variables in the mounts",
      { ".env": "DATA=./d\n" },
      "${DATA}/conf:/etc/letsencrypt",
      "${DATA:-./x}/www:/var/www/certbot",
      /\/d\/conf$/,
    ],
    [
      "a variable that is not set",
      {},
      "${DATA:-./data}/conf:/etc/letsencrypt",
      "./www:/var/www/certbot",
      /\/data\/conf$/,
    ],
    ["named volumes", {}, "le:/etc/letsencrypt", "acme:/var/www/certbot", /^le$/],
    ["a folder above the webroot", {}, "./conf:/etc/letsencrypt", "./www:/var/www", /\/conf$/],
    ["another target, which nginx sees", {}, "./conf:/etc/nginx/ssl", "./www:/var/www/certbot", /\/conf$/],
    ["a folder with a space", {}, "./my conf:/etc/letsencrypt", "./www:/var/www/certbot", /\/my conf$/],
  ])("is that certbot has nginx's certificates: %s", async (_, files, certificates, webroot, source) => {
    const yaml = `services:\n  nginx:\n    image: nginx\n    volumes: ["${certificates}", "${webroot}"]\nvolumes: { le: {}, acme: {} }\n`;
    const result = await attached({ "compose.yaml": yaml, ...files }, ["/etc/nginx/ssl/live"]);
    expect(target(result.certbot, "/etc/letsencrypt")).toMatch(source);
  });

  test("is the same for include, extends, anchors and env_file", async () => {
    const result = await attached({
      "compose.yaml": "include: [proxy/compose.yaml, app.yaml]\n",
      "app.yaml": "services: { app: { image: app } }\n",
      "proxy/compose.yaml": `x-common: &common { restart: always }\nservices:\n  nginx:\n    <<: *common\n    extends: { file: base.yaml, service: web }\n    env_file: nginx.env\n  certbot:\n    image: certbot/certbot\n    volumes: [./conf:/etc/letsencrypt, ./www:/var/www/html]\n`,
      "proxy/base.yaml": "services: { web: { image: nginx, ports: ['80:80'] } }\n",
      "proxy/nginx.env": "NGINX_HTTPS_ENABLED=false\n",
    });
    expect(Object.keys(result.services)).toEqual(["app", "certbot", "certbot-companion", "nginx"]);
    expect(target(result.certbot, "/etc/letsencrypt")).toMatch(/\/proxy\/conf$/);
  });

  test("is that COMPOSE_FILE of .env reads our file too, and values under variables stay as typed", async () => {
    const result = await attached({
      ".env": "COMPOSE_FILE=a.yaml,b.yaml\nCOMPOSE_PATH_SEPARATOR=,\nDOMAIN=chat.test\nCERTBOT_DOMAIN=${DOMAIN}\n",
      "a.yaml": renewing,
      "b.yaml": "services: { app: { image: app } }\n",
    });
    expect(result.certbot.environment).toMatchObject({ CERTBOT_DOMAIN: "chat.test" });
  });

  test("is that nginx's own ports reach the sidecar", async () => {
    const odd = renewing.replace('"80:80", "443:443"', '"80:8080", "443:8443"');
    expect((await attached({ "compose.yaml": odd })).settings).toContain("\nNGINX_PORT=8080\nNGINX_SSL_PORT=8443\n");
  });
});
