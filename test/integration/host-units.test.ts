import { readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

const programs = ["usr/sbin/nginx", "usr/sbin/haproxy", "bin/systemctl"];
const targets = ["sysinit", "basic", "shutdown", "paths", "multi-user"];

/** A root folder of a host that has both servers, as far as systemd looks at it. */
async function host(): Promise<string> {
  const root = await temporaryFolder();
  const put = async (path: string, text: string, mode: number) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { mode });
  };
  for (const program of programs) await put(program, "#!/bin/sh\n", 0o755);
  for (const target of targets) await put(`usr/lib/systemd/system/${target}.target`, "[Unit]\n", 0o644);
  return root;
}

test.each(["nginx", "haproxy"])("systemd takes the units that reload %s, without a word", async (server) => {
  const root = await host();
  const units = [`httpsidecar-${server}.path`, `httpsidecar-${server}.service`];
  for (const unit of units) {
    await cp(repository(`docker/host/${unit}`), join(root, "etc/systemd/system", unit), { recursive: true });
  }
  const verified = await execa("systemd-analyze", [`--root=${root}`, "verify", ...units], { reject: false, all: true });
  expect(verified).toMatchObject({ exitCode: 0, all: "" });
});

test("the path that is watched is the stamp in the folder that docker/host/compose.yaml mounts", () => {
  const watched = (server: string) => readFileSync(repository(`docker/host/httpsidecar-${server}.path`), "utf8");
  for (const server of ["nginx", "haproxy"]) {
    expect(watched(server)).toContain("PathChanged=/opt/httpsidecar/docker/host/conf/httpsidecar/stamp\n");
  }
  const compose = readFileSync(repository("docker/host/compose.yaml"), "utf8");
  expect(compose).toContain("- ./conf:/etc/letsencrypt\n");
  expect(compose).toContain("DEPLOY: stamp\n");
});
