import { phrase } from "../../model/phrase.ts";
import type { WatchedSite } from "../../model/watch.ts";

/** One line, and what to do below it. */
export function describeSite({ url, verdict, line, fix }: WatchedSite): readonly string[] {
  if (verdict === "fine") return [`${url}: ${line}`];
  return [`${verdict}: ${url}: ${line}`, ...(fix === undefined ? [] : [`  fix: ${fix}`])];
}

/** All of them in one line. */
export function summed(sites: readonly WatchedSite[]): string {
  const of = (verdict: WatchedSite["verdict"]) => sites.filter((site) => site.verdict === verdict).length;
  return phrase`watched servers: ${sites.length}; errors: ${of("error")}, warnings: ${of("warning")}`;
}

/** For scripts: null is what is not known. */
export function siteJson({ url, at, verdict, fault, line, edge, certificate }: WatchedSite) {
  return { url, at, verdict, fault: fault ?? null, line, edge: edge ?? null, certificate: certificate ?? null };
}
