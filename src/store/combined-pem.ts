import { chown, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../base/atomic-file.ts";
import { isThere } from "../base/files.ts";
import { missingToUndefined } from "../base/system-error.ts";
import type { Certificate } from "../model/lineage.ts";
import { onDisk } from "./disk-problem.ts";
import { placesOf } from "./layout.ts";
import { readText, readThere } from "./read-text.ts";
import { selfSigned } from "./self-signed.ts";

export interface CombinedPemOptions {
  /** HAProxy's folder of certificates, which this container mounts */
  folder: string;
  /** certbot's folder */
  config: string;
  /** uid and gid of HAProxy, which reads it */
  owner: Owner;
}

export interface Owner {
  uid: number;
  gid: number;
}

export type PutBack = () => Promise<void>;

/** The one file a lineage for HAProxy: chain, then key. 0600, HAProxy's own; replaced in one step. */
export function combinedPem({ folder, config, owner }: CombinedPemOptions) {
  const pathOf = (name: string) => join(folder, `${name}.pem`);
  const replace = (name: string, text: string) => replaceOwned(folder, name, text, owner);
  return {
    /** Returns a function that restores the old file. Throws Problem for what the disk refuses. */
    write: ({ name, version }: Pick<Certificate, "name" | "version">): Promise<PutBack> =>
      onDisk(folder, async () => {
        const old = await readText(pathOf(name));
        const { archive } = placesOf(config, name);
        const parts = [`fullchain${version}.pem`, `privkey${version}.pem`];
        const texts = await Promise.all(parts.map((file) => readThere(join(archive, file))));
        await replace(name, texts.join(""));
        return () => onDisk(folder, () => (old === undefined ? rm(pathOf(name)) : replace(name, old)));
      }),
    /** Keeps an existing file. */
    placeholder: (name: string): Promise<"made" | "there"> =>
      onDisk(folder, async () => {
        if (await isThere(pathOf(name))) return "there";
        const { certificatePem, privateKeyPem } = selfSigned(name);
        await replace(name, certificatePem + privateKeyPem);
        return "made";
      }),
  };
}

/** HAProxy skips files that begin with a dot, as the temporary one does. */
async function replaceOwned(folder: string, name: string, text: string, owner: Owner): Promise<void> {
  await replaceFile(join(folder, `${name}.pem`), text, { mode: 0o600, owner });
}

/** Gives the folder of HAProxy's runtime socket to HAProxy, where it is mounted. */
export async function ownSocketFolder(path: string, { uid, gid }: Owner): Promise<void> {
  if (await stat(path).catch(missingToUndefined)) await onDisk(path, () => chown(path, uid, gid));
}
