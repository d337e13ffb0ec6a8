import type { Images } from "./images.ts";
import type { Services } from "./services.ts";

/** The three services that nginx serves, and where each listens. */
const ports = { api: 5001, web: 3000, plugin_daemon: 5002 };

/**
 * The services of Dify's docker/docker-compose.yaml, as far as a sidecar has to do with them: which of them take
 * `.env` whole, which are behind a profile, what nginx and certbot mount, how they are started. Not whole: one container
 * answers for the three that nginx serves, since each takes its part of a start, and nginx has a second to stop in instead
 * of Docker's ten: its first process is a shell that hears no signal, so that each stop takes all the time there is.
 */
export function difyServices({ node, nginx, certbot }: Images, whole: boolean): Services {
  const app = (port: number) => ({
    image: node,
    init: true,
    restart: "always",
    env_file: [{ path: ".env", required: false }],
    environment: { PORT: String(port) },
    command: ["node", "/app/server.mjs"],
    volumes: ["./app:/app:ro"],
  });
  const store = { image: node, init: true, restart: "always", command: ["sleep", "infinity"] };
  const api = app(ports.api);
  if (!whole) {
    const aliases = Object.keys(ports).filter((name) => name !== "api");
    const command = ["node", "--input-type=module", "-e", allPorts];
    return {
      api: { ...api, command, networks: { default: { aliases } } },
      nginx: { ...nginxService(nginx), depends_on: ["api"], stop_grace_period: "1s" },
      certbot: certbotService(certbot),
    };
  }
  return {
    api: { ...api, depends_on: { db_postgres: { condition: "service_started", required: false } } },
    worker: api,
    web: app(ports.web),
    plugin_daemon: app(ports.plugin_daemon),
    sandbox: app(8194),
    redis: store,
    db_postgres: { ...store, profiles: ["postgresql"] },
    weaviate: { ...store, profiles: ["weaviate"] },
    nginx: nginxService(nginx),
    certbot: certbotService(certbot),
  };
}

/** A module for each address that it is imported from. */
const allPorts = Object.values(ports)
  .map((port) => `process.env.PORT = "${port}"; await import("/app/server.mjs?${port}");`)
  .join(" ");

function nginxService(image: string) {
  const settings = {
    NGINX_SERVER_NAME: "_",
    NGINX_HTTPS_ENABLED: "false",
    NGINX_SSL_PORT: "443",
    NGINX_PORT: "80",
    NGINX_SSL_CERT_FILENAME: "dify.crt",
    NGINX_SSL_CERT_KEY_FILENAME: "dify.key",
    NGINX_SSL_PROTOCOLS: "TLSv1.2 TLSv1.3",
    NGINX_WORKER_PROCESSES: "auto",
    NGINX_CLIENT_MAX_BODY_SIZE: "100M",
    NGINX_KEEPALIVE_TIMEOUT: "65",
    NGINX_PROXY_READ_TIMEOUT: "3600s",
    NGINX_PROXY_SEND_TIMEOUT: "3600s",
    NGINX_ENABLE_CERTBOT_CHALLENGE: "false",
    CERTBOT_DOMAIN: "",
  };
  const environment = Object.entries(settings).map(([key, fallback]) => [key, setting(key, fallback)]);
  return {
    image,
    restart: "always",
    volumes: [
      "./nginx/nginx.conf.template:/etc/nginx/nginx.conf.template",
      "./nginx/proxy.conf.template:/etc/nginx/proxy.conf.template",
      "./nginx/https.conf.template:/etc/nginx/https.conf.template",
      "./nginx/conf.d:/etc/nginx/conf.d",
      "./nginx/docker-entrypoint.sh:/docker-entrypoint-mount.sh",
      "./nginx/ssl:/etc/ssl",
      "./volumes/certbot/conf/live:/etc/letsencrypt/live",
      "./volumes/certbot/conf:/etc/letsencrypt",
      "./volumes/certbot/www:/var/www/html",
    ],
    // The mounted script may have lost its run bit, or come with Windows line ends.
    entrypoint: [
      "sh",
      "-c",
      "cp /docker-entrypoint-mount.sh /docker-entrypoint.sh && sed -i 's/\\r$$//' /docker-entrypoint.sh && chmod +x /docker-entrypoint.sh && /docker-entrypoint.sh",
    ],
    environment: Object.fromEntries(environment),
    depends_on: ["api", "web"],
    ports: [
      `${setting("EXPOSE_NGINX_PORT", "80")}:${setting("NGINX_PORT", "80")}`,
      `${setting("EXPOSE_NGINX_SSL_PORT", "443")}:${setting("NGINX_SSL_PORT", "443")}`,
    ],
  };
}

function certbotService(image: string) {
  return {
    image,
    profiles: ["certbot"],
    volumes: [
      "./volumes/certbot/conf:/etc/letsencrypt",
      "./volumes/certbot/www:/var/www/html",
      "./volumes/certbot/logs:/var/log/letsencrypt",
      "./volumes/certbot/conf/live:/etc/letsencrypt/live",
      "./certbot/update-cert.template.txt:/update-cert.template.txt",
      "./certbot/docker-entrypoint.sh:/docker-entrypoint.sh",
    ],
    environment: ["CERTBOT_EMAIL", "CERTBOT_DOMAIN", "CERTBOT_OPTIONS"].map((key) => `${key}=${setting(key, "")}`),
    entrypoint: ["/docker-entrypoint.sh"],
    command: ["tail", "-f", "/dev/null"],
  };
}

/** A value that Compose takes from .env. */
function setting(key: string, fallback: string): string {
  return `\${${key}:-${fallback}}`;
}
