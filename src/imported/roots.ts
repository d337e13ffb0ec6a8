import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { readCaBundle } from "../base/read-small.ts";
import { readPasted } from "./pasted.ts";

/** The roots that browsers know (Mozilla's list, as Node has it), and those of the operator's bundle. Throws Problem. */
export async function knownRoots(caBundle: string | undefined): Promise<readonly X509Certificate[]> {
  const bundle = caBundle === undefined ? undefined : await readCaBundle(caBundle).catch(() => undefined);
  const imported = readPasted(String(bundle ?? ""), caBundle ?? "").blocks.filter(
    ({ label }) => label === "CERTIFICATE",
  );
  return [...imported.map(({ pem }) => pem), ...rootCertificates].flatMap(parse);
}

/** A root that cannot be parsed is left out. */
function parse(pem: string): readonly X509Certificate[] {
  try {
    return [new X509Certificate(pem)];
  } catch {
    return [];
  }
}
