import { ms } from "../../base/dates.ts";
import { phrase } from "../../model/phrase.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, ofProblem, warning } from "../finding.ts";
import type { AuthorityState } from "../parts.ts";

const mostSkew = 2 * ms.minute;

/** The CA's directory, by way of proxy, DNS and TLS as for an order; the clock; the account. */
export const authority: Check = {
  name: "authority",
  forOrders: true,
  async look({ authority: ask }) {
    const seen = await ask();
    return [fine(phrase`${seen.host} responds`), ...clock(seen), account(seen)];
  },
};

/** Its Date header has seconds; less than two minutes do no harm. */
function clock({ now, at, host }: AuthorityState): readonly CheckResult[] {
  if (!now) return [];
  const skew = at.getTime() - now.getTime();
  if (Math.abs(skew) < mostSkew) return [fine(phrase`the clock of this host is right`)];
  const by =
    Math.abs(skew) < 120 * ms.minute
      ? phrase`${Math.round(Math.abs(skew) / ms.minute)} minutes`
      : phrase`${Math.round(Math.abs(skew) / ms.hour)} hours`;
  return [
    warning({
      saw: phrase`the clock of this host is ${by} ${skew > 0 ? phrase`ahead of` : phrase`behind`} that of ${host}`,
      means: phrase`renewals happen too early or too late, and a fresh certificate may seem not yet valid`,
      fix: phrase`set the clock of the host: timedatectl set-ntp true`,
    }),
  ];
}

function account({ hasAccount, accountProblem }: AuthorityState): CheckResult {
  if (accountProblem) {
    const means = phrase`an order does not go through with this account as it is`;
    if (accountProblem.code !== "acme-account-does-not-exist") return ofProblem(accountProblem, "blocks", means);
    return ofProblem(accountProblem, "warning", phrase`a new account is created with the next order`);
  }
  return fine(
    hasAccount ? phrase`the CA knows this account` : phrase`no account yet: one is created with the first order`,
  );
}
