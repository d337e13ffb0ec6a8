// The table of measurements, made in one run. See test/bench for what can be set.
import { measureCertbot } from "./certbot.ts";
import { measureDns } from "./dns.ts";
import { describeMachine } from "./machine.ts";
import { measureMany } from "./many.ts";
import { measureMemory } from "./memory.ts";
import { measureNames } from "./names.ts";
import { measureSize } from "./size.ts";
import { measureStart } from "./start.ts";
import { measureSwitch } from "./switch.ts";
import { drawTable, type Section } from "./table.ts";

const runs = Number(process.env["BENCH_RUNS"] ?? 5);
const idleSeconds = Number(process.env["BENCH_IDLE_SECONDS"] ?? 600);

/** In the order of the table. */
const parts: Readonly<Record<string, () => Promise<Section[]>>> = {
  start: async () => [await measureStart(runs)],
  switch: () => measureSwitch(runs),
  certbot: () => measureCertbot(runs),
  names: () => measureNames(runs),
  many: async () => [await measureMany()],
  dns: () => measureDns(runs),
  memory: async () => [await measureMemory(idleSeconds)],
  size: async () => [await measureSize()],
};

/** Only where they are asked for: certbot waits for minutes, and port 53 has to be free for dns. */
const onlyNamed = ["names", "many", "dns"];
const byItself = Object.keys(parts).filter((name) => !onlyNamed.includes(name));
const asked = process.env["BENCH_ONLY"]?.split(",") ?? byItself;
const machine = await describeMachine();
const sections: Section[] = [];
for (const name of asked) {
  console.error(`measuring: ${name}`);
  const measure = parts[name];
  if (!measure) throw new Error(`there is no part ${name}: ${Object.keys(parts).join(", ")}`);
  sections.push(...(await measure()));
}
console.log(`\nhttpsidecar, measured on ${new Date().toISOString()}: medians of ${runs} runs (least to most)`);
console.log(`${machine.join("\n")}\n`);
console.log(drawTable(sections));
