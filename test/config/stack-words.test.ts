import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stackWords } from "../../src/config/stack-words.ts";
import { texts } from "../../src/languages/catalogue.ts";
import { repository } from "../support/repository.ts";

const inSwarm = stackWords({ DEPLOY: "swarm", SWARM_STACK: "web" });

test.each([
  ["docker compose exec certbot update-cert", "docker exec -it $(docker ps -qf name=^web_certbot.1) update-cert"],
  ["docker compose run --rm certbot renew", "docker exec -it $(docker ps -qf name=^web_certbot.1) certbot renew"],
  ["set A=1 in .env, then: docker compose up -d nginx", "set A=1 in docker/swarm/.env, then: docker/swarm/deploy web"],
  [
    "in httpsidecar.env, then: docker compose up -d certbot certbot-companion",
    "in docker/swarm/httpsidecar.env, then: docker/swarm/deploy web",
  ],
  [
    "docker compose up -d --no-deps --force-recreate nginx certbot",
    "docker/swarm/deploy web; docker service update --force web_nginx; docker service update --force web_certbot",
  ],
  ["docker compose restart certbot-companion", "docker service update --force web_certbot-companion"],
  ["docker compose logs --tail 20 nginx", "docker service logs --tail 20 web_nginx"],
  ["docker compose logs certbot, and", "docker service logs web_certbot, and"],
  ["docker compose ps --all", "docker service ps web_nginx"],
  [
    "docker compose exec certbot httpsidecar disable-https, then: docker compose stop certbot",
    "NGINX_HTTPS_ENABLED=false in docker/swarm/.env, then: docker/swarm/deploy web, then: docker service scale web_certbot=0",
  ],
  ["docker compose exec nginx nginx -T", "docker exec $(docker ps -qf name=^web_nginx. | head -n 1) nginx -T"],
  ["docker compose cp a.pem certbot:/etc/x/", "docker cp a.pem $(docker ps -qf name=^web_certbot.1):/etc/x/"],
])("%s is, in a swarm, %s", (compose, swarm) => {
  expect(inSwarm(compose)).toBe(swarm);
});

/** All that is said outside of attach, in three languages, and commands that need no translation. */
function* everyText(): Iterable<string> {
  for (const [english, others] of texts.flatMap((module) => Object.entries(module))) yield* [english, ...others];
  for (const path of globSync("src/**/*.ts", { cwd: repository(".") })) {
    if (/^src\/(?:attach\/|stack-files\/|languages\/|config\/stack-words)/.test(path)) continue;
    const code = readFileSync(repository(path), "utf8").replace(/^ *(?:\/\/|\/?\*).*$/gm, "");
    yield* code.match(/docker.compose [^"`\n]*/g) ?? [];
  }
}

/** What belongs to attach, which runs beside a Compose stack. */
const ofAttach = /docker compose (?:config|logs -f|up -d --no-deps \{1\})/;

test("no text, in any language, names Compose or a file that the stack does not have", () => {
  const said = [...everyText()].filter((text) => !ofAttach.test(text)).map(inSwarm);
  expect(said.length).toBeGreaterThan(1000);
  expect(said.filter((text) => /docker compose|(?<![/\w])(?:httpsidecar)?\.env(?![\w.])/.test(text))).toEqual([]);
});

test("every docker command of a text is one that a manager of the swarm knows", () => {
  const known =
    /^docker (?:exec|cp|ps|inspect|run|version|system df|context inspect|node (?:ls|update)|secret (?:ls|inspect|rm)|service (?:ls|ps|logs|update|scale|rollback))\b/;
  const commands = [...everyText()]
    .filter((text) => !ofAttach.test(text))
    .flatMap((text) => inSwarm(text).match(/docker [a-z]+(?: [a-z]+)?/g) ?? []);
  expect(new Set(commands.filter((command) => !known.test(command)))).toEqual(new Set());
});

test.each([
  ["docker compose logs --tail 20 nginx", "docker compose logs --tail 20 client"],
  ["docker compose exec nginx nginx -T", "docker compose exec client nginx -T"],
  [
    "docker compose up -d --no-deps --force-recreate nginx certbot",
    "docker compose up -d --no-deps --force-recreate client certbot",
  ],
  ["docker compose restart haproxy, once", "docker compose restart client, once"],
  ["docker compose up -d certbot certbot-companion", "docker compose up -d certbot certbot-companion"],
  ["docker compose logs nginx-exporter", "docker compose logs nginx-exporter"],
])("%s is, where nginx's service is called client, %s", (usual, own) => {
  expect(stackWords({ NGINX_SERVICE: "client" })(usual)).toBe(own);
});

test.each([
  ["docker compose logs --tail 20 nginx", "journalctl -u nginx -n 20"],
  ["docker compose exec nginx nginx -T", "nginx -T"],
  ["docker compose ps nginx; and", "systemctl status nginx; and"],
  ["docker compose restart haproxy, once", "systemctl restart haproxy, once"],
  [
    "docker compose up -d --no-deps --force-recreate nginx certbot",
    "systemctl restart nginx; docker compose up -d --no-deps --force-recreate certbot",
  ],
  ["docker compose restart certbot-companion", "docker compose restart certbot-companion"],
])("%s is, where nginx runs on the host, %s", (usual, own) => {
  expect(stackWords({ NGINX_SERVICE: "host.docker.internal" })(usual)).toBe(own);
});

test.each(["client", "haproxy", "host.docker.internal"])(
  "no command of a text, in any language, names a service that the stack of %s does not have",
  (server) => {
    const words = stackWords({ NGINX_SERVICE: server });
    const there = ["certbot", "certbot-companion", server];
    const commands = [...everyText()].filter((text) => !ofAttach.test(text)).flatMap((text) => servicesIn(words(text)));
    expect(commands.length).toBeGreaterThan(100);
    expect(new Set(commands.filter((service) => !there.includes(service)))).toEqual(new Set());
  },
);

/** The services that Compose's commands name, as its own command line is read; not what a text fills in. */
function servicesIn(text: string): readonly string[] {
  return text
    .replaceAll(/\w+'s/g, "")
    .split("docker compose ")
    .flatMap((rest, at) => {
      const [verb = "", ...words] = at === 0 ? [] : (/^[\w \-{}]*/.exec(rest)?.[0] ?? "").split(" ");
      const names = words.filter((word, nth) => /^[a-z][a-z-]*$/.test(word) && words[nth - 1] !== "--tail");
      if (!["up", "exec", "logs", "ps", "restart", "stop", "run"].includes(verb)) return [];
      return ["exec", "run"].includes(verb) ? names.slice(0, 1) : names.filter((name) => known.includes(name));
    });
}

const known = ["nginx", "haproxy", "certbot", "certbot-companion"];

test("elsewhere than in a swarm nothing is changed, and a stack without a name has one to fill in", () => {
  const fix = "docker compose restart certbot";
  for (const environment of [{}, { DEPLOY: "reload" }, { DEPLOY: "stamp" }])
    expect(stackWords(environment)(fix)).toBe(fix);
  const inOtherWay = stackWords({ DEPLOY: "stamp", SWARM_STACK: "web" });
  expect(inOtherWay(fix)).toBe("docker service update --force web_certbot");
  expect(stackWords({ DEPLOY: " swarm " })(fix)).toBe("docker service update --force STACK_certbot");
  expect(stackWords({ DEPLOY: "swarm", SWARM_STACK: "a;b" })(fix)).toBe("docker service update --force NAME_certbot");
});
