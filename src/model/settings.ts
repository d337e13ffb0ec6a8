import type { CertbotOptions } from "./certbot-options.ts";
import type { DnsSettings } from "./dns-providers.ts";
import type { Lineage } from "./lineage.ts";
import type { NoticeSettings } from "./notice.ts";
import { phrase } from "./phrase.ts";
import type { Schedule } from "./schedule.ts";
import type { WatchTarget } from "./watch.ts";

/** The settings of one run of the certbot container, valid and normalised. */
export interface Settings {
  lineage: Lineage;
  /** undefined: the account is registered without contact */
  email: string | undefined;
  /** ACME directory URL */
  directory: string;
  /** false with --no-verify-ssl */
  verifySsl: boolean;
  /** PEM file with further roots to trust for connections to the CA (REQUESTS_CA_BUNDLE) */
  caBundle: string | undefined;
  /** the names were typed for this very run (-d): all others are removed */
  exactNames: boolean;
  /** false: wait for update-cert (CERTBOT_AUTO=false) */
  auto: boolean;
  dryRun: boolean;
  forceRenewal: boolean;
  /** true when the directory is a staging one by --staging or --test-cert */
  staging: boolean;
  /** --required-profile, else --preferred-profile */
  profile: ProfileRequest | undefined;
  /** common name of who signed the topmost certificate of the chain (--preferred-chain) */
  preferredChain: string | undefined;
  /** --eab-kid, --eab-hmac-key, --eab-hmac-alg */
  externalAccount: ExternalAccount | undefined;
  loudness: "quiet" | "normal" | "verbose";
  folders: Folders;
  nginx: NginxAddress;
  /** the port of HTTPS that visitors use (PUBLIC_HTTPS_PORT) */
  publicHttpsPort: number;
  proxy: Proxy;
  deploy: Deploy;
  /** uid and gid that HAProxy reads its certificates with */
  haproxyOwner: { uid: number; gid: number };
  /** undefined: names are proven over HTTP */
  dns: DnsSettings | undefined;
  certbot: CertbotOptions;
  /** run hooks of saved confs and of renewal-hooks/ (RUN_SAVED_HOOKS=true) */
  runSavedHooks: boolean;
  /** ms, the longest wait between two ARI requests (ARI_POLL_SECONDS) */
  askEvery: number;
  /**
   * true: the operator provides the certificate, and no CA is asked; false: the CA renews an imported one; undefined:
   * an imported one is kept (OWN_CERTIFICATE)
   */
  imported: boolean | undefined;
  /** RENEW_SCHEDULE */
  schedule: Schedule | undefined;
  notices: NoticeSettings;
  /** requested once after each good check (HEARTBEAT_URL); it contains a secret */
  heartbeat: URL | undefined;
  /** the port for Prometheus; undefined: none */
  metricsPort: number | undefined;
  /** servers whose certificates others keep (WATCH) */
  watch: readonly WatchTarget[];
  /** DNS servers that doctor asks; empty: those of the container */
  doctorResolvers: readonly string[];
  /** unix socket of the companion */
  companionSocket: string;
  /** said once at start: what was ignored, and what to do */
  warnings: readonly string[];
  /** the warnings caused by a flag that prevents a certificate that browsers trust */
  staleFlags: readonly StaleFlag[];
}

/** A flag that was left where each run finds it. */
export interface StaleFlag {
  flag: "--dry-run" | "--staging" | "--server";
  /** CERTBOT_OPTIONS, or a file */
  where: string;
  /** the warning */
  says: string;
}

/** A profile of the CA (draft-ietf-acme-profiles); without `required` it is used where it exists. */
export interface ProfileRequest {
  name: string;
  required: boolean;
}

/** An account of the CA's site, to bind ours to (RFC 8555 section 7.3.4). */
export interface ExternalAccount {
  kid: string;
  /** base64url, a secret; or its file, read when an account is registered */
  hmacKey: string | { file: string };
  /** HS256 by default */
  algorithm?: HmacAlgorithm;
}

/** JWS names of an external account's signatures (RFC 7518 section 3.1), the usual one first. */
export const hmacAlgorithms = ["HS256", "HS384", "HS512"] as const;
export type HmacAlgorithm = (typeof hmacAlgorithms)[number];

export interface Folders {
  /** /etc/letsencrypt */
  config: string;
  /** /var/www/html */
  webroot: string;
  /** /var/log/letsencrypt */
  logs: string;
  /** a tmpfs of this container: /run */
  run: string;
  /** /var/lib, where httpsidecar/ is a volume of certbot's own */
  state: string;
}

/** The source of its certificates, in words. */
export const describeSource = ({ imported, directory }: Pick<Settings, "imported" | "directory">): string =>
  imported ? phrase`with a certificate of your own` : phrase`by ${new URL(directory).host}`;

/** nginx's address inside the stack. */
export interface NginxAddress {
  /** Compose service name */
  host: string;
  port: number;
  sslPort: number;
}

/** In a swarm, behind the service's name, the name of all its tasks (Docker's DNS). */
export const isEveryTask = (host: string): boolean => host.startsWith("tasks.");

/** The web server of the stack. */
export type Proxy = "nginx" | "haproxy";

/** How a new certificate is deployed (DEPLOY). */
export const deployWays = ["reload", "restart", "swarm", "signal", "stamp", "hook", "none"] as const;
export type Deploy = (typeof deployWays)[number];

export type WriteEnv = "auto" | "override" | "env" | "never";

/** The companion's settings. */
export interface CompanionSettings {
  /** unix socket it listens on */
  listen: string;
  /** unix socket of the Docker Engine; undefined when dockerHost is set */
  dockerSocket: string | undefined;
  /** tcp://host:port of a filtering socket proxy */
  dockerHost: string | undefined;
  /** the stack's project folder, mounted */
  stackFolder: string;
  /** its own volume: desired state and journal */
  stateFolder: string;
  /** Compose service of nginx */
  service: string;
  writeEnv: WriteEnv;
  proxy: Proxy;
  /** restart: the service is restarted, and never changed in any other way; swarm: it gets the certificate as secrets */
  deploy: Deploy;
  /** certbot's folder, mounted read-only with DEPLOY=swarm */
  certificates: string;
  /** HAProxy's runtime socket, in a volume shared with it */
  adminSocket: string;
  /** CERTBOT_DOMAIN as typed; nginx renders it into a path */
  domain: string;
  extras: ExtraSettings;
}

/** What nginx serves besides HTTPS, once that works. */
export interface ExtraSettings {
  /** REDIRECT_TO_HTTPS */
  redirect: "auto" | "true" | "false";
  /** HTTP2 */
  http2: boolean;
  /** seconds; undefined: no HSTS (HSTS_MAX_AGE) */
  hstsMaxAge: number | undefined;
  /** the port of HTTPS that visitors use (PUBLIC_HTTPS_PORT) */
  publicHttpsPort: number;
}
