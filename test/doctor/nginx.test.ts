import { expect, test } from "vitest";
import { answer } from "../../src/deploy/strategies/answer.ts";
import { strategies } from "../../src/deploy/strategies/table.ts";
import { nginx } from "../../src/doctor/checks/nginx.ts";
import type { DoctorParts } from "../../src/doctor/parts.ts";
import type { Deploy } from "../../src/model/settings.ts";

const place = {
  nginx: { host: "nginx", port: 80, sslPort: 443 },
  folders: { config: "/c", webroot: "/w", logs: "/l", run: "/r", state: "/s" },
  companionSocket: "/s",
};

/** As much of the parts as this check looks at. */
async function parts(deploy: Deploy): Promise<DoctorParts> {
  const { seen: serverSeen } = await strategies[deploy].open(place);
  const settings = { lineage: { domains: ["shop.example.com"] } };
  return { settings, serverSeen, look: async () => answer("unchanged") } as Pick<DoctorParts, "look"> as DoctorParts;
}

test.each([
  ["reload", "one running container, configuration valid, HTTPS is on"],
  ["restart", "one running container, restarted for a new certificate (DEPLOY=restart), HTTPS is on"],
  ["signal", "told by a signal (DEPLOY=signal), its configuration is not tested, HTTPS is on"],
  ["none", "left to your own reload (DEPLOY=none) and not asked, HTTPS is on"],
] as const)("with DEPLOY=%s no more is said of nginx than is known", async (deploy, saw) => {
  expect(await nginx.look(await parts(deploy))).toMatchObject([{ saw }]);
});
