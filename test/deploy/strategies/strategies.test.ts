import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nginxDeployer } from "../../../src/deploy/nginx-deployer.ts";
import { leftDeployer } from "../../../src/deploy/strategies/left-deployer.ts";
import { hooked, leftAlone, restarted, signalled } from "../../../src/deploy/strategies/more-traits.ts";
import { stampAct } from "../../../src/deploy/strategies/stamp.ts";
import { idleTransport, told, transportWithout } from "../../../src/deploy/strategies/transport.ts";
import type { InnerProof } from "../../../src/model/service-proof.ts";
import { makeCertificate } from "../../support/certificates.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { certificate, lineage } from "../../support/given.ts";
import { close, listen, portOf } from "../../support/loopback.ts";
import { freePorts } from "../../support/ports.ts";

const proofOf = (inner: InnerProof) => ({
  inner: async () => inner,
  outer: async () => ({ seen: "yes", addresses: ["203.0.113.7"] }) as const,
});
const other = proofOf({ served: "other", serial: "0F", what: "for another name" });
const wait = async () => {};

test("without the companion nothing is acted on until HTTPS is served, and what to do by hand is said", async () => {
  const [sslPort = 0] = await freePorts(1);
  const diary: string[] = [];
  const transport = transportWithout({ host: "127.0.0.1", port: 80, sslPort }, async () => {
    diary.push("acted");
    return told("done");
  });
  const deployer = nginxDeployer({ companion: transport, proof: proofOf({ served: "same" }), traits: signalled, wait });
  await expect(deployer.deploy(lineage(), certificate())).rejects.toMatchObject({
    code: "unknown-shape",
    fix: expect.stringMatching(
      /^set NGINX_HTTPS_ENABLED=true in \.env and run: docker compose up -d --no-deps --force-recreate/,
    ),
  });
  expect(diary).toEqual([]);

  const { fullchainPem: cert, privateKeyPem: key } = await makeCertificate({ domains: ["dify.test"] });
  const server = await listen(createServer({ cert, key }), sslPort);
  onTestFinished(() => close(server));
  expect(portOf(server)).toBe(sslPort);
  expect((await deployer.deploy(lineage(), certificate())).https).toBe("on");
  expect(diary).toEqual(["acted"]);
});

test("a service that is restarted is named, is not restarted again, and is looked at again when that was mended", async () => {
  const diary: string[] = [];
  const ask = async (verb: string) => {
    diary.push(verb);
    return told("done");
  };
  const traits = restarted({ host: "web", port: 80, sslPort: 8443 });
  await expect(
    nginxDeployer({ companion: { ask }, proof: other, traits, wait }).deploy(lineage(), certificate()),
  ).rejects.toMatchObject({
    message: "web does not serve the certificate of dify.test: it serves serial 0F",
    fix: expect.stringContaining("port 8443 (NGINX_SSL_PORT)"),
    retry: "after-a-fix",
  });
  expect(diary).toEqual(["look", "reload"]);
});

test("left to hooks: what is served is proven, and nothing is done", async () => {
  const served = nginxDeployer({ companion: idleTransport, proof: proofOf({ served: "same" }), traits: hooked, wait });
  expect((await served.deploy(lineage(), certificate())).outside).toContain("is live");
  const wrong = nginxDeployer({ companion: idleTransport, proof: other, traits: hooked, wait });
  await expect(wrong.deploy(lineage(), certificate())).rejects.toMatchObject({
    code: "not-served",
    fix: expect.stringContaining("deploy-hook"),
  });
});

test("left to the operator's own reload: it may take a week, then it is a failure", async () => {
  const day = 24 * 60 * 60 * 1000;
  const made = certificate();
  const after = (days: number) => () => new Date(made.notBefore.getTime() + days * day);
  const server = nginxDeployer({ companion: idleTransport, proof: other, traits: leftAlone, wait });
  const early = leftDeployer(server, after(6));
  expect((await early.deploy(lineage(), made)).lines).toEqual([
    "the new certificate lies ready, and is served once your own reload has run (DEPLOY=none)",
  ]);
  expect((await early.prove(lineage(), made)).problem).toBeUndefined();
  expect((await leftDeployer(server, after(8)).prove(lineage(), made)).problem).toMatchObject({ code: "not-served" });
  const same = nginxDeployer({ companion: idleTransport, proof: proofOf({ served: "same" }), traits: leftAlone, wait });
  expect((await leftDeployer(same, after(1)).deploy(lineage(), made)).outside).toContain("is live");
});

test("the stamp is a file that everybody may read, with another text each time", async () => {
  const path = join(await temporaryFolder(), "httpsidecar/stamp");
  const moments = [new Date(0), new Date(1)];
  const act = stampAct(path, () => moments.shift() ?? new Date());
  await act();
  expect([await readFile(path, "utf8"), (await stat(path)).mode & 0o777]).toEqual([
    "1970-01-01T00:00:00.000Z\n",
    0o644,
  ]);
  await act();
  expect(await readFile(path, "utf8")).toBe("1970-01-01T00:00:00.001Z\n");
});
