import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { parse } from "dotenv";
import { expect, onTestFinished, test } from "vitest";
import { problemOf } from "../../src/deploy/answers.ts";
import { companionClient } from "../../src/deploy/companion-client.ts";
import type { CompanionCode } from "../../src/model/companion.ts";
import type { Problem } from "../../src/model/problem.ts";
import { patternOf } from "../languages/marked.ts";
import { temporaryFolder } from "../support/folders.ts";
import { follow } from "./follow.ts";
import { absentFixes, companionFixes } from "./followed.ts";

interface Made {
  /** the services that a command of Compose's made again or started, all of them where it names none */
  services: readonly string[];
  isForced: boolean;
  env: Readonly<Record<string, string>>;
}

/** What has to have happened before the companion answers something else (src/companion). */
const mended: Record<(typeof companionFixes)[number]["code"], (made: Made) => boolean> = {
  "no-nginx": ({ services }) => services.includes("nginx"),
  "certificate-missing": ({ services, env }) => services.includes("nginx") && env["NGINX_HTTPS_ENABLED"] === "false",
  "unknown-shape": ({ services, env }) => services.includes("nginx") && env["NGINX_HTTPS_ENABLED"] === "true",
  "stack-updated": ({ services }) => services.length === 3,
  "bad-request": ({ services, isForced }) =>
    isForced && services.includes("certbot") && services.includes("certbot-companion"),
};

test.each(companionFixes)("to $code, following '$fix' changes the next answer", async ({ code, fix }) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, ".env"), "NGINX_HTTPS_ENABLED=\n");
  let answer: CompanionCode = code;
  const look = () =>
    problemOf({ code: answer, nginx: true, https: false, challenge: true, off: false, notes: [], output: "" });
  const before = look();
  expect(before?.fix).toMatch(patternOf(fix));
  await follow(
    { message: before?.message ?? "", fix: before?.fix ?? "" },
    {
      folder,
      inContainer: () => Promise.reject(new Error("nothing is to be typed in the container")),
      compose: async (line) => {
        const services = line.split(" ").filter((word) => /^(?:nginx|certbot(?:-companion)?)$/.test(word));
        const all = services.length > 0 ? services : ["nginx", "certbot", "certbot-companion"];
        const env = parse(await readFile(join(folder, ".env"), "utf8"));
        if (mended[code]({ services: all, isForced: line.includes("--force-recreate"), env })) answer = "done";
      },
    },
  );
  expect(look()).toBeUndefined();
});

test.each(absentFixes)("where nobody listens, following '$fix' changes the next answer", async ({ fix }) => {
  const path = join(await temporaryFolder(), "companion.sock");
  const answer = { code: "done", nginx: true, https: true, challenge: true, off: false, notes: [], output: "" };
  const companion = createServer((socket) =>
    socket.on("data", () => socket.end(`${JSON.stringify(answer)}\n`)).on("error", () => {}),
  );
  onTestFinished(() => void companion.close());
  const look = () => companionClient(path, { absentMs: 0 }).ask("look");
  const before = await look().catch((error: Problem) => error);
  expect(before).toMatchObject({ code: "companion-absent", fix });
  await follow(before as Problem, {
    folder: "",
    inContainer: () => Promise.reject(new Error("nothing is to be typed in the container")),
    compose: async (line) => {
      if (/ certbot-companion$/.test(line)) await new Promise<void>((resolve) => companion.listen(path, resolve));
    },
  });
  expect(await look()).toEqual(answer);
});
