import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployLine, type SwarmStack, swarmStack } from "../support/swarm-stack.ts";
import { eventually } from "../support/wire.ts";

const domain = "shop.example.test";

let stack: SwarmStack;

beforeAll(async () => {
  stack = await swarmStack(domain);
});
afterAll(async () => {
  await stack?.down();
});

/** As where nginx's image is still being pulled when certbot's, which the placeholder needed, is there. */
const late = {
  version: "3.9",
  services: {
    nginx: {
      configs: [{ source: "late", target: "/docker-entrypoint.d/05-late.sh", mode: 0o555 }],
      healthcheck: { start_period: "60s" },
    },
  },
  configs: { late: { file: "../../late.sh", name: "web-late" } },
};

test("a first start whose nginx comes later than certbot asks no CA in vain, and looks again soon", async () => {
  await writeFile(join(stack.folder, "late.sh"), "#!/bin/sh\nsleep 12\n");
  await writeFile(join(stack.folder, "late.yaml"), JSON.stringify(late));
  await stack.types("docker node update --label-add httpsidecar=true $(docker info --format '{{.Swarm.NodeID}}')");
  const began = Date.now();
  await stack.types(`${deployLine} -c ../../late.yaml`);
  const log = () => stack.types("docker service logs web_certbot 2>&1");
  await eventually(async () => expect(await log()).toContain(`https://${domain} is live`));

  console.log(`HTTPS after ${(Date.now() - began) / 1000} s\n${await log()}`);
  expect(await log()).toContain("nginx does not respond at tasks.nginx:80");
  expect(await log()).not.toContain("could not connect");
  expect((await log()).match(/asking for a certificate/g)).toHaveLength(1);
});
