import { hostItself } from "../model/address.ts";
import { phrase } from "../model/phrase.ts";
import { plainName } from "../model/plain-text.ts";
import type { Environment } from "./environment.ts";

/**
 * Every text and translation for the operator has Compose's commands, and `nginx` or `haproxy` as the service of the web
 * server. Gives what turns them into those of the stack at hand: the one home of the two. `SWARM_STACK` is set by
 * stack.yaml, whatever DEPLOY is there; NGINX_SERVICE by attach and docker/host.
 */
export function stackWords({ DEPLOY, SWARM_STACK, NGINX_SERVICE }: Environment): (text: string) => string {
  const isSwarm = DEPLOY?.trim() === "swarm" || Boolean(SWARM_STACK);
  const rules = isSwarm ? rulesOf(plainName(SWARM_STACK || "STACK")) : composeRules(NGINX_SERVICE?.trim() || "nginx");
  return (text) => rules.reduce((said, [compose, own]) => said.replace(compose, own), text);
}

type Rule = readonly [compose: RegExp, own: (whole: string, ...found: string[]) => string];

const flags = "((?: --[a-z-]+(?: \\d+)?)*)";
const inContainer = /docker compose exec (?:nginx|haproxy)(?![\w-])/g;

function composeRules(server: string): readonly Rule[] {
  if (server === hostItself) return hostRules;
  // an address is no service of Compose's
  if (server === "nginx" || !/^[a-z\d][\w-]*$/i.test(server)) return [];
  return [
    [inContainer, () => `docker compose exec ${server}`],
    [
      command(`(up -d|logs|ps|restart|stop)${flags}`),
      (_, verb, given, names = "") =>
        `docker compose ${verb}${given}${names.replace(/ (?:nginx|haproxy)\b/g, ` ${server}`)}`,
    ],
  ];
}

/** Where nginx or HAProxy is a service of the host's own (docker/host). */
const hostRules: readonly Rule[] = [
  [/docker compose exec (?:nginx|haproxy) /g, () => ""],
  [
    /docker compose logs(?: --tail (\d+))? (nginx|haproxy)(?![\w-])/g,
    (_, lines, unit) => `journalctl -u ${unit}${lines ? ` -n ${lines}` : ""}`,
  ],
  [/docker compose ps (nginx|haproxy)(?![\w-])/g, (_, unit) => `systemctl status ${unit}`],
  [
    new RegExp(`docker compose (?:up -d|restart)${flags} (nginx|haproxy)(?: (certbot))?(?![\\w-])`, "g"),
    (_, given, unit, others) => `systemctl restart ${unit}${others ? `; docker compose up -d${given} ${others}` : ""}`,
  ],
];

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
