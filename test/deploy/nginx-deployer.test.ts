import { expect, it } from "vitest";
import type { IsLed } from "../../src/deploy/extras.ts";
import { nginxDeployer } from "../../src/deploy/nginx-deployer.ts";
import { hook } from "../../src/deploy/strategies/hook.ts";
import { stamp } from "../../src/deploy/strategies/stamp.ts";
import type { DeployStrategy } from "../../src/deploy/strategies/strategy.ts";
import type { CompanionAnswer, CompanionVerb } from "../../src/model/companion.ts";
import type { InnerProof, OuterProof } from "../../src/model/service-proof.ts";
import { certificate, lineage } from "../support/given.ts";
import { strategyAt, virtualTime } from "../support/strategy.ts";

const fine: CompanionAnswer = {
  code: "done",
  nginx: true,
  https: true,
  challenge: true,
  off: false,
  notes: [],
  output: "",
};

const other: InnerProof = { served: "other", serial: "0F", what: "for another name" };

interface World {
  answers?: Partial<Record<CompanionVerb, Partial<CompanionAnswer>>>;
  /** one a look; the last one stays */
  inner?: InnerProof[];
  outer?: OuterProof;
  again?: DeployStrategy["again"];
  publicPort?: number;
  isLed?: IsLed;
}

function deployer({
  answers = {},
  inner = [{ served: "same" }],
  outer,
  again = "free",
  publicPort = 443,
  ...more
}: World) {
  const diary: string[] = [];
  const looks = [...inner];
  const transport = {
    async ask(verb: CompanionVerb) {
      diary.push(verb);
      return { ...fine, ...answers[verb] };
    },
  };
  const proof = {
    inner: async () => (looks.length > 1 ? looks.shift() : looks[0]) as InnerProof,
    outer: async () => outer ?? ({ seen: "yes", addresses: ["203.0.113.7"] } as const),
  };
  const strategy = strategyAt(transport, { again, patienceMs: 2000 });
  const { deploy, prove } = nginxDeployer({ strategy, proof, publicPort, ...more, ...virtualTime() });
  const what = [lineage(), certificate()] as const;
  return { diary, deploy: () => deploy(...what), prove: () => prove(...what) };
}

it("switches HTTPS on the first time", async () => {
  const { diary, deploy } = deployer({
    answers: { look: { https: false }, "enable-https": { notes: ["written-env"] } },
  });
  expect(await deploy()).toEqual({
    https: "on",
    outside: "https://dify.test is live (203.0.113.7)",
    lines: ["https://dify.test is live (203.0.113.7)", "saved in the stack's .env"],
  });
  expect(diary).toEqual(["look", "enable-https"]);
});

it("only tests and reloads every later time", async () => {
  const { diary, deploy } = deployer({});
  await deploy();
  expect(diary).toEqual(["look", "reload"]);
});

it("touches nothing when a person switched HTTPS off", async () => {
  const { diary, deploy } = deployer({ answers: { look: { off: true } } });
  expect(await deploy()).toEqual({
    https: "off",
    lines: [
      "HTTPS was turned off manually; certificates are still renewed. Back on: docker compose exec certbot httpsidecar enable-https",
    ],
  });
  expect(diary).toEqual(["look"]);
});

it("reloads once more when nginx serves something else, and then says what", async () => {
  const mended = deployer({ inner: [other, other, other, other, other, { served: "same" }] });
  expect((await mended.deploy()).https).toBe("on");
  expect(mended.diary).toEqual(["look", "reload", "reload"]);

  await expect(deployer({ inner: [other] }).deploy()).rejects.toMatchObject({
    code: "not-served",
    message: "nginx does not serve the certificate of dify.test: it serves serial 0F",
  });
  await expect(deployer({ inner: [{ served: "without-chain" }] }).deploy()).rejects.toMatchObject({
    message: expect.stringMatching(/serves the certificate alone, without the chain of fullchain\.pem$/),
  });
});

it("carries nginx's own words in the message of a failed test", async () => {
  const output = 'nginx: [emerg] unknown directive "prxy_pass" in /etc/nginx/conf.d/mine.conf:4';
  const { deploy } = deployer({ answers: { reload: { code: "config-test-failed", output } }, inner: [other] });
  await expect(deploy()).rejects.toMatchObject({
    code: "config-test-failed",
    message: `nginx rejected its configuration; the previous one stays in use:\n${output}`,
    retry: "look",
  });
});

it("names the port that visitors have to type", async () => {
  expect((await deployer({ publicPort: 8443 }).deploy()).outside).toBe("https://dify.test:8443 is live (203.0.113.7)");
  const unseen = deployer({ publicPort: 8443, outer: { seen: "unknown", why: "etimedout" } });
  expect((await unseen.deploy()).outside).toContain("; https://dify.test:8443 cannot be seen from here");
});

it("says it is live only when every address shows it", async () => {
  const lines = async (outer: OuterProof) => (await deployer({ outer }).deploy()).lines[0];
  expect(await lines({ seen: "edge", issuer: "Google Trust Services", name: "Cloudflare" })).toBe(
    "nginx serves the new certificate; https://dify.test serves one by Google Trust Services: Cloudflare is in front",
  );
  expect(await lines({ seen: "unknown", why: "203.0.113.7 port 443: etimedout" })).toBe(
    "nginx serves the new certificate; https://dify.test cannot be seen from here: 203.0.113.7 port 443: etimedout",
  );
  expect(await lines({ seen: "no", why: "203.0.113.7 responds with another certificate, by Acme" })).toContain(
    "but https://dify.test does not",
  );
});

it("counts what is served as deployed, whatever sign of it is missing, and says what is missing", async () => {
  const refused = {
    reload: { code: "reload-refused", output: "no new workers within 5 s" },
  } as const;
  const { lines } = await deployer({ answers: refused, inner: [other, { served: "same" }] }).deploy();
  expect(lines[1]).toMatch(/^warning: .*no new workers within 5 s; fix: read the reason/);
  const unseen = { look: { code: "unknown-shape", https: false, output: "" } } as const;
  expect((await deployer({ answers: unseen }).deploy()).https).toBe("on");
  await expect(deployer({ answers: unseen, inner: [other] }).deploy()).rejects.toMatchObject({ code: "unknown-shape" });
});

it("does not restart what serves the certificate already", async () => {
  const { diary, deploy } = deployer({ again: "interrupts" });
  expect((await deploy()).outside).toBe("https://dify.test is live (203.0.113.7)");
  expect(diary).toEqual([]);
});

it.each([true, false, undefined])(
  "notes whether HTTP leads to HTTPS, at deployment and at each proof (%s)",
  async (led) => {
    const asked: string[] = [];
    const isLed = async (name: string) => {
      asked.push(name);
      return led;
    };
    const { deploy, prove } = deployer({ isLed });
    expect((await deploy()).redirects).toBe(led);
    expect((await prove()).redirects).toBe(led);
    expect(asked).toEqual(["dify.test", "dify.test"]);
  },
);

const folders = { config: "", webroot: "", logs: "", run: "", state: "" };
const handedOverUnseen = [stamp({ nginx: { host: "nginx", port: 80, sslPort: 443 }, folders }), hook()];

it.each(handedOverUnseen)(
  "where nobody sees nginx's old workers end ($done), one new answer among old ones proves nothing",
  async (by) => {
    const [same, reload] = [{ served: "same" } as const, { ask: async () => fine }];
    const deployed = async (inner: readonly InnerProof[]) => {
      const looks = [...inner];
      const proof = {
        inner: async () => looks.shift() ?? other,
        outer: async () => ({ seen: "unknown", why: "" }) as const,
      };
      const given = { strategy: { ...by, transport: reload }, proof, ...virtualTime() };
      const { https } = await nginxDeployer(given).deploy(lineage(), certificate());
      return { https, left: looks.length };
    };
    expect(await deployed([other, same, other, same, same, other, same, same, same])).toEqual({ https: "on", left: 0 });
    await expect(deployed([other, same, other, same, same])).rejects.toMatchObject({ code: "not-served" });
  },
);

it("a reload that is slow is proven by more than one answer as well", async () => {
  const refused = { reload: { code: "reload-refused" } } as const;
  const { deploy } = deployer({ answers: refused, inner: [other, { served: "same" }, other] });
  await expect(deploy()).rejects.toMatchObject({ code: "reload-refused" });
});

it("ends a proof at its time, however slow the handshakes are", async () => {
  const time = virtualTime();
  const strategy = strategyAt({ ask: async () => fine }, { patienceMs: 58_000, again: "useless" });
  const limits: number[] = [];
  const proof = {
    async inner(_: unknown, limitMs = 0) {
      limits.push(limitMs);
      await time.wait(Math.min(limitMs, 5000));
      return { served: "nothing", why: "no response in time" } as const;
    },
    outer: async () => ({ seen: "unknown", why: "" }) as const,
  };
  const began = time.now();
  await expect(nginxDeployer({ strategy, proof, ...time }).deploy(lineage(), certificate())).rejects.toMatchObject({
    code: "not-served",
  });
  expect(time.now() - began).toBeLessThanOrEqual(61_000);
  expect(Math.min(...limits)).toBeLessThan(5000);
});
