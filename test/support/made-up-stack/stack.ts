import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attach } from "../../../src/attach/attach.ts";
import { detach } from "../../../src/attach/detach.ts";
import { follow } from "../../../src/attach/follow.ts";
import type { Neighbour } from "../../../src/attach/host.ts";
import type { Certificate } from "../../../src/model/lineage.ts";
import type { LineageReport } from "../../../src/model/report.ts";
import { attachOptions, attachTools, fakeEngine, neighbour } from "../attach-tools.ts";
import type { GivenContext } from "../companion-context.ts";
import { temporaryFolder } from "../folders.ts";
import { certificate } from "../given.ts";
import { virtualTime } from "../strategy.ts";
import { composeFile, editLine, personsConfig, resolveFolder, shippedEnv } from "./files.ts";
import { entrypoint, type MadeUpNginx, startNginx } from "./nginx.ts";
import { type MadeUpSidecar, startSidecar } from "./sidecar.ts";

const domain = "dify.acme.org";
const hour = 60 * 60 * 1000;

/** Dify's kind of stack with files of its own, and containers, an Engine and a clock that are made up. */
export interface MadeUpStack {
  /** docker/attach; whether it ended with "is live" */
  attach(): Promise<boolean>;
  detach(): Promise<void>;
  /** docker compose up -d */
  up(): Promise<void>;
  /** docker compose down, then up -d */
  downAndUp(): Promise<void>;
  recreateNginx(): Promise<void>;
  restartNginx(): Promise<void>;
  restartSidecar(): Promise<void>;
  enableHttps(): Promise<void>;
  disableHttps(): Promise<void>;
  /** update-cert --force-renewal */
  renew(): Promise<void>;
  /** A person's edit of `.env`. */
  edit(name: string, value: string): Promise<void>;
  /** The CA cannot be reached from now on, or can again. */
  letCaBe(away: boolean): void;
  backUp(): Promise<void>;
  /** The certificates' folder as it was. */
  restore(): Promise<void>;
  /** Half a day goes by. */
  wait(): Promise<void>;
  hasSidecar(): boolean;
  /** what visitors get over HTTPS; undefined: plain HTTP alone */
  wire(): string | undefined;
  stored(): string | undefined;
  /** what `status` shows; undefined: no sidecar runs */
  screen(): Promise<LineageReport | undefined>;
  /** the person's files, by name */
  files(): Promise<Readonly<Record<string, string>>>;
}

/** Started, and serving over HTTP. `sharesEnv`: other services take `.env` whole, so that it is not ours to write. */
export async function madeUpStack({ sharesEnv }: { sharesEnv: boolean }): Promise<MadeUpStack> {
  const root = await temporaryFolder();
  const [folder, volume, backup] = [join(root, "docker"), join(root, "volume"), join(root, "backup")];
  const certificates = join(folder, "volumes/certbot/conf");
  await mkdir(certificates, { recursive: true });
  await writeFile(join(folder, composeFile), "services: {}\n");
  await writeFile(join(folder, ".env"), shippedEnv);

  let ms = Date.parse("2026-11-20T12:00:00Z");
  let made = 0;
  let isCaAway = false;
  let live: Certificate | undefined;
  let kept: Certificate | undefined;
  let sidecar: { at: number; it: MadeUpSidecar } | undefined;
  const now = () => new Date(ms);
  const isoNow = () => now().toISOString();
  const stored = (name: string) => (name === domain ? live?.fingerprint : undefined);
  const start = (id: string, environment: MadeUpNginx["environment"]) =>
    startNginx({ id, startedAt: isoNow(), environment }, stored);
  let nginx = { createdAt: isoNow(), it: start("nginx-0", (await resolveFolder(folder)).nginx) };

  function issue(): Certificate {
    made += 1;
    const [notBefore, notAfter] = [now(), new Date(ms + 90 * 24 * hour)];
    live = certificate({ name: domain, domains: [domain], fingerprint: `cert ${made}`, notBefore, notAfter });
    return live;
  }

  const seen = (): readonly Neighbour[] => [
    neighbour(folder, "nginx", { published: [{ address: "0.0.0.0", hostPort: 80, containerPort: 80 }] }),
    ...(sidecar ? ["certbot", "certbot-companion"] : []).map((service) =>
      neighbour(folder, service, {
        created: Math.floor((sidecar?.at ?? 0) / 1000),
        labels: { "org.opencontainers.image.title": "httpsidecar" },
      }),
    ),
  ];
  const attachEngine = fakeEngine([], {
    containers: async () => seen(),
    async run(_, command) {
      if (command.includes("update-cert")) await sidecar?.it.check();
      return JSON.stringify({ result: sidecar?.it.lastResult() ?? null, lineage: await sidecar?.it.report() });
    },
    remove: async () => {
      sidecar = undefined;
    },
    removeVolume: async (name) =>
      name.endsWith("companion") ? rm(volume, { recursive: true, force: true }) : undefined,
  });
  const tools = attachTools([], { engine: attachEngine });

  const companionEngine: GivenContext["engine"] = {
    list: async () => [{ Id: nginx.it.id, State: "running", Labels: {} }] as never,
    inspect: async () =>
      ({
        Id: nginx.it.id,
        Created: nginx.createdAt,
        State: { Running: true, StartedAt: nginx.it.startedAt, Pid: 1 },
        RestartCount: 0,
        HostConfig: {},
        Config: {
          Entrypoint: [entrypoint],
          Cmd: ["nginx", "-g", "daemon off;"],
          Env: Object.entries(nginx.it.environment).map(([name, value]) => `${name}=${value}`),
          Labels: {
            "com.docker.compose.service": "nginx",
            "com.docker.compose.project.config_files": join(folder, composeFile),
          },
        },
      }) as never,
    exec: (_, command) => nginx.it.exec(command),
    expectExec: () => undefined,
    logs: async () => "",
  };

  async function startOurs() {
    await mkdir(volume, { recursive: true });
    ms += 1000;
    const given = {
      folder,
      certificates,
      volume,
      domain,
      engine: companionEngine,
      now,
      issue,
      isCaAway: () => isCaAway,
      sharesEnv,
    };
    const it = startSidecar({ ...given, stored: () => live, served: () => nginx.it.served() });
    sidecar = { at: ms, it };
    ms += 1000;
    await it.round();
    await it.check();
  }
  async function recreateNginx() {
    ms += 1000;
    const environment = (await resolveFolder(folder)).nginx;
    nginx = { createdAt: isoNow(), it: start(`nginx-${ms}`, environment) };
    await sidecar?.it.round();
  }
  async function changed(work: () => Promise<unknown>) {
    ms += 1000;
    await work();
    ms += 60_000;
    await sidecar?.it.round();
  }

  return {
    async attach() {
      const { services } = await attach(attachOptions(folder, { domain }), await personsConfig(folder), tools);
      if (services.length > 0 && !sidecar) await startOurs();
      return await follow({ folder } as never, tools, virtualTime());
    },
    detach: async () => void (await detach(attachOptions(folder), tools)),
    async up() {
      const { nginx: environment, hasSidecar } = await resolveFolder(folder);
      if (JSON.stringify(environment) !== JSON.stringify(nginx.it.environment)) await recreateNginx();
      if (hasSidecar && !sidecar) await startOurs();
    },
    async downAndUp() {
      sidecar = undefined;
      await recreateNginx();
      if ((await resolveFolder(folder)).hasSidecar) await startOurs();
    },
    recreateNginx,
    letCaBe(away) {
      isCaAway = away;
    },
    async restartNginx() {
      ms += 1000;
      nginx = { ...nginx, it: start(nginx.it.id, nginx.it.environment) };
      await sidecar?.it.round();
    },
    restartSidecar: async () => (sidecar ? await startOurs() : undefined),
    enableHttps: () => changed(async () => sidecar?.it.switch.enable()),
    disableHttps: () => changed(async () => sidecar?.it.switch.disable()),
    renew: () => changed(async () => sidecar?.it.check(true)),
    edit: (name, value) =>
      changed(async () => {
        const path = join(folder, ".env");
        await writeFile(path, editLine(await readFile(path, "utf8"), name, value));
      }),
    async backUp() {
      kept = live;
      await rm(backup, { recursive: true, force: true });
      await cp(certificates, backup, { recursive: true });
    },
    async restore() {
      if (!kept) return;
      live = kept;
      await rm(certificates, { recursive: true, force: true });
      await cp(backup, certificates, { recursive: true });
    },
    async wait() {
      ms += 12 * hour;
      await sidecar?.it.round();
      await sidecar?.it.check();
    },
    hasSidecar: () => sidecar !== undefined,
    wire: () => nginx.it.served(),
    stored: () => live?.fingerprint,
    screen: async () => await sidecar?.it.report(),
    async files() {
      const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
      const texts = names.map(async ({ name }) => [name, await readFile(join(folder, name), "utf8")] as const);
      return Object.fromEntries(await Promise.all(texts));
    },
  };
}
