import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Finding } from "../../src/doctor/finding.ts";
import { addressBars, judgements } from "../support/address-bar.ts";
import { repository } from "../support/repository.ts";
import { languages, speaking } from "../support/speaking.ts";
import { terminalSvg } from "../support/terminal-svg.ts";

const suffix = { en: "", zh: ".zh-CN", ja: ".ja" };

test.each(languages)(
  "the first page's picture in %s shows what doctor says today of a closed port 80",
  async (language) => {
    const screen = await speaking(language, async () => {
      const { describeFindings } = await import("../../src/cli/findings-screen.ts");
      const { painter } = await import("../../src/cli/colour.ts");
      return describeFindings(await withPort80Closed(), { paint: painter(true), columns: 110 });
    });
    const lines = ["$ docker compose exec certbot httpsidecar doctor", ...screen].flatMap((line) => line.split("\n"));
    await expect(terminalSvg(lines)).toMatchFileSnapshot(repository(`.github/pictures/doctor${suffix[language]}.svg`));
  },
);

/** Chromium's words. */
const warnings = { en: "Not secure", zh: "不安全", ja: "保護されていない通信" };

test.each(languages)(
  "the picture in %s of the address bar, before and after, is what Chromium judges",
  async (language) => {
    const [before, after] = judgements;
    const warning = warnings[language];
    const bars = addressBars([
      { state: before, url: "dify.example.com", warning },
      { state: after, url: "https://dify.example.com", warning },
    ]);
    await expect(bars).toMatchFileSnapshot(repository(`.github/pictures/padlock${suffix[language]}.svg`));
  },
);

test("the picture of attach counts the same in each language; npm test attaches in two of them", () => {
  const numbers = languages.map((language) => {
    const svg = readFileSync(repository(`.github/pictures/attach${suffix[language]}.svg`), "utf8");
    const shown = [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text).join("\n");
    return shown.match(/\d+/g)?.toSorted();
  });
  expect(numbers[0]?.length).toBeGreaterThan(20);
  expect(numbers[1]).toEqual(numbers[0]);
  expect(numbers[2]).toEqual(numbers[0]);
});

/** As the checks say it; what is ok is shown by its title alone. */
async function withPort80Closed(): Promise<readonly Finding[]> {
  const { checks } = await import("../../src/doctor/list.ts");
  const { phrase } = await import("../../src/model/phrase.ts");
  const ok = (check: string): Finding => ({ check, verdict: "fine", saw: "" });
  const [name, address] = ["dify.example.com", "203.0.113.7"];
  const closed: Finding = {
    check: "port 80",
    verdict: "blocks",
    saw: phrase`${name} at ${address} port 80 does not respond: ${phrase`no response within ${5} s`}`,
    means: phrase`a record that points to another machine, a firewall, a router that does not forward port 80, or a host that cannot reach its own public address`,
    fix: phrase`open TCP port ${80} in the security group or firewall of your provider, or forward it in your router`,
  };
  return [
    ok("settings"),
    ok("folders"),
    ...checks.map(({ name: check }) => (check === "port 80" ? closed : ok(check))),
  ];
}
