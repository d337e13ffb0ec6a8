import { cp } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { readImages } from "../support/images.ts";
import { pageText } from "../support/pages.ts";
import { repository } from "../support/repository.ts";
import { goSecure } from "../support/secure.ts";
import { soak } from "../support/soak.ts";
import { withStack } from "../support/with-stack.ts";

/** What the page about security says that a proxy must let through. */
const listed = [...pageText("docker/docs/security.md").matchAll(/^(?:GET|POST) \/\S+$/gm)].map(([line]) => line);

const proxy = "docker-socket-proxy";
const test = withStack({
  kind: "official",
  env: {
    COMPOSE_FILE: "compose.yaml:compose.override.yaml:docker/socket-proxy.yaml",
    SOCKET_PROXY_IMAGE: readImages().node,
  },
  services: {
    [proxy]: {
      init: true,
      command: ["node", "/proxy.mjs"],
      environment: { ALLOWED: JSON.stringify(listed) },
      volumes: [`${repository("test/fixtures/socket-proxy.mjs")}:/proxy.mjs:ro`],
    },
  },
  async prepare(stack) {
    await cp(repository("docker/socket-proxy.yaml"), join(stack.folder, "docker/socket-proxy.yaml"));
    await goSecure(stack);
  },
});

test("behind a filtering proxy the sidecar brings HTTPS and renews, and needs just the paths that the page about security lists", async ({
  stack,
}) => {
  const before = await stack.served();
  await stack.types("docker compose exec -T certbot update-cert --force-renewal");
  expect((await stack.served()).serial).not.toBe(before.serial);

  const said = await stack.logs(proxy);
  expect(said).not.toContain("refused");
  // The log of nginx is read when a reload is not seen to be taken at the first look, an exec when it ended of itself.
  const rare = ["GET /containers/{id}/logs", "GET /exec/{id}/json"];
  const asked = new Set([...(said.match(/(?<=^allowed: ).*/gm) ?? []), ...rare]);
  expect(asked).toEqual(new Set(listed));
  expect(await stack.logs("certbot-companion")).not.toContain("Warning");
});

test("the companion sees the proxy and nothing else: no socket, no way out", async ({ stack }) => {
  const [inspected] = JSON.parse(
    (await stack.types(`docker inspect ${await stack.container("certbot-companion")}`)).output,
  );
  const sources: string[] = inspected.Mounts.map(({ Source }: { Source: string }) => Source);
  expect(sources.filter((source) => source.endsWith("docker.sock"))).toEqual([]);
  const networks = Object.keys(inspected.NetworkSettings.Networks);
  expect(networks).toEqual([`${stack.project}_${proxy}`]);
  expect((await stack.types(`docker network inspect --format '{{.Internal}}' ${networks[0]}`)).output.trim()).toBe(
    "true",
  );
  const [certbot] = JSON.parse((await stack.types(`docker inspect ${await stack.container("certbot")}`)).output);
  expect(Object.keys(certbot.NetworkSettings.Networks)).toEqual([`${stack.project}_default`]);
});

// Each turn restarts nginx at another moment of what the companion is at.
test.for(Array.from({ length: soak ? 25 : 1 }, (_, turn) => turn + 1))(
  "an nginx that starts while the engine's events are cut off has HTTPS again once they are back, %i",
  async (_, { stack }) => {
    await stack.compose("stop", "--timeout", "1", proxy);
    await stack.types("docker compose restart --timeout 1 nginx");
    await stack.staysWithoutHttps(1000);

    await stack.compose("start", proxy);
    await stack.waitForHttpsBack();
    // and it listens again
    await stack.types("docker compose restart --timeout 1 nginx");
    await stack.waitForHttpsBack();
  },
);
