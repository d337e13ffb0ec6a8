import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { describeSource, type Settings, type StaleFlag } from "../../model/settings.ts";
import { start } from "../../model/typed-lines.ts";
import { type CheckResult, fine, ofProblem, warning } from "../finding.ts";

/** Variables and options: what is unusable, and what prevents a real certificate. */
export function settings(read: Settings | Problem): readonly CheckResult[] {
  if (read instanceof Problem) {
    return [
      ofProblem(read, "blocks", phrase`until this is fixed httpsidecar does nothing, and the other checks cannot run`),
    ];
  }
  const { lineage, warnings, staleFlags } = read;
  const doubts = warnings.filter((each) => !staleFlags.some(({ says }) => says === each));
  const faults = [...unreal(read), ...doubts.map(doubt)];
  return [fine(`${lineage.domains.join(", ")}, ${describeSource(read)}`), ...faults];
}

function unreal({ staleFlags, auto, certbot }: Settings): readonly CheckResult[] {
  const by = phrase`it waits for: docker compose exec certbot update-cert`;
  return [
    ...staleFlags.map(({ flag, where }) => left(flag, where, harm[flag])),
    ...(certbot.autorenew === false
      ? [left("--no-autorenew", "CERTBOT_OPTIONS", phrase`nothing is renewed automatically: ${by}`)]
      : []),
    ...(auto ? [] : [byHand(by)]),
  ];
}

const untrusted = phrase`no certificate is obtained that browsers trust`;
const harm: Readonly<Record<StaleFlag["flag"], string>> = {
  "--dry-run": phrase`it is only a dry run: no certificate is obtained`,
  "--staging": untrusted,
  "--server": untrusted,
};

function left(flag: string, where: string, means: string): CheckResult {
  const fix =
    where === "CERTBOT_OPTIONS"
      ? phrase`remove it in .env, then: ${start}`
      : phrase`remove it, then: docker compose restart certbot`;
  return warning({ saw: phrase`${flag} is set in ${where}`, means, fix });
}

function byHand(by: string): CheckResult {
  const means = phrase`nothing is obtained and nothing is renewed automatically: ${by}`;
  return warning({ saw: "CERTBOT_AUTO=false", means, fix: phrase`set CERTBOT_AUTO=true in .env, then: ${start}` });
}

/** A start's warning has what is wrong and the fix in one line. */
function doubt(saw: string): CheckResult {
  return warning({
    saw,
    means: phrase`it was left out, or changes nothing here`,
    fix: phrase`correct it in .env or httpsidecar.env, then: ${start}`,
  });
}
