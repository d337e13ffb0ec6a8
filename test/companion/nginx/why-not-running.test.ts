import { expect, it } from "vitest";
import type { Engine } from "../../../src/companion/docker/engine.ts";
import { ContainerEnded } from "../../../src/companion/docker/shell.ts";
import { whyNotRunning } from "../../../src/companion/nginx/why-not-running.ts";
import { refusal } from "../../../src/companion/refusal.ts";

const ownStack = { project: "dify", workingFolder: "/srv/dify", service: "certbot-companion" };
const of = (service: string, image: string) => ({
  Id: service,
  Image: image,
  Labels: { "com.docker.compose.service": service },
});

interface Given {
  containers?: readonly object[];
  state?: Record<string, unknown>;
  said?: string;
  /** from this call on it is removed */
  goneAt?: "inspect" | "logs" | undefined;
}

const gone = () => {
  throw refusal("no-nginx", "gone", "wait", new ContainerEnded());
};

/** What is told of a stack of which the Engine says this. */
async function told(
  { containers = [of("nginx", "nginx:latest")], state = {}, said = "", goneAt }: Given,
  service = "nginx",
) {
  const engine = {
    list: async () => containers,
    inspect: async () =>
      goneAt === "inspect"
        ? gone()
        : { State: { StartedAt: "2026-11-20T12:00:00Z", Error: "", Running: false, ...state } },
    logs: async () => (goneAt ? gone() : said),
  } as unknown as Engine;
  const why = await whyNotRunning(engine, ownStack, service);
  return why && { code: why.code, message: why.message, fix: why.fix };
}

it("a port of the host that another program has is named, with what shows who it is", async () => {
  const words = "driver failed programming external connectivity on endpoint dify-nginx-1 (c8c1):";
  for (const end of [
    "Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use",
    "Bind for 0.0.0.0:80 failed: port is already allocated",
  ]) {
    expect(await told({ state: { Error: `${words} ${end}` } })).toEqual({
      code: "no-nginx",
      message: "Docker could not start nginx: something else on this host has 0.0.0.0:80 already",
      fix: expect.stringMatching(/ss -ltnp 'sport = :80' shows, or change .* docker compose up -d nginx$/),
    });
  }
});

it("whatever else Docker says of a start that failed is told", async () => {
  expect(await told({ state: { Error: "no such file or directory: /entry.sh" } })).toMatchObject({
    message: "Docker could not start nginx: no such file or directory: /entry.sh",
    fix: "correct that, then: docker compose up -d nginx",
  });
});

it("an nginx that exits as soon as it starts is told in its own last words, with file and line", async () => {
  const said = [
    "/docker-entrypoint.sh: Configuration complete; ready for start up",
    '2026/11/20 12:00:00 [emerg] 1#1: unknown directive "listne" in /etc/nginx/conf.d/mine.conf:2',
    'nginx: [emerg] unknown directive "listne" in /etc/nginx/conf.d/mine.conf:2',
  ].join("\n");
  expect(await told({ said, state: { Running: true, Restarting: true } })).toEqual({
    code: "no-nginx",
    message: 'nginx exits as soon as it starts: unknown directive "listne" in /etc/nginx/conf.d/mine.conf:2',
    fix: expect.stringContaining("correct what it names"),
  });
  expect(await told({ said, state: { Running: true } })).toBeUndefined();
});

it("for want of a certificate it has a code of its own", async () => {
  const said =
    'nginx: [emerg] cannot load certificate "/etc/ssl/dify.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)';
  expect(await told({ said })).toMatchObject({ code: "certificate-missing", message: said });
});

it("a service that is called something else here is named, with the line to set", async () => {
  const containers = [of("app", "node:24"), of("proxy", "docker.io/library/nginx:1.29")];
  expect(await told({ containers }, "nginx")).toEqual({
    code: "no-nginx",
    message: "this stack has no container of a service nginx, and one of a service proxy",
    fix: "set NGINX_SERVICE=proxy in .env, then: docker compose up -d certbot certbot-companion",
  });
});

it("nothing is made up where nobody says why", async () => {
  expect(await told({ containers: [] })).toBeUndefined();
  expect(await told({ containers: [of("nginx", "nginx"), of("nginx", "nginx")] })).toBeUndefined();
  expect(await told({ said: "exited" })).toBeUndefined();
  expect(await told({ goneAt: "inspect" })).toBeUndefined();
  expect(await told({ goneAt: "logs" })).toBeUndefined();
});
