import { expect, test } from "vitest";
import { followRedirects } from "../../src/challenge/redirects.ts";
import { isPublicAddress } from "../../src/config/address.ts";
import type { ProbeAnswer, ProbeTarget } from "../../src/model/probe.ts";

const probe = { path: "/.well-known/acme-challenge/x", body: "ours" };
const start = { domain: "shop.example", address: "192.0.2.7", probe };

/** Follows what shop.example redirects to; another host has these addresses, or is one. */
async function follow(location: string, addresses?: readonly string[]) {
  const asked: ProbeTarget[] = [];
  const end = await followRedirects(start, {
    ports: { http: 80, https: 443 },
    get: async (target) => {
      asked.push(target);
      const answer = asked.length === 1 ? { status: 302, headers: { location } } : { status: 200, headers: {} };
      return { kind: "answer", body: "ours", ...answer } as unknown as ProbeAnswer;
    },
    addressesOf: async (host) => (addresses ?? [host]).filter(isPublicAddress),
  });
  return { end, asked: asked.map(({ address, domain }) => `${domain} at ${address}`) };
}

test.each([
  ...["http://169.254.169.254/latest", "https://[::1]/", "http://0x7f000001/", "http://127.1/", "http://2130706433/"],
  ...["//10.0.0.1/x", "http://user@127.0.0.1/", "http://127.0.0.1./", "https://[::ffff:169.254.169.254]/"],
  ...["http://[2002:a9fe:a9fe::]/", "http://0/", "http://１２７.0.0.1/", "http://127.0.0.1\\@other.example/"],
])("a redirect to %s, which may not be asked, is shown and not followed", async (location) => {
  const { end, asked } = await follow(location);
  expect(asked).toEqual(["shop.example at 192.0.2.7"]);
  expect(end).toMatchObject({ is: "lost", because: "elsewhere" });
});

test("nor is a name that leads there, beside an address that may be asked or without", async () => {
  expect((await follow("http://redis/", ["172.18.0.3"])).asked).toEqual(["shop.example at 192.0.2.7"]);
  const { asked } = await follow("http://both.example/", ["172.18.0.3", "8.8.8.8"]);
  expect(asked).toEqual(["shop.example at 192.0.2.7", "both.example at 8.8.8.8"]);
});

test("another host is asked at the very address that was judged", async () => {
  const { end, asked } = await follow("https://other.example/x", ["8.8.4.4"]);
  expect(asked).toEqual(["shop.example at 192.0.2.7", "other.example at 8.8.4.4"]);
  expect(end.is).toBe("ours");
});
