import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** Where the authority answers inside the stack. */
export const pebbleDirectory = "https://pebble:14000/dir";

/** Host folder, relative to the stack's, with Pebble's configuration and the certificate of its own HTTPS. */
export const pebbleFolder = "authority";

/** Name and lifetime in seconds of each profile of an authority. */
export type Profiles = Readonly<Record<string, number>>;

/** Writes what the Pebble of one stack needs; gives the PEM of the root behind its own HTTPS. */
export async function preparePebble(stackFolder: string, profiles?: Profiles): Promise<string> {
  const folder = join(stackFolder, pebbleFolder);
  await mkdir(folder);
  const pebble = { ...configuration, ...(profiles && { profiles: described(profiles) }) };
  await writeFile(join(folder, "pebble.json"), JSON.stringify({ pebble }, undefined, 2));
  return await makeServerCertificate(folder);
}

function described(profiles: Profiles) {
  const entries = Object.entries(profiles);
  return Object.fromEntries(entries.map(([name, validityPeriod]) => [name, { description: name, validityPeriod }]));
}

// Port 80 is nginx's: the name is its alias in the stack's network, so Pebble validates as a public CA would.
const configuration = {
  listenAddress: "0.0.0.0:14000",
  managementListenAddress: "0.0.0.0:15000",
  certificate: "/authority/server.pem",
  privateKey: "/authority/server.key",
  httpPort: 80,
  tlsPort: 443,
  ocspResponderURL: "",
  externalAccountBindingRequired: false,
};

async function makeServerCertificate(folder: string): Promise<string> {
  const openssl = (...args: string[]) => execa("openssl", args, { cwd: folder });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const root = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=root of the stack's authority"];
  // Python, and so real certbot, takes no root that does not say what its key is for.
  const usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  await openssl("req", "-x509", ...key, ...root, ...usage);
  const names = ["-addext", "subjectAltName=DNS:pebble,DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"];
  const signed = ["-CA", "ca.pem", "-CAkey", "ca.key"];
  await openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "server.key",
    "-out",
    "server.pem",
    "-subj",
    "/CN=pebble",
    ...names,
    ...signed,
  );
  const { stdout } = await execa("cat", ["ca.pem"], { cwd: folder, stripFinalNewline: false });
  return stdout;
}

/** The authority as a Compose service; `environment` in Pebble's own words (PEBBLE_…). */
export function pebbleService(image: string, managementPort: number, environment: Readonly<Record<string, string>>) {
  return {
    image,
    pull_policy: "never",
    command: ["-config", "/authority/pebble.json", "-strict"],
    environment: { PEBBLE_VA_NOSLEEP: "1", ...environment },
    volumes: [`./${pebbleFolder}:/authority:ro`],
    ports: [`127.0.0.1:${managementPort}:15000`],
  };
}
