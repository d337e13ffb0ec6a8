import type { KnownApp } from "./apps.ts";

/**
 * - `dify`: nginx and certbot as in Dify's docker folder, so the sidecar takes certbot's place
 * - `own`: the sidecar is part of the compose file, as in this repository's
 * - `app`: an app without a proxy, so an nginx comes with the sidecar
 * - `own-conf`: an nginx with a configuration file of the operator's, which a line of ours goes into
 * - `renew-only`: an nginx with certbot's folder and files of its own, as Open WebUI's page about nginx has it
 */
export type Kind = "dify" | "own" | "app" | "own-conf" | "renew-only";

export interface Recognised {
  kind: Kind;
  /** the Compose service that is nginx */
  service: string;
  /** behind a proxy that comes with us */
  app?: FrontedApp;
}

export interface FrontedApp {
  known: KnownApp | undefined;
  /** where it listens: service:port, with https:// before it where it speaks TLS itself */
  upstream: string;
}
