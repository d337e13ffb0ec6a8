/** The real doctor over a Pebble, with the names of its challtestsrv, in folders of its own; nginx is a plain web server. */

import { mkdir, readFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { lookAtPlace, openDoctor } from "../../src/assemble/doctor-parts.ts";
import type { Assembly } from "../../src/cli/context.ts";
import { readSettings } from "../../src/config/settings.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import type { DoctorParts } from "../../src/doctor/parts.ts";
import type { CompanionAnswer } from "../../src/model/companion.ts";
import { Problem } from "../../src/model/problem.ts";
import type { Settings } from "../../src/model/settings.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { temporaryFolder } from "./folders.ts";
import { close } from "./loopback.ts";
import { type Pebble, startPebble } from "./pebble.ts";
import { strategyAt } from "./strategy.ts";

export const domain = "shop.example.com";

const seen: CompanionAnswer = {
  code: "unchanged",
  ...{ nginx: true, https: false, challenge: true, off: false },
  notes: [],
  output: "",
};

/** One for all tests of a file, which is never asked for a certificate. */
export function untouchedPebble(): () => Pebble {
  let pebble: Pebble;
  beforeAll(async () => {
    pebble = await startPebble();
  });
  afterAll(async () => {
    expect(pebble.orders()).toBe(0);
    await pebble.stop();
  });
  return () => pebble;
}

export interface Scene {
  folder: string;
  webroot: string;
  /** what nginx and the public name listen on */
  port: number;
  server: Server;
}

/** Folders, and a web server at 127.0.0.1 that serves the webroot as nginx would, unless told otherwise. */
export async function scene(answer?: (folder: string) => RequestListener): Promise<Scene> {
  const folder = await temporaryFolder();
  const webroot = join(folder, "www");
  await mkdir(webroot);
  const server = await serve((answer ?? serving)(webroot), "127.0.0.1");
  return { folder, webroot, port: portAt(server), server };
}

export const serving =
  (folder: string): RequestListener =>
  async (request, response) => {
    const body = await readFile(join(folder, request.url ?? "")).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { connection: "close" }).end(body ?? "not here");
  };

/** Listens at this address until the test is over; 0: any port. */
export async function serve(answer: RequestListener, address: string, port = 0): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return close(server);
  });
  return server;
}

export function portAt(server: Server): number {
  return (server.address() as { port: number }).port;
}

export interface Look {
  environment?: Record<string, string>;
  /** what the companion sees, or why it cannot */
  companion?: Partial<CompanionAnswer> | Problem;
  publicAuthority?: boolean;
  patienceSeconds?: number;
  publicPorts?: DoctorParts["publicPorts"];
}

/** Everything that doctor finds in a scene. */
export async function findings(pebble: Pebble, place: Scene, look: Look = {}): Promise<readonly Finding[]> {
  const environment = environmentOf(pebble, place, look);
  const folders = foldersOf(place);
  const settings = settingsOf(environment, folders);
  const given = { environment, settings, folders, folder: lookAtPlace };
  if (settings instanceof Problem) return examine(given, undefined);
  const parts = await partsOf(settings, place, { ...look, environment });
  return examine(given, parts).finally(() => parts.close());
}

const foldersOf = ({ folder, webroot }: Scene) => ({
  config: folder,
  webroot,
  logs: folder,
  run: folder,
  state: folder,
});

export function environmentOf(pebble: Pebble, { port }: Scene, look: Look = {}): Record<string, string> {
  return {
    CERTBOT_DOMAIN: domain,
    CERTBOT_OPTIONS: `--server ${pebble.directory}`,
    REQUESTS_CA_BUNDLE: pebble.caFile,
    NGINX_SERVICE: "127.0.0.1",
    NGINX_PORT: String(port),
    DOCTOR_RESOLVERS: pebble.dnsServer,
    ...look.environment,
  };
}

/** Settings that can be used. */
export function settingsAt(pebble: Pebble, place: Scene, environment = environmentOf(pebble, place)): Settings {
  return readSettings({
    environment,
    words: [],
    word: "serve",
    folders: foldersOf(place),
  });
}

/** For a command line that is typed in a scene. */
export function assemblyAt(place: Scene, look: () => Look): Pick<Assembly, "folders" | "folder" | "doctor"> {
  return {
    folders: foldersOf(place),
    folder: lookAtPlace,
    doctor: (settings) => partsOf(settings, place, look()),
  };
}

async function partsOf(settings: Settings, { folder, webroot, port }: Scene, look: Look): Promise<DoctorParts> {
  return await openDoctor(settings, {
    run: { version: "1.2.3", environment: look.environment ?? {}, say: () => {} },
    signal: new AbortController().signal,
    store: lineageStore({ folder, webroot, version: "1.2.3" }),
    strategy: strategyAt({ ask: async () => result(look.companion ?? {}) }),
    ...(look.patienceSeconds === undefined ? {} : { patienceSeconds: look.patienceSeconds }),
    publicPorts: look.publicPorts ?? { http: port, https: 9 },
    ...(look.publicAuthority === undefined ? {} : { publicAuthority: look.publicAuthority }),
  });
}

function settingsOf(environment: Record<string, string>, folders: Settings["folders"]): Settings | Problem {
  try {
    return readSettings({ environment, words: [], word: "doctor", folders });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function result(companion: Partial<CompanionAnswer> | Problem): CompanionAnswer {
  if (companion instanceof Problem) throw companion;
  return { ...seen, ...companion };
}

/** Tells challtestsrv: `tell(pebble, "add-a", { host, addresses })`. */
export async function tell(pebble: Pebble, what: string, body: object): Promise<void> {
  const answer = await fetch(`${pebble.dnsManagementUrl}/${what}`, { method: "POST", body: JSON.stringify(body) });
  if (answer.status !== 200) throw new Error(`challtestsrv answered ${answer.status} to ${what}`);
}
