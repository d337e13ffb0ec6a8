import type { AttachOptions, AttachResult, Conversation, HostFacts } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { describeChanges, makeChanges } from "./changes.ts";
import type { Engine } from "./engine.ts";
import { planAttach } from "./plan.ts";
import { look, type StackState } from "./read-stack.ts";
import { type Recognised, recognise } from "./recognise.ts";
import { bundleFrom, renewFolders } from "./renew-only.ts";
import { refuseConfusion, type Surroundings, surroundingsOf } from "./surroundings.ts";
import { bundleFor, type TemplateBundle, type TemplateBundles } from "./template-bundle.ts";

export interface AttachTools {
  engine: Engine;
  host: HostFacts;
  bundles: TemplateBundles;
  talk: Conversation;
}

/** Puts the sidecar into a stack's files, after a yes. Throws Problem when the stack is left alone. */
export async function attach(
  options: AttachOptions,
  { engine, host, bundles, talk }: AttachTools,
): Promise<AttachResult> {
  const stack = await look(options.folder, options.file, engine);
  refuseConfusion(stack);
  const recognised = recognise(stack.compose.services, options.service);
  for (const line of describe(stack, recognised.kind)) talk.print(line);
  const surroundings = surroundingsOf(stack, recognised.service, host, options);
  handleRefused(surroundings, options.force, talk);

  const bundle = await bundleOf(stack, recognised, options, bundleFor(recognised, bundles, host));
  const changes = await planAttach(stack, recognised, options, bundle);
  if (changes.length === 0) {
    talk.print(phrase`nothing to change: the sidecar is in this stack already`);
    return "unchanged";
  }
  for (const line of describeChanges(changes)) talk.print(line);
  if (options.dryRun || !(options.yes || (await talk.agrees(phrase`Write this?`)))) {
    talk.print(phrase`nothing was changed`);
    return "declined";
  }
  await makeChanges(options.folder, changes);
  return "written";
}

async function bundleOf(
  { folder, compose }: StackState,
  { kind, service }: Recognised,
  { domain }: AttachOptions,
  bundle: TemplateBundle,
) {
  const { [service]: nginx = {}, certbot } = compose.services;
  if (kind !== "renew-only") return bundle;
  return bundleFrom(bundle, await renewFolders(folder, { nginx, certbot }, domain.split(",")[0] ?? ""));
}

const kinds = {
  dify: "Dify",
  own: phrase`a stack with the sidecar in its own compose file`,
  "open-webui": phrase`Open WebUI, which gets an nginx in front`,
  "renew-only": phrase`an nginx that already has HTTPS: certificates are renewed and nginx is reloaded; its HTTPS settings are left alone`,
};

function describe({ folder, project, compose }: StackState, kind: keyof typeof kinds): string[] {
  return [phrase`${folder}: ${kinds[kind]}, project ${project}, of ${compose.names.join(phrase` and `)}`];
}

function handleRefused({ lines, stops }: Surroundings, force: boolean, { print }: Conversation): void {
  for (const line of lines) print(line);
  const [stop] = stops;
  if (stop && !force) throw stop;
  for (const { message } of stops) print(phrase`--force: ${message}`);
}
