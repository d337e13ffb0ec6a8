import type { Certificate } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import type { Check } from "../check.ts";
import { blocks, fine, type Sight, warning } from "../finding.ts";

const hour = 60 * 60 * 1000;
const byHand = "docker compose exec certbot update-cert";

/** The stored certificate: is it there, is it still good, would a browser trust it? */
export const certificate: Check = {
  name: "certificate",
  async look({ certificate: read, report, settings, clock }) {
    const stored = await read();
    if (!stored) return [fine(phrase`none yet`)];
    const due = (await report()).next.at;
    return [judge(stored, { directory: settings.directory, now: clock.now(), due })];
  },
};

function judge(stored: Certificate, { directory, now, due }: { directory: string; now: Date; due: Date }): Sight {
  const end = stored.notAfter.toISOString();
  const left = stored.notAfter.getTime() - now.getTime();
  if (left <= 0) {
    return blocks({
      saw: phrase`it ended on ${end}`,
      means: phrase`browsers warn every visitor`,
      fix: phrase`see why in the lines below, mend it, then: ${byHand}`,
    });
  }
  if (isStaging(stored.directory) && !isStaging(directory)) {
    const means = phrase`browsers do not trust it; it is replaced at the next look`;
    return warning({ saw: phrase`it is from a staging authority`, means, fix: phrase`at once: ${byHand}` });
  }
  if (left < 72 * hour && due <= now) {
    const saw = phrase`it ends in ${Math.floor(left / hour)} hours, on ${end}`;
    return warning({
      saw,
      means: phrase`it should have been renewed by now`,
      fix: phrase`see why in the lines below, mend it, then: ${byHand}`,
    });
  }
  return fine(phrase`good until ${end}`);
}

function isStaging(directory: string | undefined): boolean {
  return directory?.includes("staging") ?? false;
}
