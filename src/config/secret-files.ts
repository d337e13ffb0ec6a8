import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { phrase } from "../model/phrase.ts";
import { badSettings, shown } from "./bad-settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that may be given as the path of a file (NAME_FILE), as Compose mounts secrets. */
export const secretNames = ["NOTIFY_URLS", "HEARTBEAT_URL", "KEY_PASSPHRASE"] as const;

const mostBytes = 64 * 1024;

/** The environment with these variables read from their files, where they have one. Throws Problem `bad-settings`. */
export function withSecretFiles(environment: Environment, names: readonly string[] = secretNames): Environment {
  const read = names.flatMap((name) => {
    const path = environment[`${name}_FILE`];
    return path ? [[name, readSecret(name, path, environment)] as const] : [];
  });
  return read.length === 0 ? environment : { ...environment, ...Object.fromEntries(read) };
}

function readSecret(name: string, path: string, environment: Environment): string {
  if (environment[name]) {
    throw badSettings(
      phrase`${name} and ${`${name}_FILE`} are both set`,
      phrase`take one of them out of httpsidecar.env, then run: docker compose up -d certbot`,
    );
  }
  try {
    // editors put a line end behind it
    return readText(path).replace(/\r?\n$/, "");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw badSettings(
      phrase`${`${name}_FILE`} ${shown(path)} cannot be read (${code})`,
      phrase`the path is one inside the container: mount the file into the certbot service, a text of 64 KiB at most`,
    );
  }
}

/** Of an ordinary file only: a pipe would be waited for. */
function readText(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(file);
    if (!fstatSync(file).isFile()) throw Object.assign(new Error("no file"), { code: "ENOTSUP" });
    if (size > mostBytes) throw Object.assign(new Error("too long"), { code: "EFBIG" });
    const bytes = Buffer.alloc(mostBytes);
    return bytes.toString("utf8", 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
