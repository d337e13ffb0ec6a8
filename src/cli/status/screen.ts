import { day, fromNow, minute, timeLeft } from "../../base/dates.ts";
import type { ServingTask } from "../../model/companion.ts";
import type { NoticeSettings } from "../../model/notice.ts";
import { phrase } from "../../model/phrase.ts";
import type { Budget, CertificateReport, LineageReport, NextStep } from "../../model/report.ts";
import type { WatchedSite } from "../../model/watch.ts";
import { isEmergency } from "../../renewal/lifetime.ts";
import { type Paint, painter } from "../colour.ts";
import { padded, wrapped } from "../columns.ts";
import type { Other, Snapshot } from "./snapshot.ts";
import { timeline } from "./timeline.ts";

/** The screen of `status`: what there is, what happens next, what was last, the wire, the budget, who is told; 80 columns wide. */
export function describeStatus(
  { now, health, lineage, others, watched, tasks = [], notices }: Snapshot,
  colour: boolean,
): readonly string[] {
  const paint = painter(colour);
  const { domains, certificate, next, failures, lastProblem } = lineage;
  const said = (text: string, bad: boolean) => paint(bad ? "red" : "plain", text);
  const rest = domains.slice(1);
  const last = health?.line ?? phrase`not checked since the container started`;
  const trouble = describeTrouble(health?.trouble).map((line) => said(line, true));
  return [
    verdictOn({ now, health, lineage }, paint),
    ...trouble,
    ...(rest.length > 0 ? rows(phrase`also for`, rest.join(", ")) : []),
    ...rows(phrase`certificate`, certificate ? describeLife(certificate, now, paint) : said(phrase`none yet`, true)),
    ...(certificate ? timeline(certificate, { now, next }, inner).map((line) => `${margin}${line}`) : []),
    ...rows(phrase`next`, describeNext(next, now)),
    ...(trouble.length > 0 ? [] : rows(phrase`last`, last).map((line) => said(line, health?.healthy === false))),
    ...(failures > 0
      ? rows(phrase`failing`, phrase`${failures} in a row: ${lastProblem ?? phrase`no reason is known`}`)
      : []),
    ...describeWire(lineage, now).map((line) => said(line, lineage.wire?.same === false)),
    ...tasks.map(describeTask).flatMap((text, at) => rows(at === 0 ? phrase`tasks` : "", text)),
    ...rows(phrase`rate limits`, phrase`certificates for these names in 7 days: ${spent(lineage.orders)}`),
    ...rows("", phrase`failed validations in an hour: ${spent(lineage.validations)}`),
    ...rows(phrase`notifications`, describeNotices(notices)),
    ...describeOthers(others, now, paint),
    ...describeWatched(watched, paint),
  ];
}

/** The first thing that a reader wants to know: is it well, and if not, is it for him to act? */
function verdictOn({ now, health, lineage }: Pick<Snapshot, "now" | "health" | "lineage">, paint: Paint): string {
  const { name, certificate, wire, failures } = lineage;
  const left = certificate ? timeLeft(certificate.notAfter, now) : phrase`no certificate yet`;
  const expired = certificate && certificate.notAfter <= now;
  const wrong = health?.healthy === false || expired || certificate?.staging || wire?.same === false;
  if (wrong) return `${paint("red", phrase`error`)}  ${phrase`${name}: you need to act (${left})`}`;
  if (failures > 0)
    return `${paint("yellow", phrase`warning`)}  ${phrase`${name}: failing, retried automatically (${left})`}`;
  if (!health) return paint("bold", phrase`${name}: not checked since the container started (${left})`);
  const well = wire?.off
    ? phrase`${name}: HTTPS is switched off, as you wanted (${left})`
    : phrase`${name}: all is well, nothing to do (${left})`;
  return `${paint("green", phrase`ok`)}  ${well}`;
}

/** What is wrong, and what to do: a line of its own, as in doctor, so that it can be pasted. */
function describeTrouble(trouble: TroubleSeen): readonly string[] {
  if (!trouble) return [];
  return [...rows(phrase`cause`, trouble.line), ...(trouble.fix === undefined ? [] : [fixLine(trouble.fix)])];
}

type TroubleSeen = NonNullable<Snapshot["health"]>["trouble"];

const indent = 17;
const inner = 80 - indent;
const margin = " ".repeat(indent);

const fixLine = (fix: string) => `${margin}fix: ${fix}`;

function rows(title: string, text: string): readonly string[] {
  return wrapped(text, inner).map((line, at) => `  ${padded(at === 0 ? title : "", indent - 2)}${line}`);
}

function describeLife(certificate: CertificateReport, now: Date, paint: Paint): string {
  const { notAfter, staging, issuer, keyType } = certificate;
  const ended = notAfter <= now || isEmergency(certificate, now);
  const untrusted = staging ? phrase`, from a staging CA: no browser trusts it` : "";
  const left = paint(ended ? "red" : "green", timeLeft(notAfter, now));
  const by = issuer ? phrase`, by ${issuer} (${keyType})` : "";
  return `${phrase`${left}, until ${day(notAfter)}`}${by}${untrusted}`;
}

const steps: Readonly<Record<NextStep["what"], string>> = {
  obtain: phrase`obtain a certificate`,
  renew: phrase`renewal`,
  replace: phrase`import the next one`,
  deploy: phrase`hand it to nginx`,
};

const holds = {
  pause: phrase`after a pause`,
  limit: phrase`the CA's rate limit applies until then`,
  revoked: phrase`not before you say so: update-cert --force-renewal`,
} as const;

function describeNext({ what, at, because, held }: NextStep, now: Date): string {
  const when = at <= now ? phrase`at the next check` : phrase`${minute(at)}, ${fromNow(at, now)}`;
  const why = held ? phrase`${because}; ${holds[held]}` : because;
  return phrase`${steps[what]}: ${when} (${why})`;
}

function describeWire({ wire, certificate }: LineageReport, now: Date): readonly string[] {
  if (!certificate) return [];
  if (!wire) return rows(phrase`nginx serves`, phrase`not checked yet`);
  if (wire.off) return rows(phrase`nginx serves`, switchedOff);
  const ago = phrase`checked ${fromNow(wire.at, now)}`;
  const served = wire.same ? phrase`this certificate` : phrase`a DIFFERENT certificate`;
  return [
    ...rows(phrase`nginx serves`, phrase`${served} (${ago})`),
    ...(wire.outside && certificate.notAfter > now ? rows("", wire.outside) : []),
    ...(wire.redirects === undefined ? [] : rows("", wire.redirects ? redirected : notRedirected)),
  ];
}

function describeTask({ name, node, state, certificates, isCurrent }: ServingTask): string {
  if (isCurrent) return phrase`${name}, ${node}: this certificate`;
  if (state !== "running") return phrase`${name}, ${node}: ${state}`;
  return phrase`${name}, ${node}: a DIFFERENT certificate (${certificates.join(", ")})`;
}

function describeNotices({ destinations, isMeant }: NoticeSettings): string {
  if (destinations.length > 0) return destinations.map(({ label }) => label).join(", ");
  return isMeant
    ? phrase`none, as you wanted`
    : phrase`not set: you will not be told when a renewal fails (NOTIFY_URLS)`;
}

const redirected = phrase`HTTP redirects to HTTPS`;
const notRedirected = phrase`HTTP does not redirect to HTTPS`;
const switchedOff = phrase`HTTPS is switched off, as you wanted; back on: docker compose exec certbot httpsidecar enable-https`;

function describeOthers(others: readonly Other[], now: Date, paint: Paint): readonly string[] {
  return others.flatMap((other) => [
    phrase`${paint("bold", other.name)} (renewed by its own conf)`,
    ...rows(phrase`certificate`, "problem" in other ? other.problem : describeLife(other.certificate, now, paint)),
    ...(other.failing ? rows(phrase`failing`, other.failing).map((line) => paint("red", line)) : []),
  ]);
}

/** Each server of WATCH, as the last round found it. */
export function describeWatched(sites: readonly WatchedSite[], paint: Paint): readonly string[] {
  const colours = { fine: "green", warning: "yellow", error: "red" } as const;
  return sites.flatMap(({ url, verdict, line, fix }) => [
    phrase`${paint("bold", url)} (kept by others, watched from outside)`,
    ...rows(phrase`certificate`, line).map((each) => paint(colours[verdict], each)),
    ...(fix === undefined ? [] : [fixLine(fix)]),
  ]);
}

function spent({ used, most, roomAt }: Budget): string {
  return phrase`${used} of ${most} used${roomAt ? phrase` (room again ${minute(roomAt)})` : ""}`;
}
