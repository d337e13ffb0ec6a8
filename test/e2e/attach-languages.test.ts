import { describe, expect } from "vitest";
import { scriptsFor } from "../support/attaching.ts";
import { waitForHttp } from "../support/companion-fixture.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { withFreshStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const test = withFreshStack({
  kind: "dify",
  domain,
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  prepare: async (stack) => {
    await stack.types("docker compose up -d");
    await waitForHttp(stack);
  },
});

/** What stays as it is in every language: commands, files, addresses, settings, marks for scripts, names. */
const kept =
  /docker compose[^，。、]*|https?:\/\/\S+|\b(?:error|warning|fix|ok)\b:?|[A-Z][A-Z_]{3,}\S*|\S*\.(?:env|test|conf|ini|yaml)\S*/g;

/** Lines that hold an English sentence: four words of small letters in a row. */
const english = (text: string) =>
  text.split("\n").filter((line) => /(?:\b[a-z]{2,} ){3}[a-z]{2,}\b/.test(line.replaceAll(kept, "")));

describe("docker/attach in the reader's language", () => {
  test.for([
    { LANG: "ja_JP.UTF-8", log: "次の更新", status: "正常", doctor: "すべて正常" },
    { LANG: "zh_CN.UTF-8", log: "下次续期", status: "正常", doctor: "一切正常" },
  ])("$LANG reaches the containers: log, status and doctor", async ({ LANG, ...says }, { stack }) => {
    const { output, exitCode } = await scriptsFor(stack.folder, { LANG }).attach("--domain", domain, "--yes");
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain(says.log);

    const log = await stack.logs("certbot");
    const status = (await stack.types("docker compose exec -T certbot httpsidecar status")).output;
    const doctor = (await stack.tries("docker compose exec -T certbot httpsidecar doctor")).output;
    console.log(`${log}\n${status}\n${doctor}`);
    expect(log).toContain(says.log);
    expect(status).toContain(says.status);
    expect(doctor).toContain(says.doctor);
    expect(english([log, await stack.logs("certbot-companion"), status, doctor].join("\n"))).toEqual([]);
  });
});
