import { expect, test } from "vitest";
import { dns } from "../../src/doctor/checks/dns.ts";
import type { DoctorParts, NameResolver } from "../../src/doctor/parts.ts";

const good: NameResolver = {
  name: "192.0.2.1",
  ask: async (_, type) => (type === "A" ? { kind: "records", values: ["192.0.2.80"] } : { kind: "none" }),
};

test.each([
  ["192.0.2.53", "@192.0.2.53"],
  ["192.0.2.53:5353", "@192.0.2.53 -p 5353"],
  ["2001:db8::53", "@2001:db8::53"],
  ["[2001:db8::53]", "@2001:db8::53"],
  ["[2001:db8::53]:5353", "@2001:db8::53 -p 5353"],
])("the command that shows what %s answers asks that server at its port", async (name, asked) => {
  const bad: NameResolver = { name, ask: async () => ({ kind: "failure", why: "SERVFAIL" }) };
  const parts = { settings: { lineage: { domains: ["dify.test"] } }, resolvers: [good, bad], publicAuthority: false };
  expect(await dns.look(parts as unknown as DoctorParts)).toContainEqual(
    expect.objectContaining({ fix: `check what it answers: dig ${asked} dify.test A` }),
  );
});
