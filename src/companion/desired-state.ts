import type { EnvFile, Memory, SettingsPlan, SwitchValues } from "./parts.ts";
import { type SwitchKey, switchKeys } from "./parts.ts";

export type Values = Readonly<Record<string, string>>;

/** What is known of a container start when it is compared with the desired state. */
export interface Start {
  id: string;
  startedAt: string;
  createdAt: string;
  environment: Values;
}

/** File names that Dify ships; an operator's own names are kept. */
const shipped: Partial<Record<SwitchKey, { legacy: string; ours: string }>> = {
  NGINX_SSL_CERT_FILENAME: { legacy: "dify.crt", ours: "fullchain.pem" },
  NGINX_SSL_CERT_KEY_FILENAME: { legacy: "dify.key", ours: "privkey.pem" },
};

/** The environment that nginx's files were last rendered with: the container's own, and the replays of this very start. */
export function inEffect(start: Start, applied: Memory["applied"]): Values {
  return { ...start.environment, ...appliedTo(start, applied) };
}

/** Variables that replays changed for this very start of the container. */
export function appliedTo(start: Pick<Start, "id" | "startedAt">, applied: Memory["applied"]): Values {
  return applied?.id === start.id && applied.startedAt === start.startedAt ? applied.values : {};
}

/** The variables of the desired state. `domain` is CERTBOT_DOMAIN as typed; nginx renders it into a path. */
export function valuesFor(desired: Pick<Memory, "https" | "challenge">, environment: Values, domain: string): Values {
  return { ...httpsValues(desired.https, environment, domain), ...(desired.challenge ? challengeOn : {}) };
}

/** HTTPS needs renewals: where the templates have a switch for the challenge, it is switched on with HTTPS. */
export function isChallengeWanted({ challenge }: Pick<Memory, "challenge">, environment: Values): boolean {
  return challenge || "NGINX_ENABLE_CERTBOT_CHALLENGE" in environment;
}

/** Those of `wanted` that are not in effect; an unset switch means false. */
export function behind(wanted: Values, effective: Values): Values {
  const differs = ([name, value]: readonly [string, string]) => (effective[name] ?? whenUnset(name)) !== value;
  return Object.fromEntries(Object.entries(wanted).filter(differs));
}

/** Those of the values that may be written into Compose's files. */
export function toWrite(values: Values): SwitchValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => switchKeys.some((key) => key === name)));
}

/** The env file's HTTPS value after the plan is written, for later comparison; undefined: unreadable. */
export function envFileAfter(plan: SettingsPlan, { readable, https = "" }: EnvFile): string | undefined {
  if (!readable) return undefined;
  return plan.where === "env" ? (plan.values.NGINX_HTTPS_ENABLED ?? https) : https;
}

/** `…-beneath`: in the env file, while our override still says the opposite. */
export type News = "switched-off" | "switched-off-beneath" | "switched-on" | "switched-on-beneath" | "overruled";

/** The memory after the operator's edits are taken up, and what to report of them. */
export interface Edits {
  memory: Memory;
  news: News | undefined;
}

/**
 * What the operator changed in Compose's files since we last wrote them, and what to report once. A value that differs from
 * what we wrote was typed by the operator, and wins.
 */
export function reconcileOperatorEdits(
  memory: Memory,
  files: SwitchValues,
  start: Start,
  envFile: Pick<EnvFile, "https">,
): Edits {
  const wrote = memory.lastWritten.NGINX_HTTPS_ENABLED;
  const now = files.NGINX_HTTPS_ENABLED;
  const has = start.environment["NGINX_HTTPS_ENABLED"];
  if (memory.https === "on" && wrote === "true" && now !== undefined && now !== "true") {
    return { memory: operatorSet(memory, "off-by-operator", now), news: "switched-off" };
  }
  if (memory.https === "on" && wrote === "true" && turnedOff(memory, envFile)) {
    return {
      memory: { ...memory, https: "off-by-operator", envFileSaid: envFile.https },
      news: "switched-off-beneath",
    };
  }
  if (isOff(memory) && now !== undefined && now !== "true" && turnedOn(memory, envFile)) {
    return { memory: { ...memory, https: "on", envFileSaid: envFile.https }, news: "switched-on-beneath" };
  }
  if (isOff(memory) && now === "true" && wrote !== "true" && has === "true") {
    return { memory: operatorSet(memory, "on", now), news: "switched-on" };
  }
  if (memory.https === "on" && now === "true" && has !== "true" && isNewer(start, memory)) {
    return { memory, news: "overruled" };
  }
  return { memory: noticed(memory, envFile), news: undefined };
}

/** Remembers this NGINX_HTTPS_ENABLED as known in Compose's files. */
export const withWritten = (memory: Memory, value: string): Memory => ({
  ...memory,
  lastWritten: { ...memory.lastWritten, NGINX_HTTPS_ENABLED: value },
});

// A true that came since makes a later false a change; while off, a false makes a later true one.
function noticed(memory: Memory, { https }: Pick<EnvFile, "https">): Memory {
  const differs = https !== undefined && memory.envFileSaid !== undefined && memory.envFileSaid !== https;
  return differs && (https === "true" || isOff(memory)) ? { ...memory, envFileSaid: https } : memory;
}

function turnedOn({ envFileSaid }: Memory, { https }: Pick<EnvFile, "https">) {
  return envFileSaid !== undefined && envFileSaid !== "true" && https === "true";
}

// Where the env file said false before we wrote, as Dify ships it, the same value means nothing: only a change does.
function turnedOff({ envFileSaid }: Memory, { https }: Pick<EnvFile, "https">) {
  return envFileSaid !== undefined && https !== undefined && https !== envFileSaid && https !== "true";
}

export const isOff = ({ https }: Pick<Memory, "https">): boolean => https === "off" || https === "off-by-operator";

const challengeOn = { NGINX_ENABLE_CERTBOT_CHALLENGE: "true" };

function httpsValues(desired: Memory["https"], environment: Values, domain: string): Values {
  if (desired === "unset") return {};
  if (desired !== "on") return { NGINX_HTTPS_ENABLED: "false" };
  const names = Object.entries(shipped).filter(([name, { legacy, ours }]) =>
    ["", legacy, ours].includes(environment[name] ?? ""),
  );
  return {
    NGINX_HTTPS_ENABLED: "true",
    ...Object.fromEntries(names.map(([name, { ours }]) => [name, ours])),
    ...(domain ? { CERTBOT_DOMAIN: domain } : {}),
  };
}

const whenUnset = (name: string) => (name === "NGINX_HTTPS_ENABLED" ? "false" : undefined);

const operatorSet = (memory: Memory, https: Memory["https"], value: string): Memory =>
  withWritten({ ...memory, https }, value);

const isNewer = ({ createdAt }: Start, { writtenAt }: Memory) =>
  writtenAt !== undefined && Date.parse(createdAt) > Date.parse(writtenAt);
