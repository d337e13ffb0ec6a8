import { chosenFor, type ServerBlock } from "../../stack-files/server-blocks.ts";
import { isCertificateOf } from "./certificate-path.ts";

/** True if at some port another block serves this name than the one that has what is wanted for it. */
export function isAnsweredElsewhere(blocks: readonly ServerBlock[], domain: string): boolean {
  const all = blocks.flatMap((block) => [...portsOf(block)].map((port) => ({ port, block })));
  const ours = ({ certificates }: ServerBlock) => certificates.some((path) => isCertificateOf(path, domain));
  return [...Map.groupBy(all, ({ port }) => port)].some(([port, some]) => {
    const here = some.map(({ block }) => block);
    const chosen = chosenFor(domain, port, here);
    if (!chosen || chosen.includes) return false;
    const lacks = (has: (block: ServerBlock) => boolean) => !has(chosen) && here.some(has);
    return lacks(({ challenge }) => challenge) || (chosen.certificates.length > 0 && lacks(ours));
  });
}

const portsOf = ({ listens }: ServerBlock) => new Set(listens.map(({ port }) => port));
