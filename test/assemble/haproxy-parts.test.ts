import { expect, it } from "vitest";
import { strategyFor } from "../../src/assemble/haproxy-parts.ts";
import { nginxDeployer } from "../../src/deploy/nginx-deployer.ts";
import { answer } from "../../src/deploy/strategies/answer.ts";
import type { InnerProof } from "../../src/model/service-proof.ts";
import { certificate, lineage } from "../support/given.ts";
import { strategyAt, virtualTime } from "../support/strategy.ts";

it.each([
  ["haproxy", "not-served"],
  ["nginx", undefined],
] as const)("of %s, one answer with the new certificate before an old one comes to %s", async (proxy, code) => {
  const looks: InnerProof[] = [{ served: "same" }];
  const strategy = strategyFor({ proxy }, strategyAt({ ask: async () => answer("done") }));
  const proof = {
    inner: async () => looks.shift() ?? ({ served: "other", serial: "0F", what: "for another name" } as const),
    outer: async () => ({ seen: "unknown", why: "" }) as const,
  };
  const deployed = nginxDeployer({ strategy, proof, ...virtualTime() }).deploy(lineage(), certificate());
  expect(
    await deployed.then(
      () => undefined,
      (error) => error.code,
    ),
  ).toBe(code);
});
