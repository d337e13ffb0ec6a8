import { expect, test } from "vitest";
import { readSchedule } from "../../src/config/schedule.ts";
import { readSettings } from "../../src/config/settings.ts";
import { refusals } from "./refusal.ts";

const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

test("Sundays at two, in every way that cron has for it", () => {
  const expected = {
    minutes: [0],
    hours: [2],
    days: new Set(upTo(1, 31)),
    months: new Set(upTo(1, 12)),
    weekdays: new Set([0]),
    eitherDay: false,
  };
  for (const text of ["0 2 * * 0", "0 2 * * 7", "0 2 * * sun", "0 2 * * SUN", " 0  2\t* * Sunday "]) {
    expect(readSchedule(text)).toEqual({ ...expected, text: text.trim() });
  }
});

test.for([
  ["*/20 1,3-5 * * *", { minutes: [0, 20, 40], hours: [1, 3, 4, 5] }],
  ["5/25 22-23 * * *", { minutes: [5, 30, 55], hours: [22, 23] }],
  ["10-50/20,59 0 * * *", { minutes: [10, 30, 50, 59] }],
  ["0 2 * jan-mar,dec mon-fri", { months: new Set([1, 2, 3, 12]), weekdays: new Set([1, 2, 3, 4, 5]) }],
  ["0 2 * * fri-sun", { weekdays: new Set([5, 6, 0]) }],
  ["0 2 1,15 * mon", { days: new Set([1, 15]), weekdays: new Set([1]), eitherDay: true }],
  ["@weekly", { minutes: [0], hours: [0], weekdays: new Set([0]) }],
  ["@monthly", { days: new Set([1]), eitherDay: false }],
  ["0 2 29 2 *", { days: new Set([29]), months: new Set([2]) }],
] as const)("%s is read as cron reads it", ([text, expected]) => {
  expect(readSchedule(text)).toMatchObject(expected);
});

test("what is no schedule is refused by name, with one to paste", () => {
  const wrong = [
    "sundays",
    "0 2 * *",
    "0 2 * * * *",
    "60 2 * * *",
    "0 24 * * *",
    "0 2 0 * *",
    "0 2 * 13 *",
    "0 2 * * 8",
  ];
  const odd = [
    "0 2 * * funday",
    "*/0 2 * * *",
    "5-1 2 * * *",
    "0 2 30 2 *",
    "0 2 31 4,6 *",
    "-1 2 * * *",
    "1.5 2 * * *",
  ];
  expect(refusals([...wrong, ...odd], readSchedule)).toMatchInlineSnapshot(`
    "RENEW_SCHEDULE "sundays" has 1 fields, and cron has five
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 * *" has 4 fields, and cron has five
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 * * * *" has 6 fields, and cron has five
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "60 2 * * *" has "60" as minute, which goes from 0 to 59
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 24 * * *" has "24" as hour, which goes from 0 to 23
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 0 * *" has "0" as day of the month, which goes from 1 to 31
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 * 13 *" has "13" as month, which goes from 1 to 12
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 * * 8" has "8" as day of the week, which goes from 0 to 7
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 * * funday" has "funday" as day of the week, which goes from 0 to 7
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "*/0 2 * * *" has "*/0" as minute, which goes from 0 to 59
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "5-1 2 * * *" has "5-1" as minute, which goes from 0 to 59
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 30 2 *" names a day that no month has
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "0 2 31 4,6 *" names a day that no month has
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "-1 2 * * *" has "-1" as minute, which goes from 0 to 59
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …
    RENEW_SCHEDULE "1.5 2 * * *" has "1.5" as minute, which goes from 0 to 59
      fix: put RENEW_SCHEDULE="0 2 * * sun" into httpsidecar.env …"
  `);
});

test("the settings hold it, and a time zone that there is not is refused", () => {
  const read = (more: Record<string, string>) =>
    readSettings({ environment: { CERTBOT_DOMAIN: "dify.acme.org", ...more }, words: [], word: "serve" });
  expect(read({}).schedule).toBeUndefined();
  expect(read({ RENEW_SCHEDULE: "0 2 * * sun", TZ: "Asia/Tokyo" }).schedule?.text).toBe("0 2 * * sun");
  expect(() => read({ TZ: "Asia/Tokio" })).toThrow('TZ "Asia/Tokio" is not a time zone');
});

test.each(["constructor", "__proto__", "toString"])("%s is no schedule and ends no process", (text) => {
  expect(() => readSchedule(text)).toThrow("fields");
});
