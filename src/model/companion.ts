/** All requests to the companion. A request is one of these words and nothing else. */
export const companionVerbs = [
  "look",
  "enable-https",
  "disable-https",
  "enable-challenge",
  "reload",
  "add-extras", // redirect, HTTP/2 and HSTS as the companion's own settings have them; HTTPS is served
  "add-extras-proven", // the same, and the public name was seen to serve it
] as const;
export type CompanionVerb = (typeof companionVerbs)[number];

/** How a request ended; deploy/ turns each into words and a fix. */
export const companionCodes = [
  "done", // it was changed, and seen to be in effect
  "unchanged", // it was so already
  "off-by-operator", // a person switched HTTPS off; nothing was done
  "no-nginx", // no running container of the service in this stack
  "certificate-missing", // nginx does not start for want of a certificate's file; output has its words
  "several-nginx", // more than one matches: a recreate under way, or a one-off
  "not-ready", // nginx is starting; ask again
  "unknown-shape", // entrypoint or command is not one that may be run again
  "stack-updated", // rendering with the old environment differs: templates changed on disk
  "config-test-failed", // nginx -t or the dump said no; output has file and line
  "upstream-missing", // a service that nginx names is stopped; output has its name
  "reload-refused", // the master kept its old workers; output has its [emerg] line
  "no-space", // the folder of the rendered files is full or read-only
  "settings-refused", // the settings file cannot be replaced; output names it
  "rolled-back", // the Engine put a swarm service's tasks back; output says what failed
  "too-many", // too many switches in ten minutes
  "busy", // another request is at work
  "docker-failed", // the Engine answered with an error
  "bad-request", // not one of the verbs
] as const;
export type CompanionCode = (typeof companionCodes)[number];

/** Codes whose output is nginx's own words alone; the output of the others ends with the line of the fix. */
export const inNginxWords: readonly CompanionCode[] = ["config-test-failed", "reload-refused", "certificate-missing"];
export const fixMark = "fix: ";

/** Notes that are no failure. */
export const companionNotes = [
  "written-override", // our override file now says so
  "written-env", // the stack's .env now says so
  "written-nowhere", // WRITE_ENV=never, or no file can be written: it lasts until nginx is recreated, the companion repeats it
  "domain-not-kept", // Compose would make nginx with HTTPS but without CERTBOT_DOMAIN, so nothing was written
  "next-up-recreates-nginx", // the next plain `docker compose up -d` recreates nginx once
  "overruled", // the container was made with another value than the file says (shell, --env-file, compose file)
  "env-file-elsewhere", // Compose was given another --env-file, outside the stack's folder
  "redirects", // HTTP is led to HTTPS
  "no-place-for-extras", // nginx's server block stands in no file that a start renders
  "port-80-unpublished", // no port 80 of the host leads to nginx; of a look only, as are the seven below
  "port-443-unpublished", // nor the port of HTTPS (PUBLIC_HTTPS_PORT)
  "host-network", // nginx has the host's network, so the host's firewall stands before it
  "other-server-block", // nginx has another server block for our domain than the one with the challenge or the certificate
  "no-web-sockets", // its configuration passes no web socket on
  "buffered", // its configuration holds every answer back until it is whole
  "foreign-certificate", // it serves TLS, and names no certificate of our domain
  "upstream-moved", // services that nginx passes requests to have other addresses than it has read; output has their names
  "untested", // its configuration cannot be read or tested from here: the wire is the proof
  "put-back", // the old configuration was restored
] as const;
export type CompanionNote = (typeof companionNotes)[number];

/** Variables with addresses that apps give to browsers: Dify's and Open WebUI's. */
export const appUrlNames = [
  "CONSOLE_API_URL",
  "CONSOLE_WEB_URL",
  "SERVICE_API_URL",
  "APP_API_URL",
  "APP_WEB_URL",
  "FILES_URL",
  "TRIGGER_URL",
  "ENDPOINT_URL_TEMPLATE",
  "NEXT_PUBLIC_SOCKET_URL",
  "WEBUI_URL",
] as const;

/** Does it lead browsers to http:// or ws://? */
export const isPlainUrl = (value: string): boolean => /(?:^|[\s;,])(?:http|ws):\/\//.test(value);

/** A fixed record: booleans, short codes, a port, addresses of apps, and at most 4 KiB of nginx's own output without control characters. */
export interface CompanionAnswer {
  code: CompanionCode;
  /** one running nginx of this stack was found */
  nginx: boolean;
  /** its effective configuration listens with TLS */
  https: boolean;
  /** its effective configuration has the challenge location */
  challenge: boolean;
  /** the operator switched HTTPS off */
  off: boolean;
  notes: readonly CompanionNote[];
  /** of a look with DEPLOY=swarm: the tasks of the service, at most `mostTasks` */
  tasks?: readonly ServingTask[];
  /** of a look: the port of the host that leads to nginx's HTTPS, where 443 does not */
  httpsPort?: number;
  /** of a look: those with http:// or ws:// that the stack's containers run with, at most `maxUrlLength` each */
  appUrls?: Readonly<Partial<Record<(typeof appUrlNames)[number], string>>>;
  output: string;
}

/** A task of a swarm service that is meant to run. */
export interface ServingTask {
  /** service and number, as `docker service ps` has it */
  name: string;
  node: string;
  /** Swarm's word for it */
  state: string;
  /** lineage, serial and digest of each certificate that it has as a secret */
  certificates: readonly string[];
  /** it runs, and has all stored certificates */
  isCurrent: boolean;
}

export const mostTasks = 100;
export const maxUrlLength = 200;

export const maxRequestBytes = 1024;
export const maxOutputBytes = 4096;

const secondMs = 1000;

/** Beside the companion's socket: says `rests` or `works`, and wakes nothing. */
export const aliveSocket = (socket: string): string => `${socket}.alive`;

/** Where both containers mount the companion's unix socket, in a volume of their own. */
export const usualSocket = "/run/httpsidecar/companion.sock";

/** Milliseconds that each thing may take, for both sides of the socket. */
export const companionLimits = {
  /** a request comes whole */
  requestMs: 5 * secondMs,
  /** another request, or the watcher, is at work; then `busy` */
  turnMs: 10 * secondMs,
  /** the Engine answers one question */
  engineMs: 20 * secondMs,
  /** a container is stopped, by its own grace period, and starts again */
  restartMs: 60 * secondMs,
  /** a short program inside a container ends */
  programMs: 20 * secondMs,
  /** the container ends a program by itself before we leave it alone */
  graceMs: 5 * secondMs,
  /** a server reads and tests its whole configuration: upstreams by slow DNS, rules of a firewall */
  configTestMs: 60 * secondMs,
  /** new workers take over after a reload that was accepted */
  reloadMs: 90 * secondMs,
  /** an update of a swarm service is waited for; it goes on by itself */
  serviceMs: 200 * secondMs,
  /** the request is answered; `busy` when its work goes on */
  answerMs: 240 * secondMs,
  /** without a round that ended well, the companion's health turns red */
  staleMs: 300 * secondMs,
  /** between two rounds of the watcher */
  pauseMs: 60 * secondMs,
  /** a companion for which there was nothing to do for so long rests, */
  settlesMs: 20 * secondMs,
  /** for so long, unless it is woken */
  restMs: 3 * 3600 * secondMs,
} satisfies Record<string, number>;

/** The longest that a client has to wait for its answer. */
export const clientLimitMs: number =
  2 * companionLimits.turnMs + companionLimits.requestMs + companionLimits.answerMs + 5 * secondMs;
