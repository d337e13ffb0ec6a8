import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { reloadBudget } from "../../src/companion/reload-budget.ts";
import { swarmServer } from "../../src/companion/swarm/swarm-server.ts";
import { handleVerb } from "../../src/companion/verbs.ts";
import { readCompanionSettings } from "../../src/config/companion-settings.ts";
import type { CompanionVerb } from "../../src/model/companion.ts";
import { type SelfSigned, selfSigned } from "../../src/store/self-signed.ts";
import { type FakeSwarm, fakeSwarm } from "./fake-swarm.ts";

export const name = "shop.example";
export const mounted = (lineage: string, file: string, secret: string) => ({
  File: { Name: `/etc/letsencrypt/live/${lineage}/${file}.pem`, UID: "0", GID: "0", Mode: 0o400 },
  SecretID: `id-of-${secret}`,
  SecretName: secret,
});
export const places = [mounted(name, "fullchain", "first-fullchain"), mounted(name, "privkey", "first-privkey")];
export const password = { File: { Name: "db-password", Mode: 0o400 }, SecretID: "id-of-db", SecretName: "db" };
export const hostPorts = [{ TargetPort: 443, PublishedPort: 443, PublishMode: "host" }];

interface Given {
  secrets?: Parameters<typeof fakeSwarm>[0];
  ports?: object[];
  limitMs?: number;
}

/** A service of two tasks that serves a first certificate, and a newer one in certbot's folder. */
export async function cluster({ secrets = places, ports = [], limitMs = 2000 }: Given = {}) {
  const certificates = await mkdtemp(join(tmpdir(), "certificates-"));
  onTestFinished(() => rm(certificates, { recursive: true }));
  const swarm = await fakeSwarm(secrets, ports);
  const settings = readCompanionSettings({
    environment: { DEPLOY: "swarm", NGINX_SERVICE: "web_nginx" },
    dockerSocket: swarm.socket,
    certificates,
  });
  const server = swarmServer({ reloads: reloadBudget(() => new Date(), 12) }, settings, { limitMs, pollMs: 1 });
  const store = async (lineage = name, pair: SelfSigned = selfSigned(lineage)) => {
    await mkdir(join(certificates, "live", lineage), { recursive: true });
    await writeFile(join(certificates, "live", lineage, "fullchain.pem"), pair.certificatePem);
    await writeFile(join(certificates, "live", lineage, "privkey.pem"), pair.privateKeyPem);
    return pair;
  };
  await store();
  return {
    swarm,
    store,
    certificates,
    ask: (verb: CompanionVerb) => handleVerb(server, verb),
    round: async () => (await server.observe()).maintain({ isFirst: false, isGivenUp: false }),
    describe: async () => (await server.observe()).describe(),
  };
}

/** The Engine finds that new tasks fail, and goes back. */
export function rollBack({ service, tasks }: FakeSwarm) {
  service.Spec = service.PreviousSpec ?? service.Spec;
  delete service.PreviousSpec;
  service.UpdateStatus = { ...service.UpdateStatus, State: "rollback_completed", Message: "rollback completed" };
  const [some] = tasks;
  if (some) tasks.push({ ...some, DesiredState: "shutdown", Status: { State: "failed", Err: "non-zero exit (1)" } });
}

export const updatesIn = ({ diary }: FakeSwarm) => diary.filter((line) => line.startsWith("POST /services"));
export const madeIn = ({ diary }: FakeSwarm) => diary.filter((line) => line.startsWith("POST /secrets"));
