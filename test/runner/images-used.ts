import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const ask = promisify(execFile);

/** How each image says its version. */
const questions: Readonly<Record<string, readonly string[]>> = {
  NODE: ["node", "--version"],
  NGINX: ["nginx", "-v"],
  PEBBLE: ["/app", "-version"],
  HAPROXY: ["haproxy", "-v"],
};

/** A line for each image that the run used: official or a stand-in, and its version. */
export async function imagesUsed(): Promise<string[]> {
  const lines = readFileSync(".cache/images.env", "utf8").split("\n");
  const rows = lines.flatMap((line) => /^([A-Z0-9]+)_IMAGE=(.+)$/.exec(line)?.slice(1, 3) ?? []);
  const pairs = rows.flatMap((name, at) => (at % 2 === 0 ? [[name, rows[at + 1] ?? ""] as const] : []));
  return (await Promise.all(pairs.map(([name, image]) => described(name, image)))).flat();
}

/** Nothing for one that is not here, such as a certbot that only the long run has. */
async function described(name: string, image: string): Promise<string[]> {
  const kind = image.startsWith("httpsidecar-stand-in/") ? "stand-in" : "official";
  const version = await versionOf(image, questions[name] ?? ["certbot", "--version"]);
  return version === undefined ? [] : [`  ${name.toLowerCase()}: ${kind}, ${version} (${image})`];
}

async function versionOf(image: string, [file = "", ...words]: readonly string[]): Promise<string | undefined> {
  try {
    await ask("docker", ["image", "inspect", image]);
    const { stdout, stderr } = await ask("docker", ["run", "--rm", "--entrypoint", file, image, ...words]);
    return /\d+\.\d[\w.]*/.exec(stdout + stderr)?.[0] ?? "no version said";
  } catch {
    return undefined;
  }
}
