import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { readImages } from "../support/images.ts";
import { pebbleDirectory, pebbleFolder } from "../support/pebble-service.ts";
import { certbotSettings, start } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { median, repeat, secondsOf } from "./figures.ts";
import type { Row, Section } from "./table.ts";
import { onStack } from "./with-stack.ts";

const email = "ops@example.test";
const updateCert = ["compose", "exec", "-T", "certbot", "update-cert"];
const noOps = 3;

/** Real certbot beside ours: same nginx, same webroot, same authority; a folder of its own, else one would renew the other's. */
const realCertbot = {
  image: readImages().certbot,
  entrypoint: ["sleep", "infinity"],
  init: true,
  environment: { REQUESTS_CA_BUNDLE: `/${pebbleFolder}/ca.pem` },
  volumes: [
    "./volumes/real-certbot:/etc/letsencrypt",
    "./volumes/certbot/www:/var/www/html",
    `./${pebbleFolder}/ca.pem:/${pebbleFolder}/ca.pem:ro`,
  ],
};

/** ms each */
interface Race {
  /** `saved`: until the certificate lies there, which is where certbot ends */
  ours: { saved: number; first: number; noOps: number[] };
  theirs: { first: number; noOps: number[] };
}

/** `update-cert` against certbot with Dify's flags, each by `docker compose exec`, under an authority that asks for patience or not. */
export async function measureCertbot(runs: number): Promise<Section[]> {
  const sections: Section[] = [];
  for (const retryAfter of [0, 1]) {
    const races = await repeat(runs, (time) => raceOnce(retryAfter, time));
    const title = `update-cert, the authority says Retry-After: ${retryAfter}`;
    sections.push({ title, ours: "httpsidecar", before: "certbot", rows: rowsOf(races) });
  }
  return sections;
}

function raceOnce(retryAfter: number, time: number): Promise<Race> {
  return onStack({ kind: "official", services: { "real-certbot": realCertbot } }, async (stack) => {
    await setRetryAfter(stack, retryAfter);
    await stack.setEnv({ ...certbotSettings(stack), CERTBOT_EMAIL: email, CERTBOT_AUTO: "false" });
    await stack.bringUp();
    await stack.types(start);
    await stack.waitForLog("certbot", "waiting for");
    const race = { ours: () => oursOnce(stack), theirs: () => theirsOnce(stack) };
    // Who comes first finds colder caches: they take turns.
    if (time % 2 === 0) return { ours: await race.ours(), theirs: await race.theirs() };
    return { theirs: await race.theirs(), ours: await race.ours() };
  });
}

async function oursOnce(stack: Stack) {
  const { saved, took: first } = await updateOnce(stack);
  return { saved, first, noOps: await repeat(noOps, async () => (await updateOnce(stack)).took) };
}

async function updateOnce({ folder: cwd }: Stack) {
  const began = performance.now();
  const command = execa("docker", updateCert, { cwd, stdin: "ignore" });
  let saved = Number.NaN;
  for await (const line of command) if (line.includes("certificate saved")) saved = performance.now() - began;
  await command;
  return { saved, took: performance.now() - began };
}

async function theirsOnce(stack: Stack) {
  const certbot = "docker compose exec -T real-certbot certbot";
  const flags = `--noninteractive --webroot --webroot-path=/var/www/html --email ${email} --agree-tos --no-eff-email --server ${pebbleDirectory}`;
  const { took: first } = await stack.types(`${certbot} certonly ${flags} -d ${stack.domain}`);
  const again = `${certbot} renew ${flags} --cert-name=${stack.domain}`;
  return { first, noOps: await repeat(noOps, async () => (await stack.types(again)).took) };
}

/** Seconds that the authority asks its clients to wait before they look again. */
async function setRetryAfter(stack: Stack, retryAfter: number): Promise<void> {
  const path = join(stack.folder, pebbleFolder, "pebble.json");
  const { pebble } = JSON.parse(await readFile(path, "utf8"));
  const patient = { ...pebble, retryAfter: { authz: retryAfter, order: retryAfter } };
  await writeFile(path, JSON.stringify({ pebble: patient }));
}

function rowsOf(races: readonly Race[]): Row[] {
  const theirFirst = races.map((race) => race.theirs.first);
  const saved = races.map((race) => race.ours.saved);
  const first = races.map((race) => race.ours.first);
  const noOp = races.flatMap((race) => race.ours.noOps);
  const theirNoOp = races.flatMap((race) => race.theirs.noOps);
  const half = { share: 1 / 2, wanted: "half at most" };
  return [
    rowOf("first issuance, certificate saved", saved, theirFirst, half),
    rowOf("the same, ours with HTTPS on and proven", first, theirFirst, half),
    rowOf("not due", noOp, theirNoOp, { share: 2 / 3, wanted: "two thirds at most" }),
  ];
}

function rowOf(
  what: string,
  own: readonly number[],
  theirs: readonly number[],
  { share, wanted }: { share: number; wanted: string },
): Row {
  const ratio = median(own) / median(theirs);
  const aim = { wanted: `${wanted} (${(ratio * 100).toFixed(0)} %)`, met: ratio <= share };
  return { what, ours: secondsOf(own), before: secondsOf(theirs), aim };
}
