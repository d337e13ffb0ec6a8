import { day } from "../../base/dates.ts";
import { phrase } from "../../model/phrase.ts";
import type { CertificateReport, NextStep } from "../../model/report.ts";
import { columnsOf, padded } from "../columns.ts";

const widest = 36;

interface Mark {
  at: number;
  sign: string;
  label: string;
}

/** The life of a certificate with today and the renewal in it, and what the marks mean below it. */
export function timeline(
  { notBefore, notAfter }: CertificateReport,
  { now, next }: { now: Date; next: NextStep },
  columns: number,
): readonly string[] {
  const length = Math.min(widest, columns - 2 * (day(notAfter).length + 2));
  const share = (date: Date) => (date.getTime() - notBefore.getTime()) / (notAfter.getTime() - notBefore.getTime());
  const at = (date: Date) => Math.round(Math.min(1, Math.max(0, share(date) || 0)) * (length - 1));
  const today: Mark = { at: at(now), sign: "O", label: phrase`today` };
  const isAhead = next.what === "renew" && next.at > now && at(next.at) > today.at;
  const marks = isAhead ? [today, { at: at(next.at), sign: "+", label: phrase`renewal` }] : [today];
  const passed = "=".repeat(today.at);
  const bar = marks.reduce(
    (line, mark) => line.slice(0, mark.at) + mark.sign + line.slice(mark.at + 1),
    passed.padEnd(length, "-"),
  );
  const before = `${day(notBefore)} |`;
  return [`${before}${bar}| ${day(notAfter)}`, legend(marks, before.length)];
}

/** Each label begins below its mark, or behind the label before. */
function legend(marks: readonly Mark[], indent: number): string {
  return marks.reduce((line, { at, label }) => {
    const start = indent + at;
    return columnsOf(line) < start ? `${padded(line, start)}${label}` : `${line}, ${label}`;
  }, "");
}
