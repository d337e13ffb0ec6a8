import { createPrivateKey, X509Certificate } from "node:crypto";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { readThere } from "./read-text.ts";

/** A certificate (leaf first) or a private key from a file that the operator named. */
export interface Pem {
  text: string;
  kind: "certificate" | "key";
}

/** Throws Problem `unusable-file`, which does not repeat the content. */
export async function readPem(path: string): Promise<Pem> {
  const text = await readThere(path).catch((error: NodeJS.ErrnoException | Problem) => {
    throw badFile(path, phrase`cannot be read (${error.code})`);
  });
  const kind = kindOf(text);
  if (kind === undefined) throw badFile(path, phrase`contains neither a certificate nor a key in PEM`);
  return { text, kind };
}

function kindOf(text: string): Pem["kind"] | undefined {
  const readers = { certificate: () => new X509Certificate(text), key: () => createPrivateKey(text) } as const;
  for (const kind of ["certificate", "key"] as const) {
    try {
      readers[kind]();
      return kind;
    } catch {
      // it is not of this kind
    }
  }
  return undefined;
}

function badFile(path: string, what: string): Problem {
  return new Problem({
    code: "unusable-file",
    message: `${path} ${what}`,
    fix: phrase`see the paths: certbot certificates; in the container they begin with /etc/letsencrypt/live/`,
    retry: "after-a-fix",
  });
}
