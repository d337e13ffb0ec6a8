import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nginxDeployer } from "../../../src/deploy/nginx-deployer.ts";
import { answer } from "../../../src/deploy/strategies/answer.ts";
import { hook } from "../../../src/deploy/strategies/hook.ts";
import { none } from "../../../src/deploy/strategies/none.ts";
import { restart } from "../../../src/deploy/strategies/restart.ts";
import { writeStamp } from "../../../src/deploy/strategies/stamp.ts";
import type { DeployStrategy } from "../../../src/deploy/strategies/strategy.ts";
import { strategies } from "../../../src/deploy/strategies/table.ts";
import { withoutCompanion } from "../../../src/deploy/strategies/without-companion.ts";
import { Problem } from "../../../src/model/problem.ts";
import type { InnerProof, ServiceProof } from "../../../src/model/service-proof.ts";
import { deployWays } from "../../../src/model/settings.ts";
import { makeCertificate } from "../../support/certificates.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { certificate, lineage } from "../../support/given.ts";
import { close, listen, portOf } from "../../support/loopback.ts";
import { freePorts } from "../../support/ports.ts";
import { strategyAt, virtualTime } from "../../support/strategy.ts";

const proofOf = (inner: InnerProof) => ({
  inner: async () => inner,
  outer: async () => ({ seen: "yes", addresses: ["203.0.113.7"] }) as const,
});
const other = proofOf({ served: "other", serial: "0F", what: "for another name" });
const deployerOf = (strategy: DeployStrategy, proof: ServiceProof) =>
  nginxDeployer({ strategy, proof, ...virtualTime() });

test("without the companion nothing is acted on until HTTPS is served, and what to do by hand is said", async () => {
  const [sslPort = 0] = await freePorts(1);
  const diary: string[] = [];
  const transport = withoutCompanion({ host: "127.0.0.1", port: 80, sslPort }, async () => {
    diary.push("acted");
    return answer("done");
  });
  let served: InnerProof = { served: "nothing", why: "econnrefused" };
  const proof = { ...other, inner: async () => served };
  const deployer = deployerOf(strategyAt(transport, { again: "useless" }), proof);
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
  served = { served: "same" };
  expect((await deployer.deploy(lineage(), certificate())).https).toBe("on");
  expect(diary).toEqual(["acted"]);
});

test("a service that is restarted is named, is not restarted again, and is looked at again when that was mended", async () => {
  const diary: string[] = [];
  const ask = async (verb: string) => {
    diary.push(verb);
    return answer("done");
  };
  const strategy = restart({ nginx: { host: "web", port: 80, sslPort: 8443 }, companionSocket: "/nowhere" });
  const { deploy } = deployerOf({ ...strategy, transport: { ask } }, other);
  await expect(deploy(lineage(), certificate())).rejects.toMatchObject({
    message: "web does not serve the certificate of dify.test: it serves serial 0F",
    fix: expect.stringContaining("port 8443 (NGINX_SSL_PORT)"),
    retry: "after-a-fix",
  });
  expect(diary).toEqual(["look", "reload"]);
});

test("a restart of which no answer came is not repeated by itself", async () => {
  const ask = async (verb: string) => {
    if (verb === "look") return answer("unchanged");
    throw new Problem({ code: "companion-silent", message: "no answer", fix: "docker compose logs", retry: "look" });
  };
  const strategy = restart({ nginx: { host: "web", port: 80, sslPort: 8443 }, companionSocket: "/nowhere" });
  const { deploy } = deployerOf({ ...strategy, transport: { ask } }, other);
  await expect(deploy(lineage(), certificate())).rejects.toMatchObject({
    code: "companion-silent",
    message: "no answer",
    retry: "after-a-fix",
  });
});

test("left to hooks: what is served is proven, and nothing is done", async () => {
  const served = deployerOf(hook(), proofOf({ served: "same" }));
  expect((await served.deploy(lineage(), certificate())).outside).toContain("is live");
  const wrong = deployerOf(hook(), other);
  await expect(wrong.deploy(lineage(), certificate())).rejects.toMatchObject({
    code: "not-served",
    fix: expect.stringContaining("deploy-hook"),
  });
});

test("left to the operator's own reload: it may take a week, then it is a failure", async () => {
  const day = 24 * 60 * 60 * 1000;
  const made = certificate();
  const after = (days: number) => () => new Date(made.notBefore.getTime() + days * day);
  const leftAlone = (now: () => Date, proof: ServiceProof) => {
    const deployer = deployerOf(none(now), proof);
    return none(now).adapt?.(deployer) ?? deployer;
  };
  const early = leftAlone(after(6), other);
  expect((await early.deploy(lineage(), made)).lines).toEqual([
    "the new certificate is ready, and is served once your own reload has run (DEPLOY=none)",
  ]);
  expect((await early.prove(lineage(), made)).problem).toBeUndefined();
  expect((await leftAlone(after(8), other).prove(lineage(), made)).problem).toMatchObject({ code: "not-served" });
  const same = leftAlone(after(1), proofOf({ served: "same" }));
  expect((await same.deploy(lineage(), made)).outside).toContain("is live");
});

test("the stamp is a file that everybody may read, with another text each time", async () => {
  const path = join(await temporaryFolder(), "httpsidecar/stamp");
  const moments = [new Date(0), new Date(1)];
  const act = writeStamp(path, () => moments.shift() ?? new Date());
  await act();
  expect([await readFile(path, "utf8"), (await stat(path)).mode & 0o777]).toEqual([
    "1970-01-01T00:00:00.000Z\n",
    0o644,
  ]);
  await act();
  expect(await readFile(path, "utf8")).toBe("1970-01-01T00:00:00.001Z\n");
});

test("a stamp that cannot be written is a failure with a fix, and a link in its place is not followed", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "file"), "");
  await expect(writeStamp(join(folder, "file/stamp"))()).rejects.toMatchObject({
    code: "stamp-not-written",
    message: expect.stringMatching(/cannot be written \((EEXIST|ENOTDIR)\)/),
    fix: `see its room and its owner: df -h ${folder}/file; ls -ldn ${folder}/file`,
  });
  await symlink(join(folder, "file"), join(folder, "stamp.new"));
  await writeStamp(join(folder, "stamp"))();
  expect(await readFile(join(folder, "file"), "utf8")).toBe("");
});

test("each that DEPLOY can name opens, and says all that a person may want to know", async () => {
  const place = {
    nginx: { host: "nginx", port: 80, sslPort: 443 },
    folders: { config: "/c", webroot: "/w", logs: "/l", run: "/r", state: "/s" },
    companionSocket: "/s",
  };
  for (const name of deployWays) {
    const strategy = await strategies[name].open(place);
    expect([strategy.done, strategy.seen, strategy.fix("dify.test")].join()).toMatch(/\w.*,.*\w.*,.*\w/s);
  }
});
