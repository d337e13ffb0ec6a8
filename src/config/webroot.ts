import { phrase } from "../model/phrase.ts";
import { badSettings, shown } from "./bad-settings.ts";
import type { Choice } from "./choice.ts";
import { allOf } from "./given.ts";

/** One folder serves all names, unless readWebrootMap finds a folder for each. */
export function readWebroot({ all }: Choice): { webroot?: string } {
  const [webroot] = allOf(all, "webrootPath");
  if (webroot === undefined) return {};
  if (webroot.startsWith("/")) return { webroot };
  throw badSettings(
    phrase`--webroot-path ${shown(webroot)} is not a full path`,
    phrase`write -w /var/www/html in CERTBOT_OPTIONS, or leave it out`,
  );
}
