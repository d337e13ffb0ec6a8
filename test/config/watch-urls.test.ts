import { expect, it } from "vitest";
import { readWatch, readWatchWords } from "../../src/config/watch-urls.ts";
import { Problem } from "../../src/model/problem.ts";

it("reads servers with white space or commas between them, each once, with the port that a visitor would use", () => {
  const typed = "https://Chat.Example.jp/login?x=1\n https://other.example.jp:8443,https://chat.example.jp:443/";
  expect(readWatch(typed)).toEqual([
    { url: "https://chat.example.jp", host: "chat.example.jp", port: 443 },
    { url: "https://other.example.jp:8443", host: "other.example.jp", port: 8443 },
  ]);
  expect(readWatch(" ")).toEqual([]);
});

it("takes addresses and names in any script", () => {
  expect(readWatch("https://[2001:DB8::7]:8443 https://192.0.2.7 https://例え.jp").map(({ url }) => url)).toEqual([
    "https://[2001:db8::7]:8443",
    "https://192.0.2.7",
    "https://xn--r8jz45g.jp",
  ]);
});

it.each([
  "chat.example.jp",
  "http://chat.example.jp",
  "https://",
  "https://me:secret@chat.example.jp",
  "https://a;reboot",
  "https://$(id).jp",
  "https://-x",
  "https://chat.example.jp:0",
  "https://chat.example.jp:99999",
  `https://${"a".repeat(600)}.jp`,
])("names what is wrong with %s, without a password, and gives a line to paste", (entry) => {
  const refused = refusalOf(() => readWatch(`https://good.example.jp ${entry}`));
  expect(refused).toMatchObject({ code: "bad-settings", fix: expect.stringContaining("WATCH=https://") });
  expect(refused.message).toMatch(/^WATCH: "/);
  expect(refused.message).not.toContain("secret");
  expect(refusalOf(() => readWatchWords([entry]))).toMatchObject({ code: "bad-words" });
});

it("does not take more than a round can check", () => {
  const many = Array.from({ length: 51 }, (_, at) => `https://s${at}.example.jp`);
  expect(readWatch(many.slice(1).join(" "))).toHaveLength(50);
  expect(refusalOf(() => readWatch(many.join(" "))).message).toBe("WATCH: there are 51 servers, and 50 are the most");
});

function refusalOf(read: () => unknown): Problem {
  try {
    read();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
