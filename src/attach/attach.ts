import type { AttachOptions, AttachResult, Conversation, HostFacts } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import { describeChanges, makeChanges } from "./changes.ts";
import type { Engine } from "./engine.ts";
import { type Kit, type Kits, kitFor } from "./kit.ts";
import { look, type Sight } from "./look.ts";
import { planAttach } from "./plan.ts";
import { type Recognised, recognise } from "./recognise.ts";
import { kitFrom, renewFolders } from "./renew-only.ts";
import { refuseConfusion, type Surroundings, surroundingsOf } from "./surroundings.ts";

export interface AttachTools {
  engine: Engine;
  host: HostFacts;
  kits: Kits;
  talk: Conversation;
}

/** Puts the sidecar into a stack's files, after a yes. Throws Problem when the stack is left alone. */
export async function attach(options: AttachOptions, { engine, host, kits, talk }: AttachTools): Promise<AttachResult> {
  const sight = await look(options.folder, options.file, engine);
  refuseConfusion(sight);
  const recognised = recognise(sight.compose.services, options.service);
  for (const line of describe(sight, recognised.kind)) talk.print(line);
  const surroundings = surroundingsOf(sight, recognised.service, host, options);
  heed(surroundings, options.force, talk);

  const kit = await kitOf(sight, recognised, options, kitFor(recognised, kits, host));
  const changes = await planAttach(sight, recognised, options, kit);
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

async function kitOf({ folder, compose }: Sight, { kind, service }: Recognised, { domain }: AttachOptions, kit: Kit) {
  const { [service]: nginx = {}, certbot } = compose.services;
  if (kind !== "renew-only") return kit;
  return kitFrom(kit, await renewFolders(folder, { nginx, certbot }, domain.split(",")[0] ?? ""));
}

const kinds = {
  dify: "Dify",
  own: phrase`a stack with the sidecar in its own compose file`,
  "open-webui": phrase`Open WebUI, which gets an nginx in front`,
  "renew-only": phrase`an nginx with HTTPS of its own: certificates are renewed, nginx is reloaded, nothing is switched`,
};

function describe({ folder, project, compose }: Sight, kind: keyof typeof kinds): string[] {
  return [phrase`${folder}: ${kinds[kind]}, project ${project}, of ${compose.names.join(phrase` and `)}`];
}

function heed({ lines, stops }: Surroundings, force: boolean, { print }: Conversation): void {
  for (const line of lines) print(line);
  const [stop] = stops;
  if (stop && !force) throw stop;
  for (const { message } of stops) print(phrase`--force: ${message}`);
}
