import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Life, liveThrough } from "../support/life.ts";
import { describeReport, startProbes } from "../support/probes.ts";
import { certbotSettings, goSecure, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withFreshStack, withStack } from "../support/with-stack.ts";

// Seconds that a certificate lives; the long run takes 360 and 2700, and more renewals.
const life = Number(process.env["HTTPSIDECAR_LIFE"] ?? 120);
const renewals = Number(process.env["HTTPSIDECAR_RENEWALS"] ?? 2);
const leaf = "volumes/certbot/conf/live/dify.example.test/cert.pem";

let lived: Promise<Life>;
beforeAll(() => {
  // Beside the other stories of this file, since it does little but wait.
  lived = liveThrough(renewals, life);
  lived.catch(() => undefined);
});

/** Asks when to renew every minute. */
async function goSecureAsking(stack: Stack): Promise<void> {
  const own = join(stack.folder, "httpsidecar.env");
  await writeFile(own, `${await readFile(own, "utf8")}ARI_POLL_SECONDS=60\n`);
  await goSecure(stack);
}

const asking = withStack({ kind: "official", prepare: goSecureAsking });

describe("an authority that wants a certificate replaced", () => {
  asking("is obeyed at the next question, says why, and no visitor is lost", async ({ stack }) => {
    const { serial } = await stack.served();
    const { port, domain, roots } = await stack.view();
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const suggestedWindow = { start: at(-20), end: at(-10) };
    const explanationURL = "https://ca.example/incident";
    await stack.authority.setRenewalInfo(await stack.read(leaf), JSON.stringify({ suggestedWindow, explanationURL }));
    const probes = await startProbes({ port, domain, roots, streamSeconds: "open" });

    const log = await stack
      .waitForLog("certbot", "new certificate")
      .then(() => stack.waitForLog("certbot", "the CA wants it replaced at once"));
    await eventually(async () => expect((await stack.served()).serial).not.toBe(serial));
    const report = await probes.stop();

    console.log(describeReport(report));
    expect(log).toContain(`the CA explains it at ${explanationURL}`);
    expect([report.newConnection.lost, report.pooledGet.lost, report.pooledPost.lost]).toEqual([0, 0, 0]);
    expect(report.stream?.whole).toBe(true);
    expect(await stack.authority.orders()).toBe(2);
  });

  asking(
    "leaves a second sidecar on the same volume nothing to do, and gets one order for each run by hand",
    async ({ stack }) => {
      const before = await stack.authority.orders();
      await stack.types("docker compose up -d --no-recreate --scale certbot=2 certbot");
      await eventually(async () => {
        const { output } = await stack.types("docker compose logs --no-log-prefix --index 2 certbot");
        expect(output).toContain("the certbot service of this stack runs already and keeps the certificates");
      });
      await stack.types("docker compose up -d --no-recreate --scale certbot=1 certbot");

      const byHand = () => stack.types("docker compose exec -T certbot update-cert --force-renewal");
      const [one, other] = await Promise.all([byHand(), byHand()]);

      expect(`${one.output}\n${other.output}`.match(/new certificate, serial/g)).toHaveLength(2);
      expect(await stack.authority.orders()).toBe(before + 2);
      const { output } = await stack.types("docker compose exec -T certbot httpsidecar certificates");
      expect(output.replaceAll(":", "")).toContain((await stack.served()).serial.toLowerCase());
    },
  );
});

describe("a certificates' folder that takes nothing", () => {
  const readOnly = withFreshStack({
    kind: "official",
    services: { certbot: { volumes: ["./volumes/certbot/conf:/etc/letsencrypt:ro"] } },
  });

  readOnly(
    "read-only: said before the authority is asked, and HTTPS comes by itself when it is mended",
    async ({ stack }) => {
      await stack.bringUp();
      await stack.setEnv(certbotSettings(stack));
      await stack.types(start);
      expect(await stack.waitForLog("certbot", /^error: /m)).toMatch(/read-only/);
      expect((await stack.authority.log()).includes("POST /")).toBe(false);

      const file = join(stack.folder, "compose.override.yaml");
      await writeFile(file, (await readFile(file, "utf8")).replace("/etc/letsencrypt:ro", "/etc/letsencrypt"));
      await stack.types(start);
      await stack.waitForHttps();
      expect(await stack.authority.orders()).toBe(1);
    },
  );

  const small = withFreshStack({
    kind: "official",
    services: {
      nginx: { volumes: ["small:/etc/letsencrypt:ro"] },
      certbot: { volumes: ["small:/etc/letsencrypt"] },
    },
    volumes: { small: { driver_opts: { type: "tmpfs", device: "tmpfs", o: "size=3m" } } },
    prepare: goSecure,
  });

  small("a full tmpfs: the site goes on, the authority is not asked, and room is all it takes", async ({ stack }) => {
    const { serial } = await stack.served();
    const renew = "docker compose exec -T certbot update-cert --force-renewal";
    await stack.tries("docker compose exec -T certbot dd if=/dev/zero of=/etc/letsencrypt/filler bs=64k");

    const full = await stack.tries(renew);
    expect(full.exitCode).toBe(1);
    expect(full.output).toMatch(/^error: no room is left/m);
    expect((await stack.served()).serial).toBe(serial);
    expect(await stack.authority.orders()).toBe(1);

    await stack.exec("certbot", "rm", "/etc/letsencrypt/filler");
    await stack.types(renew);
    expect((await stack.served()).serial).not.toBe(serial);
    expect(await stack.authority.orders()).toBe(2);
  });
});

describe("a folder that was emptied", () => {
  const emptied = withFreshStack({ kind: "official", prepare: goSecure });

  emptied("is noticed in the ledger, and without that at nginx, said, and filled again", async ({ stack }) => {
    const first = await stack.served();
    const empty = "docker compose rm -sf certbot && rm -rf volumes/certbot/conf/*  volumes/certbot/conf/.??*";
    expect(await refilled(stack, empty)).toMatch(/warning: dify\.example\.test had a certificate, ordered on .* gone/);
    await eventually(async () => expect((await stack.served()).serial).not.toBe(first.serial));

    const { serial } = await stack.served();
    const log = await refilled(stack, `${empty} && docker volume rm ${stack.project}_httpsidecar-state`);
    expect(log).toMatch(
      new RegExp(
        `warning: nginx serves a certificate of dify.example.test \\(by Pebble.* serial ${serial}\\) that is not in`,
      ),
    );
    await eventually(async () => expect((await stack.served()).serial).not.toBe(serial));
  });

  async function refilled(stack: Stack, line: string): Promise<string> {
    await stack.types(line);
    await stack.types(start);
    return await stack.waitForLog("certbot", "new certificate");
  }
});

test(`certificates of ${life} s are renewed in real time, and no visitor ever meets one that is over`, {
  timeout: (renewals + 2) * life * 1000,
}, async () => {
  const { serials, looks, failures, orders, log } = await lived;
  console.log(`${serials.length} certificates of ${life} s, ${looks} looks, ${failures.length} failed`);
  expect(failures).toEqual([]);
  expect(serials).toHaveLength(renewals + 1);
  expect(orders).toBe(renewals + 1);
  expect(log).not.toMatch(/^error:/m);
});
