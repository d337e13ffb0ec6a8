import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** The first line of `help`, from a process with this environment. */
async function helpIn(environment: Record<string, string>): Promise<string> {
  const { stdout } = await run(process.execPath, ["src/main.ts", "help"], { env: environment });
  return stdout.split("\n")[0] ?? "";
}

test("a process speaks the language of HTTPSIDECAR_LANG, else of LANG, else English", async () => {
  const english = "httpsidecar: HTTPS for the Docker Compose stack you already run";
  const said = await Promise.all([
    helpIn({}),
    helpIn({ LANG: "C.UTF-8" }),
    helpIn({ LANG: "ja_JP.UTF-8" }),
    helpIn({ LANG: "ja_JP.UTF-8", HTTPSIDECAR_LANG: "zh" }),
    helpIn({ LANG: "ja_JP.UTF-8", HTTPSIDECAR_LANG: "en" }),
  ]);
  expect(said).toEqual([
    english,
    english,
    "httpsidecar：稼働中の Docker Compose スタックに HTTPS を",
    "httpsidecar：为你已在运行的 Docker Compose 项目开启 HTTPS",
    english,
  ]);
});
