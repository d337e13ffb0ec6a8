import { phrase } from "../../model/phrase.ts";
import type { Problem } from "../../model/problem.ts";
import { refusal } from "../refusal.ts";

export const nothingStored = (service: string, certificates: string): Problem =>
  refusal(
    "not-ready",
    phrase`${certificates} has no certificate for the secrets of service ${service}`,
    phrase`certbot-companion mounts certbot's volume read-only, so both run on the node that has it: docker service ps`,
  );

export const noPlace = (service: string): Problem =>
  refusal(
    "unknown-shape",
    phrase`service ${service} has no secrets at live/NAME/fullchain.pem and live/NAME/privkey.pem`,
    phrase`docker/swarm shows how nginx gets its secrets`,
  );

export const paused = (service: string, why: string): Problem =>
  refusal(
    "not-ready",
    phrase`the update of service ${service} is paused: ${why}`,
    phrase`docker service ps --no-trunc ${service}; once the cause is gone: docker service update --detach ${service}`,
  );

export const rolledBack = (service: string, why: string, nodes: string): Problem =>
  refusal(
    "rolled-back",
    phrase`service ${service} (${nodes}): ${why}`,
    phrase`docker service logs ${service} shows nginx's own output; the next certificate is deployed automatically, this one after: docker service update --force --detach ${service}`,
  );

export const busy = (service: string): Problem =>
  refusal(
    "not-ready",
    phrase`another update of service ${service} is in progress`,
    phrase`wait: it is tried again automatically; docker service ps ${service}`,
  );

export const changedMeanwhile = (service: string): Problem =>
  refusal(
    "not-ready",
    phrase`service ${service} was given other secrets by another update`,
    phrase`wait: it is tried again automatically; docker/swarm/deploy keeps the present secrets`,
  );

export const late = (service: string, { tasks, of }: { tasks: number; of: number }, ms: number, why: string): Problem =>
  refusal(
    "not-ready",
    phrase`${tasks} of ${of} tasks of service ${service} have the new certificate after ${ms / 1000} s (${why})`,
    phrase`docker service ps ${service}: tasks that finish their connections take up to stop_grace_period each`,
  );

export const taken = (name: string): Problem =>
  refusal(
    "unknown-shape",
    phrase`a secret ${name} is there already and was not made for this service`,
    phrase`see who made it, and remove it: docker secret inspect ${name}; docker secret rm ${name}`,
  );

export const changedByOthers = (service: string, times: number): Problem =>
  refusal(
    "busy",
    phrase`service ${service} was changed by others, ${times} times in a row`,
    phrase`wait: it is tried again automatically`,
  );
