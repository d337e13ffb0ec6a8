import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "dotenv";
import { expect, test } from "vitest";
import { patternOf } from "../languages/marked.ts";
import { type } from "../support/command-line.ts";
import { temporaryFolder } from "../support/folders.ts";
import { follow, type Hands, type Said, saidOn } from "./follow.ts";
import { settingsFixes } from "./followed.ts";

test.each(settingsFixes)("$env: following '$fix' changes the next message", async ({ env, fix, goesOn }) => {
  const folder = await temporaryFolder();
  const options = env.CERTBOT_OPTIONS ?? "--server https://ca.test/dir";
  const mine = Object.entries({ CERTBOT_DOMAIN: "dify.acme.org", ...env, CERTBOT_OPTIONS: options });
  const isOurs = ([name]: readonly [string, string]) => /^(?:CERTBOT|NGINX)_/.test(name);
  const text = (lines: typeof mine) => lines.map(([name, value]) => `${name}=${value}\n`).join("");
  await writeFile(join(folder, ".env"), text(mine.filter(isOurs)));
  await writeFile(join(folder, "httpsidecar.env"), text(mine.filter((each) => !isOurs(each))));

  // what Compose gave the container when it was made
  let made = await environmentIn(folder);
  const hands: Hands = {
    folder,
    inContainer: () => Promise.reject(new Error("nothing is to be typed in the container")),
    compose: async (line) => {
      if (/^docker compose up -d certbot\b/.test(line)) made = await environmentIn(folder);
    },
  };
  const look = async () => saidOn((await type("update-cert", { environment: made })).screen);
  const before = (await look()) as Said;
  expect(before.fix.replace(/; then run: docker compose up -d certbot certbot-companion$/, "")).toMatch(
    patternOf(fix.replace(/; then run: .*/, "")),
  );
  expect(await look()).toEqual(before);
  await follow(before, hands);
  const after = await look();
  expect(after?.message).not.toBe(before.message);
  if (!goesOn) expect(after).toBeUndefined();
});

/** As Compose reads the two files. */
async function environmentIn(folder: string): Promise<Record<string, string>> {
  const texts = await Promise.all([".env", "httpsidecar.env"].map((file) => readFile(join(folder, file), "utf8")));
  // a carriage return stays in the value where another reader than Compose's made the container
  const lines = texts.flatMap((text) => text.split("\n")).filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...value] = line.split("=");
      return [
        name,
        line.includes("'") ? value.join("=") : Object.values(parse(line))[0] + (line.endsWith("\r") ? "\r" : ""),
      ];
    }),
  );
}
