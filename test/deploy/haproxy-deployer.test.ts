import { expect, it } from "vitest";
import { haproxyDeployer } from "../../src/deploy/haproxy-deployer.ts";
import { haproxySwitch } from "../../src/deploy/haproxy-words.ts";
import type { Deployer } from "../../src/model/contracts.ts";
import { Problem } from "../../src/model/problem.ts";
import { certificate, lineage } from "../support/given.ts";

function given(problem?: Problem) {
  const diary: string[] = [];
  const server: Deployer = {
    deploy: async () => {
      diary.push("deploy");
      if (problem) throw problem;
      return { https: "on", outside: "nginx serves it", lines: ["nginx serves it", "kept"] };
    },
    prove: async () => ({ problem, outside: "nginx serves the new certificate" }),
    serves: async () => true,
    shown: async () => undefined,
  };
  const writePem = async () => {
    diary.push("write");
    return async () => void diary.push("put back");
  };
  return { diary, deployer: haproxyDeployer({ server, writePem }) };
}
const problem = (code: string) => new Problem({ code, message: "nginx said no:\n[ALERT] line 7", fix: "mend nginx" });

it("writes the file before the companion is asked", async () => {
  const { diary, deployer } = given();
  const deployed = await deployer.deploy(lineage(), certificate());
  expect(diary).toEqual(["write", "deploy"]);
  expect(deployed).toEqual({ https: "on", outside: "HAProxy serves it", lines: ["HAProxy serves it", "kept"] });
});

it("speaks of HAProxy when an operator reloads it", async () => {
  const refuse = async () => {
    throw problem("config-test-failed");
  };
  const transport = { enable: refuse, disable: refuse, reload: refuse, enableChallenge: refuse };
  await expect(haproxySwitch(transport).reload()).rejects.toMatchObject({
    message: expect.stringMatching(/^HAProxy rejected/),
  });
  const done = { ...transport, reload: async () => ["nginx tested its configuration and reloaded it"] };
  expect(await haproxySwitch(done).reload()).toEqual(["HAProxy tested its configuration and reloaded it"]);
});

it.each(["config-test-failed", "reload-refused"])(
  "puts the old file back after %s, with HAProxy's own words",
  async (code) => {
    const { diary, deployer } = given(problem(code));
    await expect(deployer.deploy(lineage(), certificate())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^HAProxy .*:\n\[ALERT\] line 7$/),
    });
    expect(diary).toEqual(["write", "deploy", "put back"]);
  },
);

it("leaves the new file where only the companion is away: it is swapped in when that is back", async () => {
  const { diary, deployer } = given(problem("companion-absent"));
  await expect(deployer.deploy(lineage(), certificate())).rejects.toMatchObject({ code: "companion-absent" });
  expect(diary).toEqual(["write", "deploy"]);
});

it("speaks of HAProxy when it looks at what is served", async () => {
  const seen = await given(problem("not-served")).deployer.prove(lineage(), certificate());
  expect(seen.problem?.message).toMatch(/^HAProxy does not serve the certificate/);
  expect(seen.outside).toBe("HAProxy serves the new certificate");
});
