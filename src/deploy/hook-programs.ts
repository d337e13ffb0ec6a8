import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import type { CertbotOptions } from "../model/certbot-options.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";

const further = ["/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

/** certbot's test of the given hooks: the first word is a program. Throws Problem `bad-settings`. */
export async function checkHookPrograms(given: CertbotOptions, path: string): Promise<void> {
  if (given.hookValidation === false) return;
  for (const [name, hook] of [
    ["--pre-hook", given.preHook],
    ["--deploy-hook", given.deployHook],
    ["--post-hook", given.postHook],
  ] as const) {
    const [program] = hook?.trim().split(/\s+/) ?? [];
    if (program === undefined || program === "" || (await isProgram(program, path))) continue;
    throw new Problem({
      code: "bad-settings",
      message: phrase`${name} begins with ${JSON.stringify(program)}, and there is no such program in this container`,
      fix: phrase`nginx is reloaded automatically, so no hook is needed for that; --disable-hook-validation accepts it as it is`,
      retry: "after-a-fix",
    });
  }
}

/** Is there such a program, by its path or on PATH? */
export async function isProgram(program: string, path: string): Promise<boolean> {
  const places = program.includes("/")
    ? [program]
    : [...path.split(":"), ...further].map((folder) => join(folder, program));
  for (const place of places) {
    const there = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return true;
  }
  return false;
}
