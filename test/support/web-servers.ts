/** Real web servers on 127.0.0.1 that serve HTTPS with a given pair, which go with the test. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./folders.ts";
import { freePorts } from "./ports.ts";
import { type Kind, programs, startProgram } from "./web-processes.ts";

export interface Pair {
  privateKeyPem: string;
  fullchainPem: string;
}

/**
 * Its port. `site`: what Caddy does, or what nginx's server block has, in its own words. HAProxy's runtime socket is
 * admin.sock in the folder `given`; as a `bundle` it takes both.pem.rsa and both.pem.ecdsa from there.
 */
export async function webServer(
  kind: Kind,
  { privateKeyPem, fullchainPem }: Pair,
  site = kind === "nginx" ? "return 200;" : "respond ok",
  given?: string,
  bundle?: "bundle",
): Promise<number> {
  const folder = given ?? (await temporaryFolder());
  const [port = 0] = await freePorts(1);
  await writeFile(join(folder, "cert.pem"), fullchainPem);
  await writeFile(join(folder, "key.pem"), privateKeyPem);
  if (bundle === undefined) await writeFile(join(folder, "both.pem"), fullchainPem + privateKeyPem);
  const { stop } = await startProgram(folder, port, await programs[kind](folder, port, site));
  onTestFinished(stop);
  return port;
}
