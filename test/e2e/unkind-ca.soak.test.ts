import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { badNonces, gzipped, withoutType } from "../support/unkind-authority/form-habits.ts";
import { type Habit, refuse } from "../support/unkind-authority/messages.ts";
import {
  certificateLate,
  doneButAnswered,
  loseAnswer,
  notReadyYet,
  refuseReplaces,
  replacesRefusals,
  silent,
  staleAfterFinalize,
  validatesLate,
  validLacksFinalize,
} from "../support/unkind-authority/order-habits.ts";
import { startUnkindAuthority } from "../support/unkind-authority/server.ts";
import { namedFar, theSigner } from "../support/unkind-authority/signer.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";

/** Of this host, as every container sees it. */
const host = "172.17.0.1";

const test = withFreshStack({
  kind: "official",
  services: { certbot: { extra_hosts: [`${namedFar}:${host}`] }, pebble: { deploy: { replicas: 0 } } },
});

/** The CA validates by the port that nginx publishes, and is trusted as the stack's own would be. */
async function unkindFor(stack: Stack, habits: readonly Habit[]) {
  const look = async (_: string, token: string) =>
    await (await fetch(`http://127.0.0.1:${stack.httpPort}/.well-known/acme-challenge/${token}`)).text();
  const ca = await startUnkindAuthority(habits, { address: host, look });
  onTestFinished(() => ca.stop());
  const { rootPem } = await theSigner();
  await writeFile(join(stack.folder, "authority", "ca.pem"), rootPem);
  await stack.setEnv({ CERTBOT_DOMAIN: stack.domain, CERTBOT_OPTIONS: `--server ${ca.directory}` });
  const view = { port: stack.httpsPort, domain: stack.domain, roots: [rootPem] };
  return { ca, served: () => servedCertificate(view) };
}

test("a CA that is slow, stale and forgetful: HTTPS comes with one order, is renewed, and outlives a refusal", async ({
  stack,
}) => {
  const slow = [validatesLate(3), staleAfterFinalize("ready", 2), certificateLate(1), silent("newOrder", 800)];
  const habits: Habit[] = [badNonces(4), ...slow, withoutType, gzipped];
  const { ca, served } = await unkindFor(stack, habits);
  await stack.bringUp();
  await stack.types(start);
  const { serial: first } = await eventually(served);
  await stack.waitForLog("certbot", "next renewal");
  expect(ca.state.orders.size).toBe(1);

  const conflict = replacesRefusals["conflict"] ?? refuse(409, "conflict", "");
  const page = { status: 504, headers: {}, body: "<html>" };
  const forgetful = [refuseReplaces(conflict), notReadyYet(1), validLacksFinalize, loseAnswer("certificate")];
  habits.splice(0, habits.length, ...forgetful, doneButAnswered("finalize", page), badNonces(2));
  await stack.exec("certbot", "update-cert", "--force-renewal");
  const { serial: second } = await served();
  expect(second).not.toBe(first);
  expect(ca.state.orders.size).toBe(2);

  habits.splice(0, habits.length, {
    instead: ({ route }) =>
      route === "newOrder" ? refuse(403, "rejectedIdentifier", "この名前には発行できません") : undefined,
  });
  const refused = await stack.tries("docker compose exec -T certbot update-cert --force-renewal");
  expect(refused).toMatchObject({ exitCode: 1, output: expect.stringContaining("この名前には発行できません") });
  expect((await served()).serial).toBe(second);
});
