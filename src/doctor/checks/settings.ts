import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Settings } from "../../model/settings.ts";
import { fine, ofProblem, type Sight, warning } from "../finding.ts";

const start = "docker compose up -d certbot certbot-companion";

/** Variables and options: what cannot be used, and what keeps a real certificate from coming. */
export function settings(read: Settings | Problem): readonly Sight[] {
  if (read instanceof Problem) {
    return [ofProblem(read, "blocks", phrase`nothing is done, and the rest cannot be looked at, until this is mended`)];
  }
  const { lineage, directory, warnings, own } = read;
  const from = own ? phrase`with a certificate of your own` : phrase`by ${new URL(directory).host}`;
  const faults = [...unreal(read), ...(warnings.length > 0 ? warnings.map(doubt) : [])];
  return [fine(`${lineage.domains.join(", ")}, ${from}`), ...faults];
}

function unreal({ dryRun, staging, auto, certbot }: Settings): readonly Sight[] {
  const by = phrase`it waits for: docker compose exec certbot update-cert`;
  const real = phrase`no certificate comes that browsers trust`;
  return [
    ...(dryRun ? [left("--dry-run", phrase`it only rehearses: no certificate comes`)] : []),
    ...(staging ? [left("--staging", real)] : []),
    ...(certbot.autorenew === false ? [left("--no-autorenew", phrase`nothing is renewed by itself: ${by}`)] : []),
    ...(auto ? [] : [byHand(by)]),
  ];
}

function left(flag: string, means: string): Sight {
  return warning({
    saw: phrase`${flag} stands in CERTBOT_OPTIONS`,
    means,
    fix: phrase`take it out in .env, then: ${start}`,
  });
}

function byHand(by: string): Sight {
  const means = phrase`nothing is obtained and nothing is renewed by itself: ${by}`;
  return warning({ saw: "CERTBOT_AUTO=false", means, fix: phrase`set CERTBOT_AUTO=true in .env, then: ${start}` });
}

/** The warnings of a start say what and what to do in one line; those of the flags above are told there. */
function doubt(saw: string): Sight {
  return warning({
    saw,
    means: phrase`it was left out, or changes nothing here`,
    fix: phrase`mend it in .env or httpsidecar.env, then: ${start}`,
  });
}
