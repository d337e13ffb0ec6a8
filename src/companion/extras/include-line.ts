import { includedFolder } from "../../stack-files/nginx-tokens.ts";

/** In the container's own layer: a recreated container lacks it, and the line below then includes nothing. */
export const extrasFile = `${includedFolder}/extras.conf`;
export const included = `${includedFolder}/*.conf`;

const line = `include ${included}; # httpsidecar: a start of nginx takes this line away`;
const ours = /^[ \t]*include \/etc\/nginx\/httpsidecar\/\*\.conf; # httpsidecar:.*\n/gm;
const serverBlock = /^[ \t]*server[ \t]*\{[ \t]*(?:#.*)?\r?\n/gm;
const tlsListen = /^[ \t]*(?:listen[ \t][^;#\n]*\bssl\b|ssl[ \t]+on[ \t]*;)/m;

/**
 * The file with our line first in each of its server blocks; undefined when it serves no TLS, or no block begins in a
 * plain line.
 */
export function withIncludeLine(content: Buffer): Buffer | undefined {
  const text = content.toString("latin1").replaceAll(ours, "");
  if (!tlsListen.test(text) || text.search(serverBlock) < 0) return undefined;
  return Buffer.from(
    text.replaceAll(serverBlock, (begin) => `${begin}    ${line}\n`),
    "latin1",
  );
}

export function withoutIncludeLine(content: Buffer): Buffer {
  return Buffer.from(content.toString("latin1").replaceAll(ours, ""), "latin1");
}
