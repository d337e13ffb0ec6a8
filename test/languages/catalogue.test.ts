import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { texts } from "../../src/languages/catalogue.ts";
import { markedIn, unmarkedIn, unmarkedPlacesIn } from "./marked.ts";

const sources = globSync("src/**/*.ts").map((path) => ({ path, code: readFileSync(path, "utf8") }));
const marked = new Set(sources.flatMap(({ code }) => markedIn(code)));
const entries = texts.flatMap((room) => Object.entries(room));

test("whatever is marked in the source is in the catalogue", () => {
  expect(marked.size).toBeGreaterThan(1000);
  const known = new Set(entries.map(([english]) => english));
  expect([...marked].filter((english) => !known.has(english))).toEqual([]);
});

test("the catalogue has each text once, and none that is said no more", () => {
  const english = entries.map(([text]) => text);
  expect(english.filter((text, at) => english.indexOf(text) !== at)).toEqual([]);
  expect(english.filter((text) => !marked.has(text))).toEqual([]);
});

test("each translation has each place of the English text once, and stands in the same line", () => {
  const wrong = entries.flatMap(([english, said]) =>
    said.filter((text) => text.trim() === "" || placesOf(text) !== placesOf(english) || frame(text) !== frame(english)),
  );
  expect(wrong).toEqual([]);
});

test("commands, variables and paths are the same in every language", () => {
  const lost = entries.flatMap(([english, said]) =>
    namesIn(english).flatMap((name) => said.filter((text) => !text.includes(name)).map((text) => `${name}: ${text}`)),
  );
  expect(lost).toEqual([]);
});

test("no message, fix, sight or title of the source is left unmarked", () => {
  const found = sources
    .flatMap(({ path, code }) => unmarkedIn(code).map((text) => `${path}: ${text}`))
    .filter((found) => !isCertbots(found));
  expect(found).toEqual([]);
});

test("certbot's own lines, which scripts read, are English in every language", () => {
  expect(certbotsOwn.filter((text) => marked.has(text))).toEqual([]);
  const said = sources.filter(({ path }) => path.startsWith(certbotModule)).flatMap(({ code }) => unmarkedIn(code));
  expect(certbotsOwn.filter((text) => !said.includes(text))).toEqual([]);
});

test("what stands in the places of a text is marked as well, unless it is a name", () => {
  const found = sources.flatMap(({ path, code }) => unmarkedPlacesIn(code).map((text) => `${path}: ${text}`));
  expect(found.filter((text) => !names.some((name) => text.endsWith(`: ${name}`)))).toEqual([]);
  const code = 'phrase`${a ?? (b ? "on" : "off")} ${c("x y")} ${d === "no" ? phrase`yes` : e}`; `${f ?? "plain"}`;';
  expect(unmarkedPlacesIn(code)).toEqual(["on", "off"]);
});

test("what is missing in made-up source is found", () => {
  const code =
    'const a = { message: `nobody is ${"here"}`, fix: "docker compose up -d nginx", code: "not a text" };\n' +
    'say(phrase`${a} and "${b}"`); const b = { means: phrase`marked`, saw: c ? "it is red" : phrase`d\\n` };\n' +
    'print("all is well"); log("for the file");';
  expect(markedIn(code)).toEqual(['{1} and "{2}"', "marked", "d\n"]);
  expect(unmarkedIn(code)).toEqual(["nobody is {1}", "it is red", "all is well"]);
});

/** Of services and the like. */
const names = ["nginx"];

const certbotModule = "src/cli/certbot/";

/** In certbot's wording. */
const certbotsOwn = [
  "Found the following certs:",
  "The following renewal configurations were invalid:",
  "No certificates found.",
  "No certificate found with name {1}",
  "Exactly one of --cert-path or --cert-name must be specified",
  "Simulating a certificate request for {1}",
  "Simulating renewal of an existing certificate for {1}",
  "Certificate not yet due for renewal",
  "The dry run was successful.",
  "Successfully updated configuration.",
  "Changes will apply when the certificate renews.",
  "Deleted all files relating to certificate {1}.",
  "Congratulations! You have successfully revoked the certificate that was located at {1}.",
  "Not deleting revoked certificates due to overlapping archive dirs",
  "Account registered.",
  "Your e-mail address was updated to {1}.",
  "Account deactivated.",
  "Account details for server {1}:",
  "  Account URL: {1}",
  "  Account Thumbprint: {1}",
  "  Email contact{1}: {2}",
];

const isCertbots = (found: string) =>
  certbotsOwn.some((text) => found.startsWith(certbotModule) && found.endsWith(`: ${text}`));

const placesOf = (text: string) => (text.match(/\{\d+\}/g) ?? []).sort().join("");

/** Mark at the start and set-in lines, which the log's readers look for. */
const frame = (text: string) =>
  [
    /^(?:error|warning|note|fix): /.exec(text.trimStart())?.[0] ?? "",
    /^ {2,}/.exec(text)?.[0].length ?? 0,
    text.split("\n").length,
  ].join();

/** What must be typed or found just so. */
function namesIn(text: string): readonly string[] {
  return (
    text.match(
      /docker compose (?:up -d|exec|logs|restart|ps)(?: [a-z-]+)?|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+(?:=\w+)?|--[a-z][a-z0-9-]+|\/[a-z][\w.-]*(?:\/[\w.-]+)+/g,
    ) ?? []
  );
}
