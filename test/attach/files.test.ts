import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diff } from "../../src/attach/diff.ts";
import { noteOf, withoutValues, withProfile, withValues } from "../../src/attach/env-file.ts";
import { type Note, readNote, withNote } from "../../src/attach/note.ts";
import { withoutOurs } from "../../src/attach/our-lines.ts";
import { calmEnvFile } from "../support/env-files.ts";
import { repeat } from "../support/soak.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const set = { CERTBOT_DOMAIN: "dify.acme.org", CERTBOT_EMAIL: "ops+tls@acme.org" };

describe(".env", () => {
  test.each([
    "",
    "A=1",
    "A=1\nCERTBOT_DOMAIN=your_domain.com\nB=2\n",
    "CERTBOT_DOMAIN='your_domain.com' # mine\r\nCERTBOT_EMAIL=\r\n",
    "CERTBOT_EMAIL=a@b.c",
  ])("%j is after attach and detach as it was before", (text) => {
    const after = withValues(bytes(text), set);
    const note = noteOf(bytes(text), after, [], undefined);
    expect(after.toString()).toContain("ops+tls@acme.org");
    expect(withoutValues(after, note).toString()).toBe(text);
  });

  test("whatever it says, is after attach and detach as it was before", async () => {
    await fc.assert(
      fc.asyncProperty(calmEnvFile, async (before) => {
        const after = withProfile(withValues(before, set));
        expect(withoutValues(after, noteOf(before, after, [], undefined))).toEqual(before);
      }),
      { numRuns: 200 * repeat },
    );
  });

  test("is as before the first attach after two of them", () => {
    const first = withValues(bytes("CERTBOT_DOMAIN=your_domain.com\n"), { CERTBOT_DOMAIN: "a.acme.org" });
    const note = noteOf(bytes("CERTBOT_DOMAIN=your_domain.com\n"), first, [".env"], undefined);
    const second = withValues(first, set);
    const again = noteOf(first, second, [], { kind: "dify", service: "nginx", ...note });
    expect(again.made).toEqual([".env"]);
    expect(withoutValues(second, again).toString()).toBe("CERTBOT_DOMAIN=your_domain.com\n");
  });

  test("goes back to HTTP where the companion had written HTTPS there", () => {
    const before = bytes("NGINX_HTTPS_ENABLED=false\nA=1");
    const after = withValues(before, set);
    const note = noteOf(before, after, [], undefined);
    const switched = withValues(after, { NGINX_HTTPS_ENABLED: "true", NGINX_SSL_CERT_FILENAME: "fullchain.pem" });
    expect(withoutValues(switched, note)).toEqual(before);
  });

  test("keeps what a person has changed since", () => {
    const after = withValues(bytes("CERTBOT_DOMAIN=\nA=1\n"), set);
    const note = noteOf(bytes("CERTBOT_DOMAIN=\nA=1\n"), after, [], undefined);
    const edited = after.toString().replace("dify.acme.org", "chat.acme.org").replace("A=1", "A=2");
    expect(withoutValues(bytes(edited), note).toString()).toBe("CERTBOT_DOMAIN=chat.acme.org\nA=2\n");
  });

  test.each([
    ["COMPOSE_PROFILES=weaviate,postgresql\n", "COMPOSE_PROFILES=weaviate,postgresql,certbot\n"],
    [
      'COMPOSE_PROFILES="${VECTOR_STORE:-weaviate}" # c\n',
      'COMPOSE_PROFILES="${VECTOR_STORE:-weaviate},certbot" # c\n',
    ],
    ["COMPOSE_PROFILES=\n", "COMPOSE_PROFILES=certbot\n"],
    ["COMPOSE_PROFILES=certbot\n", "COMPOSE_PROFILES=certbot\n"],
    ["", "COMPOSE_PROFILES=certbot\n"],
  ])("has certbot among its profiles: %j", (text, after) => {
    expect(withProfile(bytes(text)).toString()).toBe(after);
  });
});

describe("the note for detach", () => {
  const note: Note = {
    kind: "dify",
    service: "nginx",
    set,
    was: { CERTBOT_DOMAIN: null, CERTBOT_EMAIL: '"a # b"' },
    open: true,
    made: [".env"],
  };

  test.each(["", "REQUESTS_CA_BUNDLE=/ca.pem\n", "A=1", "A=1\r\n"])(
    "stands beside %j and goes without a trace",
    (text) => {
      const noted = withNote(text, note, ["NGINX_SERVICE=proxy"]);
      expect(readNote(noted)).toEqual(note);
      expect(withNote(noted, note, ["NGINX_SERVICE=proxy"])).toBe(noted);
      expect(withoutOurs(noted).text).toBe(text);
    },
  );

  test("that a person has changed is not acted upon", () => {
    expect(() => readNote(withNote("", note, []).replace('"set"', '"put"'))).toThrow("was changed");
  });
});

describe("the diff", () => {
  test("shows lines that come and go, and no other", () => {
    expect(diff("SECRET=1\nA=1\nB=2\nSECRET=2\nC=3\n", "SECRET=1\nA=2\nB=2\nSECRET=2\nC=3\nD=4\n")).toEqual([
      "@@ line 2",
      "- A=1",
      "+ A=2",
      "@@ line 6",
      "+ D=4",
    ]);
    expect(diff("same\n", "same\n")).toEqual([]);
  });
});
