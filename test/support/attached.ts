import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import { composeCall } from "../../src/attach/compose-call.ts";
import { detach } from "../../src/attach/detach.ts";
import { attachOptions, attachTools, fakeEngine, neighbour } from "./attach-tools.ts";
import { filesOf } from "./attaching.ts";
import { temporaryFolder } from "./folders.ts";

/** What Compose makes of a stack with the sidecar in it, asked the way docker/attach asks it. */
export async function attached(files: Record<string, string>, seenInNginx: readonly string[] = []) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const before = await filesOf(folder);
  const engine = fakeEngine([], {
    containers: async () =>
      seenInNginx.length > 0
        ? [neighbour(folder, "nginx", { published: [{ address: "", hostPort: 80, containerPort: 80 }] })]
        : [],
    hasPath: async (_, path) => seenInNginx.includes(path),
  });
  const tools = attachTools([], { engine });
  const options = attachOptions(folder, { domain: "chat.test" });
  const calls = async () => {
    const lines = await composeCall(options, tools);
    const words = (kind: string) =>
      lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
    return { reads: words("read"), runs: words("run"), persons: lines.slice(lines.indexOf("text") + 1).join("\n") };
  };
  const { reads, persons } = await calls();
  const config = await compose(folder, [...reads, "--profile", "*", "config", "--format", "json"], persons);
  await attach(options, config, tools);
  const again = await calls();
  expect(await compose(folder, [...again.reads, "--profile", "*", "config", "--format", "json"], again.persons)).toBe(
    config,
  );
  const now = JSON.parse(await compose(folder, [...again.runs, "config", "--format", "json"], ""));
  const settings = await readFile(join(folder, "httpsidecar.env"), "utf8");
  const second = await attach(options, config, tools);
  expect(second.result).toBe("unchanged");
  await detach(options, tools);
  expect(await filesOf(folder)).toEqual(before);
  return { certbot: now.services.certbot, services: now.services, settings, folder };
}

async function compose(folder: string, words: readonly string[], input: string): Promise<string> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" };
  const { stdout } = await execa("docker", ["compose", ...words], { cwd: folder, env, extendEnv: false, input });
  return stdout;
}
