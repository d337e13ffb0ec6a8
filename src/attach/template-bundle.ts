import type { HostFacts } from "../model/attach.ts";
import type { Kind } from "./kinds.ts";

/** A file that goes into the stack's folder besides. */
export interface ExtraFile {
  /** below the stack's folder */
  name: string;
  bytes: Buffer;
  mode: number;
}

/** What is brought into a stack of one kind. */
export interface TemplateBundle {
  /** our override file as it is shipped, which a stack without one gets whole */
  template: string;
  files: readonly ExtraFile[];
}

/** By kind; a stack with the sidecar in its own compose file needs nothing. */
export type TemplateBundles = Readonly<Record<Exclude<Kind, "own">, TemplateBundle>>;

/** Where extra files lie: a folder of our own. */
export const extraFolder = "httpsidecar";
export const extraNames = ["default.conf.template", "16-https.envsh", "40-https.sh"].map(
  (name) => `${extraFolder}/${name}`,
);

/** The DNS provider's variables, which the sidecar alone has. */
export const credentialsFile = `${extraFolder}/dns.env`;

export const nothing: TemplateBundle = { template: "", files: [] };

/** The template as this host needs it. */
export function onThisHost(template: string, { dockerSocket, image }: HostFacts): string {
  return template
    .replaceAll("{DOCKER_SOCKET:-/var/run/docker.sock}", `{DOCKER_SOCKET:-${dockerSocket}}`)
    .replaceAll("{HTTPSIDECAR_IMAGE:-httpsidecar:local}", `{HTTPSIDECAR_IMAGE:-${image}}`);
}
