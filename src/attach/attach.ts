import type { Attached, AttachOptions, ComposeConfig, Conversation, HostFacts, Proposal } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { shellWord } from "../model/plain-text.ts";
import { certificatesFolder } from "./certificates-folder.ts";
import { describeChanges, makeChanges } from "./changes.ts";
import { dnsOf } from "./dns-settings.ts";
import type { Engine } from "./engine.ts";
import { fitBundle } from "./fit-template.ts";
import { formerRenewals } from "./habits.ts";
import type { Recognised } from "./kinds.ts";
import { refuseFolderWithoutLinks } from "./links.ts";
import { type OwnConfTools, planOwnConf } from "./own-conf/own-conf.ts";
import { type Plan, planAttach } from "./plan.ts";
import { refusePodman } from "./podman.ts";
import { givesEnvironment, readStack, runningService, type StackState } from "./read-stack.ts";
import { recognise } from "./recognise.ts";
import { renewFolders } from "./renew-only.ts";
import { missingOf, servicesOf, startable, startLine } from "./start.ts";
import { refuseConfusion, type Surroundings, surroundingsOf } from "./surroundings.ts";
import type { TemplateBundles } from "./template-bundle.ts";

export interface AttachTools {
  engine: Engine;
  host: HostFacts;
  bundles: TemplateBundles;
  talk: Conversation;
  temporaryPair: OwnConfTools["temporaryPair"];
}

interface Planned extends Plan {
  stack: StackState;
  recognised: Recognised;
}

/** Shows what attach would write. Throws Problem when the stack is left alone. */
export async function propose(options: AttachOptions, config: ComposeConfig, tools: AttachTools): Promise<Proposal> {
  const { changes, override, stack, recognised } = await plan(options, config, tools);
  if (changes.length === 0) tools.talk.print(phrase`nothing to change: the sidecar is in this stack already`);
  for (const line of describeChanges(changes, options.show)) tools.talk.print(line);
  if (changes.length > 0) tools.talk.print(summary(changes.length, recognised, stack));
  return { isChange: changes.length > 0, override };
}

/** Puts the sidecar into a stack's files, after a yes. Throws Problem when the stack is left alone. */
export async function attach(options: AttachOptions, config: ComposeConfig, tools: AttachTools): Promise<Attached> {
  const { talk } = tools;
  const { changes, stack, recognised } = await plan(options, config, tools);
  const all = changes.length > 0 ? servicesOf(recognised) : await missingOf(stack, recognised, options, tools.engine);
  const services = startable(stack) ? all : [];
  const start = startLine(stack, all);
  if (changes.length === 0) return { result: "unchanged", services, start };
  for (const line of describeChanges(changes, options.show)) talk.print(line);
  if (options.dryRun || !(options.yes || (await agrees(talk, summary(changes.length, recognised, stack))))) {
    talk.print(phrase`nothing was changed`);
    return { result: "declined", services: [], start };
  }
  await makeChanges(options.folder, changes);
  return { result: "written", services, start };
}

async function agrees(talk: Conversation, summed: string): Promise<boolean> {
  talk.print(summed);
  return await talk.agrees(phrase`Write this?`);
}

async function plan(options: AttachOptions, config: ComposeConfig, tools: AttachTools): Promise<Planned> {
  const { engine, host, bundles, talk } = tools;
  const stack = await readStack(options, config, tools);
  await refusePodman(engine, options.force);
  refuseConfusion(stack);
  const dns = await dnsOf(stack, options);
  const certificates = (service: string) => certificatesOf(stack, service, engine);
  const recognised = await recognise(stack.compose.services, {
    ...{ named: options.service, upstream: options.upstream, domain: options.domain, force: options.force },
    hasCertificates: async (service) => (await certificates(service)) !== undefined,
    isRunning: (service) => runningService(stack, service) !== undefined,
  });
  for (const line of describe(stack, recognised)) talk.print(line);
  handleRefused(surroundingsOf(stack, recognised, host, { ...options, dns }), options.force, talk);
  const folders =
    recognised.kind === "renew-only" ? await foldersOf(stack, recognised.service, options, engine) : undefined;
  const conf = recognised.kind === "own-conf" ? await confOf(stack, recognised, options, tools) : undefined;
  const { compose, folder } = stack;
  const hasEnvironment = await givesEnvironment(stack, recognised.service);
  const found = { compose, folder, env: stack.env, recognised, folders, hasEnvironment, challenge: conf?.challenge };
  const given = { ...found, options, dns, host };
  const fitted = fitBundle(bundles, given);
  for (const line of [...doubtsOf(stack, options), ...fitted.lines, ...(await formerRenewals(folder))])
    talk.print(line);
  const brought = { bundle: fitted.bundle, confs: conf?.changes ?? [] };
  await refuseFolderWithoutLinks(folders?.certificates.source ?? folder, folder);
  return { stack, recognised, ...(await planAttach(stack, recognised, options, brought, { host, dns })) };
}

const confOf = (stack: StackState, { service }: Recognised, { domain }: AttachOptions, tools: AttachTools) =>
  planOwnConf({ stack, service, domain, scripts: tools.bundles["own-conf"].files }, tools);

async function certificatesOf(stack: StackState, service: string, engine: Engine) {
  const { [service]: nginx, certbot } = stack.compose.services;
  const running = runningService(stack, service);
  const hasPath = async (path: string) => running !== undefined && (await engine.hasPath(running.id, path));
  return nginx && (await certificatesFolder(nginx, certbot, hasPath));
}

async function foldersOf(stack: StackState, service: string, { domain }: AttachOptions, engine: Engine) {
  const { [service]: nginx, certbot } = stack.compose.services;
  const certificates = await certificatesOf(stack, service, engine);
  if (!nginx || !certificates) return undefined;
  const running = runningService(stack, service);
  const runInNginx = async (command: readonly string[]) => running && (await engine.run(running.id, command));
  return await renewFolders({ nginx, certbot, certificates, domain: lineageOf(domain), runInNginx });
}

/** As certbot names it. */
const lineageOf = (domain: string) => (domain.split(",")[0] ?? "").replace(/^\*\./, "");

/** Names that no public CA signs, where no sign of another CA or of an imported certificate is in the stack's settings. */
function doubtsOf({ env, files }: StackState, { doubts = [] }: AttachOptions): readonly string[] {
  const said = `${env.get("CERTBOT_OPTIONS")} ${files.settings.text}`;
  if (/--server|REQUESTS_CA_BUNDLE|OWN_CERTIFICATE=true/.test(said)) return [];
  return doubts.map((doubt) => phrase`warning: ${doubt}`);
}

const kinds = {
  dify: "Dify",
  own: phrase`a stack with the sidecar in its own compose file`,
  "own-conf": phrase`an nginx with a configuration file of your own, which gets a line; its container is recreated once`,
  "renew-only": phrase`an nginx that already has HTTPS: certificates are renewed and nginx is reloaded; its HTTPS settings are left alone`,
};

function describe({ folder, project, run }: StackState, { kind, app }: Recognised): string[] {
  const what =
    kind === "app" ? phrase`${app?.known?.name ?? app?.upstream ?? ""}, which gets an nginx in front` : kinds[kind];
  const names = run.files.map((path) => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path));
  return [phrase`${folder}: ${what}, project ${project}, of ${names.join(phrase` and `)}`];
}

function summary(files: number, recognised: Recognised, stack: StackState): string {
  const [services, folder] = [servicesOf(recognised), shellWord(stack.folder)];
  const written = files === 1 ? phrase`1 file is written` : phrase`${files} files are written`;
  if (!startable(stack))
    return phrase`\n${written}, no container is started or recreated. Undo: docker/detach ${folder}`;
  return phrase`\n${written}, ${services.length} containers started (${services.join(", ")}), nothing else is recreated. Undo: docker/detach ${folder}`;
}

function handleRefused({ lines, stops }: Surroundings, force: boolean, { print }: Conversation): void {
  for (const line of lines) print(line);
  const [stop] = stops;
  if (stop && !force) throw stop;
  for (const { message } of stops) print(phrase`--force: ${message}`);
}
