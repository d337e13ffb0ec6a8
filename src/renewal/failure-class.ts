import type { Problem } from "../model/problem.ts";

/** The cause of a failure, from which its cost and its remedy follow. */
export type FailureClass = "busy" | "validation" | "network" | "storage" | "ours";

const busy = ["acme-rate-limited", "acme-server-internal", "acme-no-reason", "acme-order-slow", "acme-bad-nonce"];
const storage = ["disk-full", "read-only", "not-permitted", "disk-trouble", "lineage-broken", "conf-unreadable"];
const storageToo = [
  "name-taken",
  "locked",
  "key-mismatch",
  "account-unreadable",
  "several-accounts",
  "no-such-account",
];

const byCode = new Map<string, FailureClass>([
  ...busy.map((code) => [code, "busy"] as const),
  ...[...storage, ...storageToo].map((code) => [code, "storage"] as const),
]);

export function classOf({ code }: Problem): FailureClass {
  const known = byCode.get(code);
  if (known) return known;
  if (code.startsWith("validation-")) return "validation";
  return code.startsWith("authority-") ? "network" : "ours";
}

export function isRateLimit({ code }: Problem): boolean {
  return code === "acme-rate-limited";
}
