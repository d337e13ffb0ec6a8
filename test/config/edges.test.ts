import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCompanionSettings } from "../../src/config/companion-settings.ts";
import { readDomain } from "../../src/config/domain.ts";
import { readEmail } from "../../src/config/email.ts";
import { iniLines } from "../../src/config/ini-text.ts";
import { nearest } from "../../src/config/nearest.ts";
import { readNotifyUrls } from "../../src/config/notify-urls.ts";
import { readOptions } from "../../src/config/options.ts";
import { readSchedule } from "../../src/config/schedule.ts";
import { readSettings } from "../../src/config/settings.ts";
import { shellWords } from "../../src/config/shell-words.ts";
import { readWebrootMap } from "../../src/config/webroot-map.ts";
import { Problem } from "../../src/model/problem.ts";
import { soak } from "../support/soak.ts";
import { workOf } from "../support/work.ts";

const domain = { CERTBOT_DOMAIN: "shop.example.dev" };
const settings = (environment: Record<string, string>) =>
  readSettings({ environment: { ...domain, ...environment }, words: [], word: "serve" });

/** Every text that a person, a file or a container's environment brings in, each to its reader. */
const edges: Readonly<Record<string, (text: string) => unknown>> = {
  CERTBOT_DOMAIN: (text) => settings({ CERTBOT_DOMAIN: text }),
  CERTBOT_EMAIL: (text) => settings({ CERTBOT_EMAIL: text }),
  CERTBOT_OPTIONS: (text) => settings({ CERTBOT_OPTIONS: text }),
  NOTIFY_URLS: (text) => readNotifyUrls(text),
  RENEW_SCHEDULE: (text) => readSchedule(text),
  DOCTOR_RESOLVERS: (text) => settings({ DOCTOR_RESOLVERS: text }),
  HAPROXY_OWNER: (text) => settings({ HAPROXY_OWNER: text }),
  REQUESTS_CA_BUNDLE: (text) => settings({ REQUESTS_CA_BUNDLE: text }),
  NGINX_SERVICE: (text) => settings({ NGINX_SERVICE: text }),
  "the companion's DOCKER_HOST": (text) => readCompanionSettings({ environment: { ...domain, DOCKER_HOST: text } }),
  "words of a shell": (text) => shellWords(text, "CERTBOT_OPTIONS"),
  "words of a command": (text) => readOptions(text.split(" "), "certbot", { strays: [] }),
  "a webroot map": (text) => readWebrootMap([{ key: "webrootMap", value: text }]),
  "a file of options": (text) => iniLines(text, "cli.ini"),
  "a name": (text) => readDomain(text, true),
  "an address of mail": (text) => readEmail(text, "CERTBOT_EMAIL", true),
  "a mistyped word": (text) => nearest(text, ["--domains", "--email"]),
};

/** What regular expressions stumble over: long runs, and beginnings that never end. */
const runs = ["a", " ", "'", '"', "\\", "/", ".", "\u3042", "a ", " #", "-d a ", "*/1,", "https://", '{"a":', "x\t"];
/** A quarter of a mebibyte takes minutes too where the work grows with its square. */
const much = (soak ? 1024 : 256) * 1024;

describe.each(Object.keys(edges))("%s", (name) => {
  const read = (text: string) => edges[name]?.(text);

  test("is read, or refused with a Problem, whatever stands in it", () => {
    const words = fc.constantFrom(
      "-d",
      "--domains",
      "a.test",
      "'",
      '"',
      "*/5",
      "mon-fri",
      "https://",
      "{",
      "=",
      "#",
      "@",
    );
    const mixed = fc.array(fc.oneof(words, fc.string({ unit: "binary", maxLength: 8 }))).map((all) => all.join(" "));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string(), mixed), (text) => {
        expectRead(() => read(text));
      }),
      { numRuns: 30 },
    );
  });

  test("takes very much of anything within a second", async () => {
    for (const piece of runs) {
      let message = "";
      const work = await workOf(() => {
        message = expectRead(() => read(`a=x${piece.repeat(much / piece.length)}!`));
      });
      expect(work, JSON.stringify(piece)).toBeLessThan(1000);
      expect(message.length).toBeLessThan(5000);
    }
  });
});

/** The message of the refusal, or nothing. */
function expectRead(read: () => unknown): string {
  try {
    read();
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return (error as Problem).message;
  }
}
