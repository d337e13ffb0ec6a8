import * as z from "zod";
import { addressAndPort, addressText } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { deployWays } from "../model/settings.ts";
import { badSettings, putIntoEnv, shown, windowsLineEnds } from "./bad-settings.ts";
import { secretNames, withSecretFiles } from "./secret-files.ts";

/** The environment from Compose: every value a string, unset or empty alike. */
export type Environment = Readonly<Record<string, string | undefined>>;

const longest = 32 * 1024;

const text = z.string().default("");
const service = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, phrase`is not a name of a Compose service`);
const file = z.string().startsWith("/", phrase`is not the full path of a file inside the container`);
const port = z
  .string()
  .regex(/^\d{1,5}$/, phrase`is not a port number`)
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65535, phrase`is not a port between 1 and 65535`);

/** Seconds: the longest wait between two ARI requests (RFC 9773 asks for no more than one a minute). */
const [shortestPoll, longestPoll] = [60, 6 * 60 * 60];
const pollSeconds = z
  .string()
  .regex(/^\d{1,6}$/, phrase`is not a number of seconds`)
  .transform(Number)
  .refine((number) => number >= shortestPoll && number <= longestPoll, phrase`is not between 60 and 21600 seconds`);
const proxy = z.enum(["nginx", "haproxy"], phrase`is neither nginx nor haproxy`).default("nginx");
const deploy = z.enum(deployWays, phrase`is none of ${deployWays.join(", ")}`).default("reload");

/** Node silently reads an unknown one as UTC. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name.replace(/^:/, "") }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

const resolvers = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((each) => each !== ""))
  .refine((list) => list.every(isResolver), phrase`contains something that is not an address of a DNS server`);

const certbotSchema = z.object({
  CERTBOT_DOMAIN: text,
  CERTBOT_EMAIL: text,
  CERTBOT_OPTIONS: text,
  CERTBOT_AUTO: z.enum(["true", "false"], phrase`is neither true nor false`).default("true"),
  NGINX_SERVICE: service.default("nginx"),
  NGINX_PORT: port.default(80),
  NGINX_SSL_PORT: port.default(443),
  REQUESTS_CA_BUNDLE: file.optional(),
  EAB_HMAC_KEY_FILE: file.optional(),
  RUN_SAVED_HOOKS: z.enum(["true", "false"], phrase`is neither true nor false`).default("false"),
  ARI_POLL_SECONDS: pollSeconds.default(longestPoll),
  PROXY: proxy,
  DEPLOY: deploy,
  HAPROXY_OWNER: z
    .string()
    .regex(/^\d{1,6}:\d{1,6}$/, phrase`is not uid:gid, in numbers`)
    .default("99:99"),
  RENEW_SCHEDULE: z.string().optional(),
  TZ: z.string().refine(isZone, phrase`is not a time zone`).optional(),
  OWN_CERTIFICATE: z.enum(["true", "false"], phrase`is neither true nor false`).optional(),
  DOCTOR_RESOLVERS: resolvers.default([]),
  METRICS_PORT: port.optional(),
  LOG_FORMAT: z.enum(["text", "json"], phrase`is neither text nor json`).default("text"),
  NOTIFY_URLS: text,
  HEARTBEAT_URL: z
    .string()
    .refine(
      (url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ""),
      phrase`is not an address that starts with https:// or http://`,
    )
    .transform((url) => new URL(url))
    .optional(),
  NOTIFY_RENEWED: z.enum(["true", "false"], phrase`is neither true nor false`).default("false"),
  PUBLIC_HTTPS_PORT: port.default(443),
  WATCH: text,
});

const companionSchema = z.object({
  PROXY: proxy,
  DEPLOY: deploy,
  CERTBOT_DOMAIN: text,
  NGINX_SERVICE: service.default("nginx"),
  WRITE_ENV: z
    .enum(["auto", "override", "env", "never"], phrase`is none of auto, override, env and never`)
    .default("auto"),
  DOCKER_HOST: z
    .string()
    .regex(/^(?:tcp:\/\/[^/\s@]+\/?|unix:\/\/\/\S+)$/, phrase`is neither tcp://host:port nor unix:///path`)
    .optional(),
  REDIRECT_TO_HTTPS: z.enum(["auto", "true", "false"], phrase`is none of auto, true and false`).default("auto"),
  HTTP2: z.enum(["true", "false"], phrase`is neither true nor false`).default("false"),
  HSTS_MAX_AGE: z
    .string()
    .regex(/^\d{1,9}$/, phrase`is not a number of seconds`)
    .transform(Number)
    .optional(),
  PUBLIC_HTTPS_PORT: port.default(443),
});

/** A value that always works, to paste. */
const mends: Readonly<Record<string, string>> = {
  CERTBOT_AUTO: phrase`CERTBOT_AUTO=true (or false)`,
  NGINX_SERVICE: "NGINX_SERVICE=nginx",
  NGINX_PORT: "NGINX_PORT=80",
  NGINX_SSL_PORT: "NGINX_SSL_PORT=443",
  REQUESTS_CA_BUNDLE: "REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt",
  EAB_HMAC_KEY_FILE: "EAB_HMAC_KEY_FILE=/run/secrets/eab-hmac-key",
  RUN_SAVED_HOOKS: phrase`RUN_SAVED_HOOKS=false (or true)`,
  ARI_POLL_SECONDS: "ARI_POLL_SECONDS=21600",
  TZ: "TZ=Asia/Tokyo",
  PROXY: phrase`PROXY=nginx (or haproxy)`,
  DEPLOY: "DEPLOY=reload",
  HAPROXY_OWNER: "HAPROXY_OWNER=99:99",
  OWN_CERTIFICATE: phrase`OWN_CERTIFICATE=true (or false)`,
  DOCTOR_RESOLVERS: "DOCTOR_RESOLVERS=1.1.1.1,8.8.8.8",
  METRICS_PORT: "METRICS_PORT=9102",
  LOG_FORMAT: phrase`LOG_FORMAT=text (or json)`,
  NOTIFY_RENEWED: phrase`NOTIFY_RENEWED=true (or false)`,
  HEARTBEAT_URL: "HEARTBEAT_URL=https://hc-ping.com/your-uuid",
  WRITE_ENV: "WRITE_ENV=auto",
  DOCKER_HOST: "DOCKER_HOST=tcp://docker-socket-proxy:2375",
  REDIRECT_TO_HTTPS: "REDIRECT_TO_HTTPS=auto",
  HTTP2: phrase`HTTP2=true (or false)`,
  HSTS_MAX_AGE: "HSTS_MAX_AGE=31536000",
  PUBLIC_HTTPS_PORT: "PUBLIC_HTTPS_PORT=443",
};

/** The variables of the certbot container. Throws Problem `bad-settings` that names the first unusable one. */
export function readCertbotEnvironment(environment: Environment): z.infer<typeof certbotSchema> {
  return parse(certbotSchema, environment);
}

/** The variables of both containers. */
export const settingNames: readonly string[] = [
  ...Object.keys({ ...certbotSchema.shape, ...companionSchema.shape }),
  ...["HTTPSIDECAR_LANG", "DNS_PROVIDER"],
];

/** The certbot container's variables as they are while none is set. */
export const certbotDefaults = (): Readonly<Record<string, unknown>> => certbotSchema.parse({});

/** The variables of the companion. Throws Problem `bad-settings` likewise. */
export function readCompanionEnvironment(environment: Environment): z.infer<typeof companionSchema> {
  return parse(companionSchema, environment);
}

const isResolver = (text: string) => addressText(addressAndPort(text).address) !== undefined;

function parse<Schema extends z.ZodObject>(schema: Schema, environment: Environment): z.infer<Schema> {
  // Compose's ${NAME:-} passes an empty string for what is not set.
  const names = secretNames.filter((name) => name in schema.shape);
  const all = withSecretFiles(environment, names);
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value));
  const long = Object.keys(schema.shape).find((key) => (given[key]?.length ?? 0) > longest);
  if (long !== undefined)
    throw badSettings(phrase`${long} is longer than ${longest} characters`, putIntoEnv(mends[long] ?? `${long}=`));
  const [windows] = Object.keys(schema.shape).filter((key) => given[key]?.endsWith("\r"));
  if (windows !== undefined) throw windowsLineEnds(windows);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;

  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  const value = names.some((each) => each === name) ? "" : ` ${shown(given[name] ?? "")}`;
  const message = `${name}${value} ${issue?.message}`;
  throw badSettings(message, putIntoEnv(mends[name] ?? name));
}
