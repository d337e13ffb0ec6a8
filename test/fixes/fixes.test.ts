import { describe, expect, test } from "vitest";
import { words } from "../../src/cli/words.ts";
import { byPerson } from "./by-person.ts";
import { fixesIn } from "./fixes-in.ts";
import { followed } from "./followed.ts";

const everyFix = fixesIn();

/** Attach's are followed by test/attach/untouched.test.ts; the others answer words that somebody types again. */
const ofOtherCommands =
  /^(?:assemble\/attach|attach\/|config\/attach|imported\/|cli\/(?:attach|certbot\/|imported\/|dns-record|notify-test|watch\/|certificates|run))/;

/** What doctor, serve, status, health and update-cert can say. */
const fixes = [...everyFix].filter(([, paths]) => !paths.every((path) => ofOtherCommands.test(path)));
const texts = fixes.map(([text]) => text);

describe("the fixes of the source", () => {
  test("are found as a property, by a name, of a choice, given to a function, and with what such a function adds", () => {
    expect(texts).toEqual(
      expect.arrayContaining([
        "docker compose exec certbot httpsidecar reload",
        "docker compose exec certbot update-cert",
        "docker compose restart certbot-companion",
        "leave --http-01-port out",
        "in .env: leave CERTBOT_EMAIL empty; then: docker compose up -d certbot certbot-companion",
      ]),
    );
  });

  test("are each followed by a test, or by a person for a reason, and no row is left of one that is gone", () => {
    const table = [...followed, ...byPerson.flatMap(({ fixes: rows }) => rows)];
    expect(new Set(texts.filter((text) => !table.includes(text)))).toEqual(new Set());
    expect(new Set(table.filter((text) => !texts.includes(text)))).toEqual(new Set());
    const rows = byPerson.flatMap(({ fixes: all }) => all);
    expect(rows.filter((text, at) => followed.includes(text) || rows.indexOf(text) !== at)).toEqual([]);
  });

  test.each(byPerson)("name what it is about, where $because", ({ names, fixes: rows }) => {
    expect(rows.filter((text) => !names.test(text))).toEqual([]);
  });

  test("end with the command that makes a changed setting or mount count", () => {
    const changes =
      /\b(?:set|put|remove|leave|mount|name)\b.*(?:\.env\b|CERTBOT_[A-Z]|":ro"|certbot service)|^in \.env/;
    const counts = /docker compose up -d|docker\/swarm\/deploy|docker compose restart/;
    // src/cli/settings.ts ends all of these with the command, unless they are typed: test/fixes/settings.test.ts
    const ofSettings = (paths: readonly string[]) => paths.every((path) => path.startsWith("config/"));
    const changing = fixes.filter(([text]) => changes.test(text));
    expect(changing.length).toBeGreaterThan(50);
    const without = changing.filter(([text, paths]) => !counts.test(text) && !ofSettings(paths));
    expect(without.map(([text]) => text)).toEqual([]);
  });

  test("name the file of a variable that they tell to set", () => {
    const sets = /\b(?:set|put) [A-Z][A-Z0-9_]{3,}(?:=|\b)/;
    const naming = texts.filter((text) => sets.test(text));
    expect(naming.length).toBeGreaterThan(15);
    expect(naming.filter((text) => !/\.env\b|into \{\d\}/.test(text))).toEqual(withFileBefore);
  });

  test("have commands that are there, typed as on the host", () => {
    const bare = /(?<!exec certbot )(?<!\/)\b(?:update-cert|httpsidecar) (?=[a-z-]|$)/;
    const typed = texts.flatMap((text) => [
      ...text.matchAll(/(?:exec certbot|exec \S+ certbot) (?:httpsidecar )?([a-z-]+|\{\d\})/g),
    ]);
    const known = [...Object.keys(words), "certbot", "getent", "mv", "ls"];
    expect(typed.length).toBeGreaterThan(20);
    expect(
      new Set(typed.map(([, word = ""]) => word).filter((word) => !/^\{/.test(word) && !known.includes(word))),
    ).toEqual(new Set());
    expect(texts.filter((text) => bare.test(text) && !says.test(text))).toEqual([]);
  });
});

/** Not as a command. */
const says = /httpsidecar (?:will|retries)|after update-cert|^(?:remove it; update-cert finds|wait: httpsidecar)/;

/** The companion names the file before each of them, and what it says of WRITE_ENV names httpsidecar.env. */
const withFileBefore = ["set WRITE_ENV=env", "set NGINX_HTTPS_ENABLED there, then: docker/swarm/deploy"];
