import { describe, expect, onTestFinished, test, vi } from "vitest";
import { day, fromNow, minute, stamp, timeLeft, utcDay } from "../../src/base/dates.ts";
import { certificatesIn, firstCertificate, pemBlocks } from "../../src/base/pem.ts";
import { workOf } from "../support/work.ts";

const block = (label: string, body = "TWFueSBoYW5kcw==") => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;

describe("PEM", () => {
  test("is taken apart into its blocks, whatever stands between", () => {
    const text = `leaf:\n${block("CERTIFICATE", "bGVhZg==")}\r\n\n${block("CERTIFICATE", "cm9vdA==")} and ${block("EC PRIVATE KEY")}`;
    expect(pemBlocks(text).map(({ label }) => label)).toEqual(["CERTIFICATE", "CERTIFICATE", "EC PRIVATE KEY"]);
    expect(firstCertificate(text)).toBe(block("CERTIFICATE", "bGVhZg=="));
    expect(certificatesIn(text)).toHaveLength(2);
    expect(firstCertificate("nothing")).toBeUndefined();
  });

  test("with beginnings that have no end is read in no time", async () => {
    for (const piece of [
      "-----BEGIN CERTIFICATE-----\n",
      "-----BEGIN A-----",
      "-----BEGIN ",
      "-",
      "-----BEGIN CERTIFICATE-----a",
    ]) {
      const text = piece.repeat(Math.ceil((1024 * 1024) / piece.length));
      expect(await workOf(() => pemBlocks(text))).toBeLessThan(1000);
    }
  });
});

describe("a date", () => {
  const date = new Date("2026-11-29T21:05:03.999Z");

  test.each([
    ["Asia/Tokyo", "2026-11-30", "2026-11-30 06:05 +09:00"],
    ["America/St_Johns", "2026-11-29", "2026-11-29 17:35 -03:30"],
    ["Asia/Kathmandu", "2026-11-30", "2026-11-30 02:50 +05:45"],
    ["No/Such", "2026-11-29", "2026-11-29 21:05 UTC"],
  ])("is written by the reader's clock where TZ is %s, and in UTC for certbot and files", (zone, itsDay, itsMinute) => {
    vi.stubEnv("TZ", zone);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect([day(date), minute(date)]).toEqual([itsDay, itsMinute]);
    expect([utcDay(date), stamp(date)]).toEqual(["2026-11-29", "2026-11-29T210503"]);
  });

  test("has its distance in the unit that a person would use", () => {
    const away = (minutes: number) => fromNow(new Date(date.getTime() + minutes * 60_000), date);
    expect([0, 119, 121, 47 * 60, 48 * 60, 70.9 * 1440, -40, -3 * 60, -5 * 1440].map(away)).toEqual([
      ...["in 0 min", "in 119 min", "in 2 hours", "in 47 hours", "in 2 days", "in 70 days"],
      ...["40 min ago", "3 hours ago", "5 days ago"],
    ]);
    expect([timeLeft(new Date(date.getTime() + 1), date), timeLeft(date, date)]).toEqual(["0 min left", "EXPIRED"]);
  });

  test("is written in UTC without a zone", () => {
    expect(day(date)).toBe("2026-11-29");
    expect(minute(date)).toBe("2026-11-29 21:05 UTC");
    expect(stamp(date)).toBe("2026-11-29T210503");
  });

  test("that a stranger wrote and nobody can read is said to be so", () => {
    expect(day(new Date("Foo 99 25:61 GMT"))).toBe("an unreadable date");
    expect(minute(new Date(Number.NaN))).toBe("an unreadable date");
    expect(utcDay(new Date(Number.NaN))).toBe("an unreadable date");
  });

  test.each(["Asia/Tokyo", "America/St_Johns"])(
    "at the end of all dates is written, or said to be unreadable, in %s",
    (zone) => {
      vi.stubEnv("TZ", zone);
      onTestFinished(() => void vi.unstubAllEnvs());
      for (const far of [8.64e15, -8.64e15]) expect(minute(new Date(far))).toBe("an unreadable date");
      expect(day(new Date("9999-12-31T12:00:00Z"))).toBe("9999-12-31");
    },
  );
});
