import type { AttachResult, StackChoice } from "../model/attach.ts";
import { phrase } from "../model/phrase.ts";
import type { AttachTools } from "./attach.ts";
import { describeChanges, makeChanges, rehearseChanges } from "./changes.ts";
import { sidecarServices } from "./compose-model.ts";
import type { Neighbour } from "./host.ts";
import { planDetach } from "./plan.ts";
import { readStackFiles } from "./read-stack.ts";

const volumes = ["httpsidecar-socket", "httpsidecar-state", "httpsidecar-companion"];

/**
 * Takes out of a stack what attach put in, after a yes: the two containers, their three volumes, our lines. Certificates
 * stay. Throws Problem when a file cannot be understood; nothing was done then.
 */
export async function detach(
  options: StackChoice,
  { engine, host, talk }: Pick<AttachTools, "engine" | "host" | "talk">,
): Promise<AttachResult> {
  const stack = await readStackFiles(options, { engine, host });
  const changes = await planDetach(stack);
  const nginx = stack.note?.kind === "app" ? [stack.note.service] : [];
  const containers = stack.own.filter((one) => isOurs(one) || nginx.includes(one.service ?? ""));
  for (const line of describeChanges(changes, true)) talk.print(line);
  for (const { name } of containers) talk.print(phrase`container ${name} (removed)`);
  if (options.dryRun || !(options.yes || (await talk.agrees(phrase`Take this out?`)))) {
    talk.print(phrase`nothing was changed`);
    return "declined";
  }
  await rehearseChanges(options.folder, changes);
  // A sidecar that could not be started has volumes all the same, and no container.
  const projects = new Set(stack.own.flatMap(({ project }) => project ?? []));
  for (const { id } of containers) await engine.remove(id);
  for (const project of projects) {
    for (const volume of volumes) await engine.removeVolume(`${project}_${volume}`);
  }
  await makeChanges(options.folder, changes);
  if (stack.note?.kind === "own-conf") {
    talk.print(
      phrase`nginx mounts files that are gone: recreate it now: docker compose up -d --no-deps ${stack.note.service}`,
    );
  }
  return "written";
}

/** The operator's own certbot, which ours did not replace yet, has another image. */
const isOurs = ({ service = "", labels }: Neighbour): boolean =>
  sidecarServices.includes(service) && labels["org.opencontainers.image.title"] === "httpsidecar";
