import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repairAll } from "../../src/assemble/repair-parts.ts";
import type { CompanionAnswer } from "../../src/model/companion.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { lineageOf } from "../support/acme.ts";
import { makeCertificate } from "../support/certificates.ts";
import { type CommandWorld, type } from "../support/command-line.ts";
import { assemblyAt, domain, environmentOf, scene, untouchedPebble } from "../support/doctor.ts";
import { close, listen, portOf } from "../support/loopback.ts";

const pebble = untouchedPebble();

/** A stored certificate; a TLS server that shows another one until it is reloaded, and a companion that tells what it is told. */
async function stack(sees: Partial<CompanionAnswer> = {}) {
  const place = await scene();
  const pair = await makeCertificate({ domains: [domain] });
  const { privateKeyPem, fullchainPem } = pair;
  const from = { directory: pebble().directory, accountId: "" };
  const store = lineageStore({ folder: place.folder, webroot: place.webroot, version: "1.2.3" });
  await store.save(lineageOf(domain), { privateKeyPem, fullchainPem, ...from });
  const old = await makeCertificate({ domains: [domain] });
  const server = createServer({ cert: old.fullchainPem, key: old.privateKeyPem }, (_, response) =>
    response.writeHead(404).end(),
  );
  await listen(server, 0);
  onTestFinished(() => close(server));

  const companion: Partial<CompanionAnswer> = { https: true, ...sees };
  const called: string[] = [];
  const show = async (button: string) => {
    called.push(button);
    server.setSecureContext({ cert: fullchainPem, key: privateKeyPem });
    companion.https = true;
    return [`${button}: done`];
  };
  const ports = { http: place.port, https: portOf(server) };
  const environment = environmentOf(pebble(), place, { environment: { NGINX_SSL_PORT: String(ports.https) } });
  const world: CommandWorld = {
    environment,
    transport: {
      reload: () => show("reload"),
      enable: () => show("enable"),
      enableChallenge: async () => void called.push("challenge"),
    },
    assembly: {
      ...assemblyAt(place, () => ({ environment, companion, publicPorts: ports })),
      repair: (settings, how) =>
        repairAll(
          { ...settings, folders: { ...settings.folders, config: place.folder } },
          { version: "1", now: new Date(), ...how },
        ),
    },
  };
  return { place, world, called };
}

test("doctor alone shows what it could mend, and touches nothing", async () => {
  const { world, called } = await stack();
  const { screen, code } = await type("doctor", world);
  expect(screen).toContain("nginx serves another certificate than the one on disk");
  expect([called, code]).toEqual([[], 2]);
});

test("--fix --yes shows the fix and the way back, does it, and looks again", async () => {
  const { world, called } = await stack();
  const { screen, code } = await type("doctor --fix --yes", world);
  expect(screen).toContain("would test nginx's configuration and reload it");
  expect(screen).toContain("  to undo: nothing to undo");
  expect(screen).toMatch(/^all is well: ok: \d+ \(nothing was requested\)$/m);
  expect([called, code]).toEqual([["reload"], 0]);
});

test("without --yes it asks, and a no or a missing terminal changes nothing", async () => {
  const { world, called } = await stack();
  const refused = await type("doctor --fix", { ...world, confirmed: false });
  expect(refused.screen).toMatch(/do this now\? \[y\/N\] \nnothing was done$/);
  const alone = await type("doctor --fix", world);
  expect(alone.screen).toMatch(/there is no terminal to ask on, so add --yes$/);
  expect([called, refused.code, alone.code]).toEqual([[], 2, 2]);
  expect((await type("doctor --fix", { ...world, confirmed: true })).code).toBe(0);
  expect(called).toEqual(["reload"]);
});

test("a certificate that nobody gets, and a challenge that is off, are switched on; a reload is then not wanted", async () => {
  const { world, called } = await stack({ https: false, challenge: false });
  await type("doctor --fix --yes", world);
  expect(called).toEqual(["challenge", "enable"]);
});

test("what a person switched off stays off", async () => {
  const { world, called } = await stack({ https: false, off: true });
  const { screen } = await type("doctor --fix --yes", world);
  expect(screen).toContain("none of this can be fixed automatically");
  expect(called).toEqual([]);
});

test("a lineage whose conf is lost gets it again", async () => {
  const { world, place } = await stack();
  const conf = join(place.folder, "renewal", `${domain}.conf`);
  await rm(conf);
  const { screen } = await type("doctor --fix --yes", world);
  expect(screen).toContain("would repair the certificate's symlinks and its renewal configuration");
  expect(await readFile(conf, "utf8")).toContain("privkey");
});

test("flags that do not go together are refused with the words that do", async () => {
  const { screen, code } = await type("doctor --json --fix");
  expect(screen).toContain("doctor accepts --json, or --fix, or --fix --yes");
  expect(code).toBe(2);
});
