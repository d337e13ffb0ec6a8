import { expect, test } from "vitest";
import { told } from "../../src/deploy/strategies/transport.ts";
import { nginx } from "../../src/doctor/checks/nginx.ts";
import type { DoctorParts } from "../../src/doctor/parts.ts";
import type { Deploy } from "../../src/model/settings.ts";

/** As much of the parts as this check looks at. */
const parts = (deploy: Deploy) =>
  ({ settings: { deploy, lineage: { domains: ["shop.example.com"] } }, look: async () => told("unchanged") }) as Pick<
    DoctorParts,
    "look"
  > as DoctorParts;

test.each([
  ["reload", "one running container, its configuration holds, HTTPS is on"],
  ["restart", "one running container, restarted for a new certificate (DEPLOY=restart), HTTPS is on"],
  ["signal", "told by a signal (DEPLOY=signal), its configuration is not tested, HTTPS is on"],
  ["none", "left to your own reload (DEPLOY=none) and not asked, HTTPS is on"],
] as const)("with DEPLOY=%s no more is said of nginx than is known", async (deploy, saw) => {
  expect(await nginx.look(parts(deploy))).toMatchObject([{ saw }]);
});
