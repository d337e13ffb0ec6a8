/** Our `certbot` and the real one as processes on one folder, called with the same words: for certbot's own cases. */
import { createPrivateKey } from "node:crypto";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "./folders.ts";
import type { Pebble } from "./pebble.ts";
import { repository } from "./repository.ts";

export type Side = "ours" | "theirs";

export interface Scene {
  folder: string;
  pebble: Pebble;
  /** as the operator types them; whose turn it is takes them */
  certbot(...words: readonly string[]): Promise<{ code: number | undefined; said: string }>;
  /** what our `certbot` alone knows: certbot 2 came before it */
  ours(...words: readonly string[]): Promise<{ code: number | undefined; said: string }>;
  /** a program that hooks write into, and what is in it */
  echo(word: string): string;
  echoed(): Promise<readonly string[]>;
  /** hooks that change the test's zone: a name with `fail` in it is left out */
  dnsHooks: { auth: string; cleanUp: string; authAll: string };
  text(...path: readonly string[]): Promise<string>;
  versions(name: string): Promise<number>;
  /** "ecdsa prime256v1", "rsa 2048" */
  key(name: string, version: number): Promise<string>;
}

/** Every name is this machine: our preflight asks for its address. */
export const names = Array.from({ length: 9 }, (_, at) => [`n${at}.test`, `fail${at}.test`]).flat();

/** One folder; the sides take turns, call by call. */
export async function sceneOf(pebble: Pebble, turns: readonly Side[]): Promise<Scene> {
  const root = await temporaryFolder();
  const [folder, diary] = [join(root, "conf"), join(root, "diary")];
  await mkdir(join(root, "work"));
  await writeFile(join(root, "hosts"), `127.0.0.1 localhost ${names.join(" ")}\n`);
  const places = ["--config-dir", folder, "--work-dir", join(root, "work"), "--logs-dir", join(root, "logs")];
  const usual = ["-n", "--agree-tos", "--register-unsafely-without-email", "--no-random-sleep-on-renew"];
  const folders = ["--server", pebble.directory, ...places, ...usual];
  const env = {
    ...{ REQUESTS_CA_BUNDLE: pebble.caFile, RUN_SAVED_HOOKS: "true", DEPLOY: "hook" },
    ...{ CERTBOT_DOMAIN: "", NGINX_SERVICE: "127.0.0.1", NGINX_PORT: String(pebble.httpPort) },
  };
  const inHosts = ["--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', join(root, "hosts")];
  const programs: Readonly<Record<Side, readonly [string, readonly string[]]>> = {
    ours: ["unshare", [...inHosts, process.execPath, repository("src/main.ts"), "certbot"]],
    theirs: ["certbot", []],
  };
  let calls = 0;
  const call = async (side: Side, words: readonly string[]) => {
    const [program, first] = programs[side];
    const how = { cwd: root, env, reject: false, all: true, stdin: "ignore" } as const;
    const { exitCode: code, all } = await execa(program, [...first, ...words, ...folders], how);
    return { code, said: `${side}: ${all}` };
  };
  const text = (...path: readonly string[]) => readFile(join(root, ...path), "utf8");
  return {
    ...{ folder, pebble, text },
    certbot: (...words) => call(turns[calls++ % turns.length] ?? "ours", words),
    ours: (...words) => call("ours", words),
    echo: (word) => `echo ${word} >>${diary}`,
    echoed: async () => (await text("diary").catch(() => "")).split("\n").filter(Boolean),
    dnsHooks: await dnsHooksIn(root, pebble),
    versions: async (name) =>
      (await readdir(join(folder, "archive", name))).filter((file) => file.startsWith("cert")).length,
    async key(name, version) {
      const pem = await text("conf", "archive", name, `privkey${version}.pem`);
      const { asymmetricKeyType, asymmetricKeyDetails: details } = createPrivateKey(pem);
      return asymmetricKeyType === "rsa" ? `rsa ${details?.modulusLength}` : `ecdsa ${details?.namedCurve}`;
    },
  };
}

async function dnsHooksIn(root: string, { dnsManagementUrl }: Pebble): Promise<Scene["dnsHooks"]> {
  const write = async (name: string, lines: readonly string[]) => {
    await writeFile(join(root, name), `${["#!/bin/sh", ...lines].join("\n")}\n`);
    await chmod(join(root, name), 0o755);
    return join(root, name);
  };
  const host = '\\"host\\":\\"_acme-challenge.$CERTBOT_DOMAIN.\\"';
  const set = `curl -sf -d "{${host},\\"value\\":\\"$CERTBOT_VALIDATION\\"}" ${dnsManagementUrl}/set-txt`;
  const unlessFail = 'case "$CERTBOT_DOMAIN" in *fail*) exit 1;; esac';
  return {
    auth: await write("auth.sh", [unlessFail, set]),
    authAll: await write("auth-all.sh", [set]),
    cleanUp: await write("clean-up.sh", [`curl -sf -d "{${host}}" ${dnsManagementUrl}/clear-txt`]),
  };
}
