import { expect, test } from "vitest";
import { followRedirects } from "../../src/challenge/redirects.ts";
import type { ProbeAnswer, ProbeTarget } from "../../src/model/probe.ts";

const probe = { path: "/.well-known/acme-challenge/x", body: "ours" };
const start = { domain: "shop.example", address: "192.0.2.7", probe };

/** Follows what shop.example redirects to; `may`: the addresses of another host that may be asked. */
async function follow(location: string, may: readonly string[]) {
  const asked: ProbeTarget[] = [];
  const end = await followRedirects(start, {
    ports: { http: 80, https: 443 },
    get: async (target) => {
      asked.push(target);
      const answer = asked.length === 1 ? { status: 302, headers: { location } } : { status: 200, headers: {} };
      return { kind: "answer", body: "ours", ...answer } as unknown as ProbeAnswer;
    },
    addressesOf: async () => may,
  });
  return { end, asked: asked.map(({ address, domain }) => `${domain} at ${address}`) };
}

test.each(["http://169.254.169.254/latest", "http://redis/", "https://[::1]/", "http://0x7f000001/", "//10.0.0.1/x"])(
  "a redirect to %s, which may not be asked, is shown and not followed",
  async (location) => {
    const { end, asked } = await follow(location, []);
    expect(asked).toEqual(["shop.example at 192.0.2.7"]);
    expect(end).toMatchObject({ is: "lost", because: "elsewhere" });
  },
);

test("another host is asked at the very address that was judged", async () => {
  const { end, asked } = await follow("https://other.example/x", ["192.0.2.9"]);
  expect(asked).toEqual(["shop.example at 192.0.2.7", "other.example at 192.0.2.9"]);
  expect(end.is).toBe("ours");
});
