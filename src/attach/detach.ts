import type { AttachResult, StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import type { AttachTools } from "./attach.ts";
import { describeChanges, makeChanges, rehearseChanges } from "./changes.ts";
import { planDetach } from "./plan.ts";
import { look } from "./read-stack.ts";

const ours = ["certbot", "certbot-companion"];
const volumes = ["httpsidecar-socket", "httpsidecar-companion"];

/**
 * Takes out of a stack what attach put in, after a yes: the two containers, their two volumes, our lines. Certificates
 * stay. Throws Problem when a file cannot be understood; nothing was done then.
 */
export async function detach(
  options: StackChoice,
  { engine, talk }: Pick<AttachTools, "engine" | "talk">,
): Promise<AttachResult> {
  const stack = await look(options.folder, options.file, engine);
  const changes = await planDetach(stack);
  const services = stack.note?.kind === "open-webui" ? [...ours, stack.note.service] : ours;
  const containers = stack.own.filter(({ service = "" }) => services.includes(service));
  for (const line of describeChanges(changes)) talk.print(line);
  for (const { name } of containers) talk.print(phrase`container ${name} (removed)`);
  if (options.dryRun || !(options.yes || (await talk.agrees(phrase`Take this out?`)))) {
    talk.print(phrase`nothing was changed`);
    return "declined";
  }
  await rehearseChanges(options.folder, changes);
  for (const { id } of containers) await engine.remove(id);
  for (const volume of volumes) await engine.removeVolume(`${stack.project}_${volume}`);
  await makeChanges(options.folder, changes);
  return "written";
}
