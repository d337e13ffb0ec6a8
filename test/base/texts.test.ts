import { describe, expect, test } from "vitest";
import { day, minute, stamp } from "../../src/base/dates.ts";
import { certificatesIn, firstCertificate, pemBlocks } from "../../src/base/pem.ts";

const block = (label: string, body = "TWFueSBoYW5kcw==") => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;

describe("PEM", () => {
  test("is taken apart into its blocks, whatever stands between", () => {
    const text = `leaf:\n${block("CERTIFICATE", "bGVhZg==")}\r\n\n${block("CERTIFICATE", "cm9vdA==")} and ${block("EC PRIVATE KEY")}`;
    expect(pemBlocks(text).map(({ label }) => label)).toEqual(["CERTIFICATE", "CERTIFICATE", "EC PRIVATE KEY"]);
    expect(firstCertificate(text)).toBe(block("CERTIFICATE", "bGVhZg=="));
    expect(certificatesIn(text)).toHaveLength(2);
    expect(firstCertificate("nothing")).toBeUndefined();
  });

  test("with beginnings that have no end is read in no time", () => {
    const began = performance.now();
    for (const piece of [
      "-----BEGIN CERTIFICATE-----\n",
      "-----BEGIN A-----",
      "-----BEGIN ",
      "-",
      "-----BEGIN CERTIFICATE-----a",
    ]) {
      pemBlocks(piece.repeat(Math.ceil((1024 * 1024) / piece.length)));
    }
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe("a date", () => {
  const date = new Date("2026-11-29T21:05:03.999Z");

  test("is written in UTC", () => {
    expect(day(date)).toBe("2026-11-29");
    expect(minute(date)).toBe("2026-11-29 21:05 UTC");
    expect(stamp(date)).toBe("2026-11-29T210503");
  });

  test("that a stranger wrote and nobody can read is said to be so", () => {
    expect(day(new Date("Foo 99 25:61 GMT"))).toBe("an unreadable date");
    expect(minute(new Date(Number.NaN))).toBe("an unreadable date");
  });
});
