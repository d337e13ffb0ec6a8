import { minute } from "../../base/dates.ts";
import { phrase } from "../../model/phrase.ts";
import type { LineageReport } from "../../model/report.ts";
import { byHand } from "../../model/typed-lines.ts";
import type { Check } from "../check.ts";
import { blocks, type CheckResult, fine, warning } from "../finding.ts";

/** Earlier tries: is there a pause, until when, and what do the CA's rate limits still allow? */
export const ledger: Check = {
  name: "attempts",
  forOrders: true,
  async look({ report }) {
    return [judge(await report())];
  },
};

function judge({ next, failures, lastProblem, orders, validations }: LineageReport): CheckResult {
  const used = phrase`${orders.used} of ${orders.most} certificates this week, ${validations.used} of ${validations.most} failed validations this hour`;
  const last = lastProblem === undefined ? "" : phrase`; the last failure was: ${lastProblem}`;
  const until = minute(next.at);
  if (next.held === "limit") {
    const means = phrase`the CA does not issue before ${until}${last}`;
    return blocks({
      saw: phrase`used so far: ${used}`,
      means,
      fix: phrase`wait: it continues automatically at ${until}; to test meanwhile: ${byHand} --dry-run`,
    });
  }
  if (next.held === "revoked") {
    const means = phrase`no replacement is obtained until you ask for it, and browsers may reject it`;
    return blocks({ saw: phrase`the certificate was revoked by hand`, means, fix: phrase`${byHand} --force-renewal` });
  }
  if (next.held === "pause") {
    const saw = phrase`paused until ${until} after ${failures} failures in a row`;
    return warning({
      saw,
      means: phrase`it continues automatically then${last}`,
      fix: phrase`remove the cause, then retry immediately: ${byHand}`,
    });
  }
  return fine(phrase`not paused; used so far: ${used}`);
}
