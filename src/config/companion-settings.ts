import { usualSocket } from "../model/companion.ts";
import type { CompanionSettings } from "../model/settings.ts";
import { type Environment, readCompanionEnvironment } from "./environment.ts";

export interface CompanionSource {
  environment: Environment;
  stackFolder?: string;
  stateFolder?: string;
  listen?: string;
  /** where the engine's socket is mounted; DOCKER_SOCKET is its path on the host */
  dockerSocket?: string;
  /** where HAProxy's runtime socket is mounted */
  adminSocket?: string;
  /** where certbot's folder is mounted */
  certificates?: string;
}

/** The companion's settings. Throws Problem `bad-settings`, which names the variable and the fix. */
export function readCompanionSettings({
  environment,
  stackFolder = "/stack",
  stateFolder = "/var/lib/httpsidecar",
  listen = usualSocket,
  dockerSocket = "/var/run/docker.sock",
  adminSocket = "/run/haproxy-admin/admin.sock",
  certificates = "/etc/letsencrypt",
}: CompanionSource): CompanionSettings {
  const given = readCompanionEnvironment(environment);
  return {
    listen,
    ...readEngine(given.DOCKER_HOST, dockerSocket),
    stackFolder,
    stateFolder,
    service: given.NGINX_SERVICE,
    writeEnv: given.WRITE_ENV,
    domain: given.CERTBOT_DOMAIN,
    proxy: given.PROXY,
    deploy: given.DEPLOY,
    adminSocket,
    certificates,
    extras: {
      redirect: given.REDIRECT_TO_HTTPS,
      http2: given.HTTP2 === "true",
      hstsMaxAge: given.HSTS_MAX_AGE,
      publicHttpsPort: given.PUBLIC_HTTPS_PORT,
    },
  };
}

function readEngine(host: string | undefined, mounted: string) {
  const socket = host === undefined ? mounted : /^unix:\/\/(.*)$/.exec(host)?.[1];
  return { dockerSocket: socket, dockerHost: socket === undefined ? host : undefined };
}
