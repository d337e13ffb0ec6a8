import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "./repository.ts";

/**
 * A copy of docker/keeper or docker/pages in this folder, which is its /run too. What it runs as the program is
 * test/support/kept-program.mjs with this folder; `seconds` are those of its own variables. Gives its path.
 */
export async function perlPart(
  name: "keeper" | "pages",
  folder: string,
  seconds: Readonly<Record<string, number>>,
): Promise<string> {
  const source = await readFile(repository(`docker/${name}`), "utf8");
  const path = join(folder, name);
  const copy = source
    .replaceAll("/run/", `${folder}/`)
    .replace("'/opt/httpsidecar/dist/main.js'", `'${repository("test/support/kept-program.mjs")}', '${folder}'`)
    .replace("'httpsidecar-pages'", `'${join(folder, "pages")}'`)
    .replace(/^(my \$(\w+) += )\d+;/gm, (line, start, word) => (word in seconds ? `${start}${seconds[word]};` : line));
  // what the two files at `ahead` and `behind` have in bytes is what the clock is put by, in seconds
  const clock = `BEGIN { *CORE::GLOBAL::time = sub () { CORE::time() + (-s '${folder}/ahead' // 0) - (-s '${folder}/behind' // 0) } }\n`;
  await writeFile(path, copy.replace("\n", `\n${clock}`), { mode: 0o755 });
  return path;
}
