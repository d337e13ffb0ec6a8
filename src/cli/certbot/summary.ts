import { utcDay } from "../../base/dates.ts";

export type Row =
  | { name: string; kind: "skipped"; notAfter: Date }
  | { name: string; kind: "success" | "failure" | "parsefail" };

/** certbot's summary of a renew; `failed` is its last line, only after a failure. */
export function summaryOf(
  rows: readonly Row[],
  { dryRun, config }: { dryRun: boolean; config: string },
): { lines: readonly string[]; failed: string | undefined } {
  const kept = rows.flatMap((row) =>
    row.kind === "skipped" ? [`  ${live(row)} expires on ${utcDay(row.notAfter)} (skipped)`] : [],
  );
  const good = listed(rows, "success", live);
  const bad = listed(rows, "failure", live);
  const unread = listed(rows, "parsefail", ({ name }) => `${config}/renewal/${name}.conf`);
  const lines = [
    ...under("The following certificates are not due for renewal yet:", kept),
    ...verdict(good, bad, dryRun),
    ...under("Additionally, the following renewal configurations were invalid:", unread),
  ];
  const failed = bad.length + unread.length;
  const last = `${bad.length} renew failure(s), ${unread.length} parse failure(s)`;
  return { lines, failed: failed > 0 ? last : undefined };

  function live({ name }: Row): string {
    return `${config}/live/${name}/fullchain.pem`;
  }
}

function listed(rows: readonly Row[], kind: Row["kind"], path: (row: Row) => string): readonly string[] {
  return rows.filter((row) => row.kind === kind).map((row) => `  ${path(row)} (${kind})`);
}

function verdict(good: readonly string[], bad: readonly string[], dryRun: boolean): readonly string[] {
  const word = dryRun ? "simulated renewals" : "renewals";
  if (good.length + bad.length === 0) return [`No ${word} were attempted.`];
  if (bad.length === 0) return [`Congratulations, all ${word} succeeded:`, ...good];
  if (good.length === 0) return [`All ${word} failed. The following certificates could not be renewed:`, ...bad];
  return [`The following ${word} succeeded:`, ...good, `The following ${word} failed:`, ...bad];
}

function under(title: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [title, ...lines] : [];
}
