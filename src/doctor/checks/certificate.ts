import { minute, ms } from "../../base/dates.ts";
import type { Certificate } from "../../model/lineage.ts";
import { isStaging } from "../../model/lineage-identity.ts";
import { phrase } from "../../model/phrase.ts";
import { byHand, importLine } from "../../model/typed-lines.ts";
import type { Check } from "../check.ts";
import { blocks, type CheckResult, fine, warning } from "../finding.ts";

const nextOne = phrase`ask your CA for the next one, then: ${importLine}`;

/** The stored certificate: is it there, is it still good, would a browser trust it? */
export const certificate: Check = {
  name: "certificate",
  async look({ certificate: read, report, settings, clock, imported }) {
    const stored = await read();
    if (!stored) return [fine(phrase`none yet`)];
    const { next, certificate: reported } = await report();
    const due = imported && reported ? reported.due : next.at;
    return [judge(stored, { directory: settings.directory, now: clock.now(), due, imported })];
  },
};

interface About {
  directory: string;
  now: Date;
  due: Date;
  /** the operator brings it, and nothing renews it */
  imported: boolean;
}

function judge(stored: Certificate, { directory, now, due, imported }: About): CheckResult {
  const end = minute(stored.notAfter);
  const left = stored.notAfter.getTime() - now.getTime();
  if (left <= 0) {
    return blocks({
      saw: phrase`it expired on ${end}`,
      means: phrase`browsers warn every visitor`,
      fix: imported ? nextOne : phrase`see the cause in the lines below, fix it, then: ${byHand}`,
    });
  }
  if (imported && due <= now) {
    return warning({
      saw: phrase`it expires on ${end}`,
      means: phrase`nothing renews it: it is your own`,
      fix: nextOne,
    });
  }
  if (isStaging(stored.directory) && !isStaging(directory)) {
    const means = phrase`browsers do not trust it; it is replaced at the next check`;
    return warning({ saw: phrase`it is from a staging CA`, means, fix: phrase`at once: ${byHand}` });
  }
  if (left < 72 * ms.hour && due <= now) {
    const saw = phrase`it expires in ${Math.floor(left / ms.hour)} hours, on ${end}`;
    return warning({
      saw,
      means: phrase`it should have been renewed by now`,
      fix: phrase`see the cause in the lines below, fix it, then: ${byHand}`,
    });
  }
  return fine(phrase`valid until ${end}`);
}
