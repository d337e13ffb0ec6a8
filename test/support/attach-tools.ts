import { readFile } from "node:fs/promises";
import type { AttachTools } from "../../src/attach/attach.ts";
import { type Services, toModel } from "../../src/attach/compose-model.ts";
import type { Engine } from "../../src/attach/engine.ts";
import type { Neighbour } from "../../src/attach/host.ts";
import type { TemplateBundles } from "../../src/attach/template-bundle.ts";
import type { AttachOptions, HostFacts } from "../../src/model/attach.ts";
import { repository } from "./repository.ts";

const shipped = (stack: string) => readFile(repository(`docker/${stack}/docker-compose.override.yaml`), "utf8");
export const extra = { name: "httpsidecar/16-https.envsh", bytes: Buffer.from("#!/bin/sh\n"), mode: 0o755 };

/** As the image has them, with one file in the place of nginx's two. */
export const bundles: TemplateBundles = {
  dify: { template: await shipped("dify"), files: [] },
  app: { template: await shipped("open-webui"), files: [extra] },
  "own-conf": { template: await shipped("own-conf"), files: [{ ...extra, name: "httpsidecar/40-https.sh" }] },
  "renew-only": { template: await shipped("renew-only"), files: [] },
};

export const host: HostFacts = {
  listeners: "",
  dockerSocket: "/run/user/1000/docker.sock",
  image: "httpsidecar:9",
  language: "",
  composeFile: "",
  composeProject: "",
};

/** Services in the form of `docker compose config --format json`. */
export const services = (given: Record<string, unknown>): Services => toModel({ name: "x", services: given }).services;

/** A running container of a stack in this folder. */
export function neighbour(folder: string, service: string, given: Partial<Neighbour> = {}): Neighbour {
  return {
    id: service,
    name: `docker-${service}-1`,
    image: service,
    project: "docker",
    workingFolder: folder,
    service,
    running: true,
    created: 1_700_000_000,
    labels: {},
    published: [],
    ...given,
  };
}

/** An Engine with these containers; what is done to it goes into the diary. */
export function fakeEngine(diary: string[], given: Partial<Engine> & { running?: readonly Neighbour[] } = {}): Engine {
  const { running = [], ...rest } = given;
  return {
    containers: async () => running,
    variables: async () => new Map(),
    hasPath: async () => false,
    logs: async function* () {},
    run: async () => undefined,
    rehearse: async () => undefined,
    isPodman: async () => false,
    remove: async (id) => void diary.push(`remove ${id}`),
    removeVolume: async (name) => void diary.push(`remove volume ${name}`),
    ...rest,
  };
}

/** Everything attach works with; nobody says yes unless `answers` has it. */
export function attachTools(diary: string[], given: Partial<AttachTools> & { answers?: boolean[] } = {}): AttachTools {
  const { answers = [], ...rest } = given;
  return {
    engine: fakeEngine(diary),
    host,
    bundles,
    temporaryPair: (name) => ({ certificatePem: `certificate of ${name}`, privateKeyPem: `key of ${name}` }),
    talk: { print: (line) => void diary.push(line), agrees: async () => answers.shift() ?? false },
    ...rest,
  };
}

export function attachOptions(folder: string, given: Partial<AttachOptions> = {}): AttachOptions {
  return {
    folder,
    domain: "dify.acme.org",
    email: "a@acme.org",
    upstream: undefined,
    also: [],
    dns: undefined,
    credentialsFile: undefined,
    file: undefined,
    service: undefined,
    dryRun: false,
    yes: true,
    staging: false,
    show: false,
    force: false,
    ...given,
  };
}
