import { readFile, writeFile } from "node:fs/promises";

export type EnvLines = Readonly<Record<string, string>>;

/** A `.env` as an operator's editor saves it: each key set where it stands (the last one counts), else at the end. */
export async function editEnv(path: string, values: EnvLines): Promise<void> {
  const text = await readFile(path, "utf8");
  await writeFile(path, Object.entries(values).reduce(setLine, text));
}

function setLine(text: string, [key, value]: readonly [string, string]): string {
  const lines = text.split("\n");
  const at = lines.findLastIndex((line) => line.startsWith(`${key}=`));
  if (at < 0) return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${key}=${value}\n`;
  return lines.with(at, `${key}=${value}`).join("\n");
}
