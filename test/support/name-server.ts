/**
 * A name server of a stack's own, whose records a test sets: challtestsrv as a service, for `services` of a stack.
 *
 *     const names = await startNames(stack);
 *     await names.tell("add-a", { host: domain, addresses: [await names.addressOf("nginx")] });
 */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { readImages } from "./images.ts";
import { repository } from "./repository.ts";
import type { Services } from "./services.ts";
import type { Stack } from "./stack.ts";
import { eventually } from "./wire.ts";

/** What to give a stack as further services. */
export async function nameService(): Promise<Services> {
  const { stdout: pebble } = await execa(repository("docker/setup/pebble"));
  const off = ["http01", "https01", "tlsalpn01", "doh"].flatMap((name) => [`-${name}`, ""]);
  const none = ["-defaultIPv4", "", "-defaultIPv6", ""];
  const names = {
    image: readImages().node,
    entrypoint: ["/challtestsrv"],
    command: ["-dnsserver", "0.0.0.0:53", "-management", "0.0.0.0:8055", ...off, ...none],
    volumes: [`${pebble.trim()}-challtestsrv:/challtestsrv:ro`],
  };
  return { names };
}

export interface Names {
  /** of the name server */
  address: string;
  /** in challtestsrv's words: `tell("add-a", { host, addresses })` */
  tell(what: string, body: object): Promise<void>;
  /** of a running service, in the stack's network */
  addressOf(service: string, family?: 4 | 6): Promise<string>;
}

/** Starts it, and waits until it answers. */
export async function startNames(stack: Stack): Promise<Names> {
  await stack.compose("up", "-d", "--no-deps", "names");
  const tell = async (what: string, body: object) => {
    const asked = `fetch("http://127.0.0.1:8055/${what}", { method: "POST", body: process.argv[1] })`;
    const script = `${asked}.then(({ status }) => process.exit(status === 200 ? 0 : 1))`;
    await stack.exec("names", "node", "-e", script, JSON.stringify(body));
  };
  await eventually(() => tell("clear-a", { host: "nobody" }));
  const addressOf = (service: string, family: 4 | 6 = 4) => addressIn(stack, service, family);
  return { address: await addressOf("names"), tell, addressOf };
}

async function addressIn(stack: Stack, service: string, family: 4 | 6): Promise<string> {
  const field = family === 4 ? "IPAddress" : "GlobalIPv6Address";
  const format = `{{range .NetworkSettings.Networks}}{{.${field}}}{{end}}`;
  const { stdout } = await execa("docker", ["inspect", "--format", format, await stack.container(service)]);
  if (stdout === "") throw new Error(`${service} has no address of IPv${family}`);
  return stdout;
}

/** Has a service of this repository's stack ask this name server for what the stack's own names do not tell. */
export async function askNames({ folder }: Stack, service: string, { address }: Names): Promise<void> {
  const file = join(folder, "compose.override.yaml");
  const { services, ...rest } = JSON.parse(await readFile(file, "utf8"));
  services[service] = { ...services[service], dns: [address] };
  await writeFile(file, JSON.stringify({ services, ...rest }));
}

/** Nothing that comes to this TCP port of a service is answered from now on, not even refused: a firewall's way. */
export async function dropAt(stack: Stack, service: string, port: number, family: 4 | 6): Promise<() => Promise<void>> {
  const id = await stack.container(service);
  const { stdout: pid } = await execa("docker", ["inspect", "--format", "{{.State.Pid}}", id]);
  if (!/^[1-9]\d*$/.test(pid)) throw new Error(`${service} does not run`);
  const rule = async (action: "-I" | "-D") => {
    const words = [action, "INPUT", "-p", "tcp", "--dport", `${port}`, "-j", "DROP"];
    await execa("nsenter", ["-t", pid, "-n", family === 4 ? "iptables" : "ip6tables", ...words]);
  };
  await rule("-I");
  return () => rule("-D");
}
