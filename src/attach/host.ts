import { isSameFolder } from "./folder-spelling.ts";

/** Who answers on a port of the host, for visitors from outside. */
export type Owner =
  | { by: "nobody" }
  | { by: "this-stack"; service: string; image: string }
  | { by: "container"; name: string; image: string; project: string | undefined }
  /** name: undefined where it may not be seen */
  | { by: "process"; name: string | undefined };

/** A container as far as it matters here. */
export interface Neighbour {
  id: string;
  name: string;
  image: string;
  project: string | undefined;
  workingFolder: string | undefined;
  service: string | undefined;
  running: boolean;
  /** seconds since 1970 */
  created: number;
  labels: Readonly<Record<string, string>>;
  published: readonly { address: string; hostPort: number; containerPort: number }[];
}

/** Published on loopback, a port is for a proxy on this host and not for visitors. */
export const isLoopback = (address: string): boolean => /^(?:127\.|\[?::1\]?$)/.test(address);

/** Who has this port: first what the Engine publishes, then what `ss -Hltnp` shows. */
export function ownerOf(port: number, folder: string, neighbours: readonly Neighbour[], listeners = ""): Owner {
  const publisher = neighbours.find(
    ({ running, published }) =>
      running && published.some(({ address, hostPort }) => hostPort === port && !isLoopback(address)),
  );
  if (publisher) return describePublisher(publisher, folder);
  const line = listeners.split("\n").find((candidate) => isPublicListener(candidate, port));
  return line === undefined ? { by: "nobody" } : { by: "process", name: /\(\("([^"]+)"/.exec(line)?.[1] };
}

/** Containers of the stack in this folder. */
export function isOfStack({ workingFolder }: Pick<Neighbour, "workingFolder">, folder: string): boolean {
  return workingFolder !== undefined && isSameFolder(workingFolder, folder);
}

function describePublisher(publisher: Neighbour, folder: string): Owner {
  const { name, image, project, service = name } = publisher;
  return isOfStack(publisher, folder)
    ? { by: "this-stack", service, image }
    : { by: "container", name, image, project };
}

/** Fourth column: address:port. */
function isPublicListener(line: string, port: number): boolean {
  const [, address = "", number] = /^(.*):(\d+)$/.exec(line.trim().split(/\s+/)[3] ?? "") ?? [];
  return Number(number) === port && !isLoopback(address);
}
