import { phrase } from "../model/phrase.ts";
import { plainName } from "../model/plain-text.ts";
import type { Environment } from "./environment.ts";

/**
 * In a swarm our texts for the operator have the commands and files of docker/swarm in place of Compose's, which every
 * text and translation names: the one home of the two. `SWARM_STACK` is set by stack.yaml, whatever DEPLOY is there.
 */
export function stackWords({ DEPLOY, SWARM_STACK }: Environment): (text: string) => string {
  if (DEPLOY?.trim() !== "swarm" && !SWARM_STACK) return (text) => text;
  const rules = rulesOf(plainName(SWARM_STACK || "STACK"));
  return (text) => rules.reduce((said, [compose, swarm]) => said.replace(compose, swarm), text);
}

type Rule = readonly [compose: RegExp, swarm: (whole: string, ...found: string[]) => string];

/** The first that fits a command counts, so what is more special comes first. */
function rulesOf(stack: string): readonly Rule[] {
  const first = (name: string) => `$(docker ps -qf name=^${stack}_${name}.1)`;
  const certbot = first("certbot");
  return [
    [/docker compose exec certbot httpsidecar (enable|disable)-https/g, (_, verb) => switching(verb, stack)],
    [/docker compose exec certbot(?![\w-])/g, () => `docker exec -it ${certbot}`],
    [/docker compose run(?: --rm)? ([a-z-]+)/g, (_, name = "") => `docker exec -it ${first(name)} certbot`],
    // several tasks of nginx may be on one node
    [/docker compose exec nginx/g, () => `docker exec $(docker ps -qf name=^${stack}_nginx. | head -n 1)`],
    [/docker compose cp (\S+) certbot:/g, (_, file) => `docker cp ${file} ${certbot}:`],
    [/docker compose (exec|cp)/g, (_, verb) => `docker ${verb}`],
    ...serviceRules(stack),
    [/(?<![\w/.])((?:httpsidecar)?\.env)(?![\w.])/g, (_, file) => `docker/swarm/${file}`],
  ];
}

function serviceRules(stack: string): readonly Rule[] {
  const restart = (name: string) => `docker service update --force ${stack}_${name}`;
  return [
    [command("up -d((?: --[a-z-]+)+)"), (_, _flags, names) => `${deployed(stack)}; ${each(names, restart)}`],
    [command("up -d"), () => deployed(stack)],
    [command("restart"), (_, names) => each(names, restart)],
    [
      command("logs((?: --tail \\d+)?)"),
      (_, flag, names) => each(names, (name) => `docker service logs${flag} ${stack}_${name}`),
    ],
    [command("ps(?: --all)?"), (_, names) => each(names, (name) => `docker service ps ${stack}_${name}`)],
    [command("stop"), (_, names) => each(names, (name) => `docker service scale ${stack}_${name}=0`)],
  ];
}

const command = (verb: string) =>
  new RegExp(`docker compose ${verb}((?: (?:nginx|haproxy|certbot-companion|certbot)(?![\\w-]))*)`, "g");

/** For each service that was named; nginx where none was. */
const each = (names: string | undefined, say: (name: string) => string) =>
  (names?.trim() || "nginx").split(" ").map(say).join("; ");

const deployed = (stack: string) => `docker/swarm/deploy ${stack}`;

/** Only the stack's file switches HTTPS. */
const switching = (verb: string | undefined, stack: string) =>
  phrase`NGINX_HTTPS_ENABLED=${verb === "enable"} in .env, then: ${deployed(stack)}`;
