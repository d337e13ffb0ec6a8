import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import { tiers } from "./tiers.ts";

interface Listed {
  file: string;
  projectName?: string;
}

/** Prints the files of each tier: each where it is first, since a tier has those before it. */
export async function listFiles(): Promise<void> {
  const listed = filesOf({});
  const said = new Set<string>();
  for (const [name, { what, stages }] of Object.entries(tiers)) {
    const projects = new Set(stages.flatMap((stage) => [...stage.projects, ...(stage.beside?.projects ?? [])]));
    const mine = listed.filter(({ file, projectName = "" }) => projects.has(projectName) && !said.has(file));
    for (const { file } of mine) said.add(file);
    console.log(`${name}: ${what}${name === "check" ? "" : "; besides what stands above"}`);
    console.log(mine.map(({ file, projectName }) => `  ${relative(process.cwd(), file)} (${projectName})`).join("\n"));
  }
}

function filesOf(env: Readonly<Record<string, string>>): Listed[] {
  const words = ["list", "--config", "test/vitest.config.ts", "--filesOnly", "--json"];
  const options = { encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 2 ** 26 } as const;
  return JSON.parse(execFileSync("vitest", words, options));
}
