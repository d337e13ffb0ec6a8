/** A real Prometheus on loopback, and its promtool. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./folders.ts";
import { freePorts } from "./ports.ts";
import { repository } from "./repository.ts";

async function program(name: string): Promise<string> {
  return join((await execa("bash", [repository("test/setup/prometheus")])).stdout.trim(), name);
}

export async function promtool(words: readonly string[], input = ""): Promise<string> {
  const { all } = await execa(await program("promtool"), words, { input, all: true });
  return all;
}

export interface Alert {
  labels: Record<string, string>;
  state: string;
}

/** Scrapes this address each second, and evaluates the rules as often; goes with the test. */
export async function prometheus(target: string, rules: string): Promise<{ alerts(): Promise<readonly Alert[]> }> {
  const folder = await temporaryFolder();
  const [port] = await freePorts(1);
  const scrape_configs = [{ job_name: "httpsidecar", static_configs: [{ targets: [target] }] }];
  const global = { scrape_interval: "1s", evaluation_interval: "1s" };
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "config.yaml"), JSON.stringify({ global, rule_files: [rules], scrape_configs }));
  const flags = [`--config.file=${folder}/config.yaml`, `--storage.tsdb.path=${folder}/data`];
  const server = execa(await program("prometheus"), [...flags, `--web.listen-address=127.0.0.1:${port}`], {
    reject: false,
    cleanup: true,
  });
  onTestFinished(async () => {
    server.kill("SIGKILL");
    await server;
  });
  return {
    async alerts() {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/alerts`);
      const { data } = (await answer.json()) as { data: { alerts: Alert[] } };
      return data.alerts;
    },
  };
}
