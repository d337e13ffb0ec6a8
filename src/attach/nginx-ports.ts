import type { PublishedPort, Service } from "./compose-model.ts";

export interface NginxPorts {
  http: number;
  https: number;
}

/** What nginx listens on inside its container, by what the stack publishes: images differ (80 and 443, 8080 and 8443). */
export function nginxPorts({ ports, environment }: Service): NginxPorts {
  const { NGINX_PORT: http, NGINX_SSL_PORT: https } = environment;
  return {
    http: Number(http) || chosen(ports, 80, [80, 8080]),
    https: Number(https) || chosen(ports, 443, [443, 8443]),
  };
}

function chosen(ports: readonly PublishedPort[], host: number, usual: readonly number[]): number {
  const atHost = ports.find(({ hostPort }) => hostPort === host)?.containerPort;
  const known = usual.find((port) => ports.some(({ containerPort }) => containerPort === port));
  return atHost ?? known ?? host;
}
