import { expect, test } from "vitest";
import { challenge } from "../../src/doctor/checks/challenge.ts";
import type { DoctorParts } from "../../src/doctor/parts.ts";
import type { ProbeHeaders } from "../../src/model/probe.ts";

const probe = { path: "/.well-known/acme-challenge/token", body: "body" };

async function lookWith(headers: ProbeHeaders) {
  const parts = {
    settings: { lineage: { name: "a.test", domains: ["a.test"] }, nginx: { host: "nginx", port: 80 }, certbot: {} },
    probe: async () => probe,
    get: async () => ({ kind: "answer", status: 200, body: probe.body, server: "nginx", headers }),
  };
  return await challenge.look(parts as unknown as DoctorParts);
}

test("a location that serves more than tokens is found by its missing header, and the page with the lines is named", async () => {
  const [confined] = await lookWith({ "x-content-type-options": "nosniff" });
  expect(confined).toEqual({ verdict: "fine", saw: "nginx serves the challenge path of a.test" });
  const [open] = await lookWith({});
  expect(open).toMatchObject({ verdict: "fine", saw: expect.stringContaining("not confined to tokens") });
  expect(open?.saw).toContain("docker/docs/security.md");
});

test("over DNS a name and its wildcard are tried one after the other, since their records are at one name", async () => {
  const diary: string[] = [];
  const parts = {
    settings: { lineage: { name: "a.test", domains: ["a.test", "*.a.test"] }, dns: { kind: "provider" }, certbot: {} },
    async inside(domain: string) {
      diary.push(`begin ${domain}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      diary.push(`end ${domain}`);
    },
    keyReach: async () => undefined,
  };
  const results = await challenge.look(parts as unknown as DoctorParts);
  expect(results.map(({ verdict }) => verdict)).toEqual(["fine", "fine"]);
  expect(diary).toEqual(["begin a.test", "end a.test", "begin *.a.test", "end *.a.test"]);
});

test.each([
  ["a key that reaches several zones", { provider: "Cloudflare", zones: 7 }, "Cloudflare reaches 7 zones"],
  ["one that reaches the zone alone", { provider: "Cloudflare", zones: 1 }, undefined],
  ["one that no API tells of", undefined, undefined],
])("over DNS %s is told as that", async (_, reach, says) => {
  const settings = { lineage: { name: "a.test", domains: ["a.test"] }, dns: { kind: "provider" }, certbot: {} };
  const parts = { settings, inside: async () => {}, keyReach: async () => reach };
  const [, told] = await challenge.look(parts as unknown as DoctorParts);
  expect(told).toEqual(says && { verdict: "fine", saw: expect.stringContaining(says) });
});
