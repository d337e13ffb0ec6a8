import { describe, expect, test } from "vitest";
import type { ConfFile } from "../../../src/attach/own-conf/conf-files.ts";
import { placesFor } from "../../../src/attach/own-conf/places.ts";
import { leftAlone, understood } from "../../support/own-confs.ts";

const names = ["chat.acme.org", "www.acme.org"];
const source = { name: "nginx.conf", seen: undefined, bytes: Buffer.alloc(0), text: "" };
const fileOf = (text: string): ConfFile => ({ path: "/etc/nginx/conf.d/default.conf", text, source });
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
