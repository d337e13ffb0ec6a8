import { readSecretFile } from "../base/secret-file.ts";
import { systemCode } from "../base/system-error.ts";
import { phrase } from "../model/phrase.ts";
import { badSettings, shown } from "./bad-settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that may be given as the path of a file (NAME_FILE); besides them, those of a DNS provider. */
export const secretNames = ["NOTIFY_URLS", "HEARTBEAT_URL", "KEY_PASSPHRASE"] as const;

export type Secret = { kind: "value"; value: string } | { kind: "file"; path: string };

/** A variable, or the path that NAME_FILE gives, as Compose mounts secrets. Throws Problem `bad-settings` where both are set. */
export function secretOf(environment: Environment, name: string): Secret | undefined {
  const { [name]: value, [`${name}_FILE`]: path } = environment;
  if (!path) return value ? { kind: "value", value } : undefined;
  if (!value) return { kind: "file", path };
  throw badSettings(
    phrase`${name} and ${`${name}_FILE`} are both set`,
    phrase`take one of them out of httpsidecar.env, then run: docker compose up -d certbot`,
  );
}

/** The environment with these variables read from their files, where they have one. Throws Problem `bad-settings`. */
export function withSecretFiles(environment: Environment, names: readonly string[] = secretNames): Environment {
  const read = names.flatMap((name) => {
    const secret = secretOf(environment, name);
    return secret?.kind === "file" ? [[name, readSecret(`${name}_FILE`, secret.path)] as const] : [];
  });
  return read.length === 0 ? environment : { ...environment, ...Object.fromEntries(read) };
}

/** What a file holds that is known by this name, such as NAME_FILE. Throws Problem `bad-settings`. */
export function readSecret(name: string, path: string): string {
  try {
    return readSecretFile(path);
  } catch (error) {
    throw badSettings(
      phrase`${name} ${shown(path)} cannot be read (${systemCode(error)})`,
      phrase`the path is one inside the container: mount the file into the certbot service, a text of 64 KiB at most`,
    );
  }
}
