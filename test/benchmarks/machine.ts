import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { execa } from "execa";
import { readImages } from "../support/images.ts";
import { mebibytes } from "./figures.ts";

/** What the figures are worth: the machine, the engine, the images, and who else was at work. */
export async function describeMachine(): Promise<string[]> {
  const { nginx, certbot } = readImages();
  const engine = await said("docker", "version", "--format", "{{.Server.Version}}");
  const compose = await said("docker", "compose", "version", "--short");
  const others = (await said("docker", "ps", "--quiet")).split("\n").filter((id) => id !== "").length;
  const load = loadavg().map((average) => average.toFixed(2));
  return [
    `machine  ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${mebibytes(totalmem())}, Linux ${release()}, ${system()}`,
    `engine   Docker ${engine}, Compose ${compose}`,
    `images   nginx: ${nginx} (${await said("docker", "run", "--rm", "--entrypoint", "nginx", nginx, "-v")}), certbot: ${certbot} (${await said("docker", "run", "--rm", "--entrypoint", "certbot", certbot, "--version")})`,
    `others   load ${load.join(" ")} and ${others} other containers at the start`,
  ];
}

async function said(program: string, ...args: string[]): Promise<string> {
  const { all } = await execa(program, args, { all: true });
  return all.trim();
}

function system(): string {
  return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "an unnamed system";
}
