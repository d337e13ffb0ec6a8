import { describe, expect, test } from "vitest";
import { type ConfFile, confOf } from "../../../src/attach/own-conf/conf-files.ts";
import { placesFor } from "../../../src/attach/own-conf/places.ts";
import { leftAlone, understood } from "../../support/own-confs.ts";

const names = ["chat.acme.org", "www.acme.org"];
const source = { name: "nginx.conf", seen: undefined, bytes: Buffer.alloc(0), text: "" };
const fileOf = (text: string, path = "/etc/nginx/conf.d/default.conf"): ConfFile =>
  confOf({ path, writtenAt: path, text, source });
const found = (text: string, domains = names.slice(0, 1)) =>
  placesFor([fileOf(text)], domains, { http: 80, https: 443 });

/** Lines (counted from 1) that stand above the places. */
const linesAbove = (text: string, places: readonly { at: number }[]) =>
  places.map(({ at }) => text.slice(0, at).split("\n").length - 1);

describe("the place for our line", () => {
  test.each(understood)("is below the server's first line in $name", ({ text, below, challengeRoot }) => {
    const answer = found(text, names.slice(0, below.length));
    if (!("places" in answer)) throw new Error(answer.why);
    expect(linesAbove(text, answer.places)).toEqual(below);
    expect(answer.challengeRoot).toBe(challengeRoot);
  });

  test.each(leftAlone)("is not in a server with $name, and a person is told where to write", ({ text, why, line }) => {
    expect(found(text)).toMatchObject({
      why: expect.stringMatching(why),
      path: expect.stringContaining("nginx"),
      line,
    });
  });

  test("is not in a file of the image's, nor one from elsewhere", () => {
    const foreign = { ...fileOf("server {\n  listen 80;\n}\n"), source: undefined };
    expect(placesFor([foreign], names, { http: 80, https: 443 })).toMatchObject({
      why: "/etc/nginx/conf.d/default.conf is not a file of the stack's folder",
      path: "/etc/nginx/conf.d/default.conf",
    });
  });

  test.each([
    ["a redirect", "return 301 https://$host$request_uri;\n", /redirects to HTTPS already/, 1],
    ["TLS", "# one\nlisten 443 ssl;\n", /listens on TLS already/, 2],
    [
      "an answer to the challenge",
      "location /.well-known/acme-challenge/ { proxy_pass http://127.0.0.1:402; }\n",
      /another program answers/,
      1,
    ],
  ])("is not where an included file has %s", (_, snippet, why, line) => {
    const text = "server {\n  listen 80;\n  include /etc/nginx/snippets/*.inc;\n}\n";
    const part = fileOf(snippet, "/etc/nginx/snippets/all.inc");
    const other = fileOf(snippet, "/etc/nginx/other/all.inc");
    const ports = { http: 80, https: 443 };
    expect(placesFor([fileOf(text), part], names.slice(0, 1), ports)).toMatchObject({
      why: expect.stringMatching(why),
      line,
    });
    expect(placesFor([fileOf(text), other], names.slice(0, 1), ports)).toHaveProperty("places");
  });

  test("is not where the names have different folders for the challenge", () => {
    const acme = "  location /.well-known/acme-challenge/ { root /acme; }\n";
    const text = `server {\n  server_name chat.acme.org;\n${acme}}\nserver {\n  server_name www.acme.org;\n}\n`;
    expect(found(text, names)).toMatchObject({ why: expect.stringContaining("different challenge locations") });
  });

  test("has the indentation of what follows", () => {
    const answer = found("server {\n\t  listen 80;\n}\n");
    expect("places" in answer && answer.places[0]?.indentation).toBe("\t  ");
  });
});
