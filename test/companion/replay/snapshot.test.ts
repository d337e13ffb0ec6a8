import { describe, expect, test } from "vitest";
import { differences, emptied, readSnapshot, withoutOurs } from "../../../src/companion/replay/snapshot.ts";

const file = (path: string, text: string) => ({ path, content: Buffer.from(text) });

describe("a snapshot", () => {
  test("is read from sizes, a mark, and the contents one after the other", () => {
    const printed = Buffer.from(
      "  5 /etc/nginx/a.conf\n0 /etc/nginx/empty\n3 /etc/nginx/b c.conf\n8 total\n\x1eone\x1e\nzwö".slice(0, -1),
    );
    const { files, rest } = readSnapshot(Buffer.concat([printed, Buffer.from("x\x1e and more")]));
    expect(String(rest)).toBe(" and more");
    expect(files.map(({ path, content }) => [path, String(content)])).toEqual([
      ["/etc/nginx/a.conf", "one\x1e\n"],
      ["/etc/nginx/empty", ""],
      ["/etc/nginx/b c.conf", "zwx"],
    ]);
  });

  test.each([
    ["was cut off in its sizes", ["5 /etc/nginx/a.conf\n"]],
    ["was cut off in its contents", ["5 /etc/nginx/a.conf\n", "four"]],
    ["was cut off at its end", ["4 /etc/nginx/a.conf\n", "four"]],
    ["has a file that grew meanwhile", ["4 /etc/nginx/a.conf\n3 /etc/nginx/b.conf\n", "fourteenone", ""]],
    ["has a file that was emptied meanwhile", ["4 /etc/nginx/a.conf\n3 /etc/nginx/b.conf\n", "one", ""]],
    ["is not there", []],
  ])("that %s is looked at again later, and nothing is concluded from it", (_, parts) => {
    expect(() => readSnapshot(Buffer.from(parts.join("\x1e")))).toThrow(expect.objectContaining({ code: "not-ready" }));
  });

  test("of nothing, or of too much, is refused", () => {
    expect(() => readSnapshot(Buffer.from("\x1e\x1e"))).toThrow("cannot be backed up");
    const many = Array.from({ length: 301 }, (_, at) => `0 /etc/nginx/${at}`).join("\n");
    expect(() => readSnapshot(Buffer.from(`${many}\n\x1e\x1e`))).toThrow("301 files");
  });
});

test("differences are what to write back and what was not there", () => {
  const before = [file("/a", "1"), file("/b", "2"), file("/gone", "3")];
  const found = differences(before, [file("/a", "1"), file("/b", "x"), file("/new", "")]);
  expect(found.changed.map(({ path }) => path)).toEqual(["/b", "/gone"]);
  expect(found.added).toEqual(["/new"]);
});

test("our line in nginx.conf is left aside in a comparison", () => {
  const rendered = [file("/etc/nginx/nginx.conf", "events {}\nhttp {\n}\n"), file("/etc/nginx/a.conf", "1")];
  const line = "    keepalive_min_timeout 5s; # httpsidecar: for pooled clients\n";
  const put = [file("/etc/nginx/nginx.conf", `events {}\nhttp {\n${line}}\n`), file("/etc/nginx/a.conf", "1")];
  expect(differences(withoutOurs(put), withoutOurs(rendered))).toEqual({ changed: [], added: [] });
  expect(differences(put, rendered).changed).toHaveLength(1);
});

test("a file that a render emptied is named; one that was empty before is not", () => {
  expect(emptied([file("/a", "1"), file("/b", "")], [file("/a", ""), file("/b", ""), file("/c", "")])).toEqual([
    "/a",
    "/c",
  ]);
});
