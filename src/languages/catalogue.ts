import type { Language } from "../model/language.ts";
import type { Catalogue } from "../model/phrase.ts";
import { acme } from "./acme.ts";
import { assemble } from "./assemble.ts";
import { attach } from "./attach.ts";
import { base } from "./base.ts";
import { certbot } from "./certbot.ts";
import { challenge } from "./challenge.ts";
import { looks } from "./checks.ts";
import { cli } from "./cli.ts";
import { companion } from "./companion.ts";
import { config } from "./config.ts";
import { deploy } from "./deploy.ts";
import { dns } from "./dns.ts";
import { doctor } from "./doctor.ts";
import { own } from "./imported.ts";
import { metrics } from "./metrics.ts";
import { notices } from "./notices.ts";
import { sights } from "./observations.ts";
import { renewal } from "./renewal.ts";
import { stackFiles } from "./stack-files.ts";
import { store } from "./store.ts";
import { ways } from "./strategies.ts";
import { swarm } from "./swarm.ts";
import type { Texts } from "./texts.ts";
import { watch } from "./watch.ts";

/** One a room of the source, in which the text first stands. */
export const texts: readonly Texts[] = [
  acme,
  assemble,
  attach,
  base,
  certbot,
  challenge,
  cli,
  companion,
  config,
  deploy,
  dns,
  doctor,
  looks,
  metrics,
  notices,
  own,
  renewal,
  sights,
  stackFiles,
  store,
  watch,
  ways,
  swarm,
];

export function catalogueOf(language: Exclude<Language, "en">): Catalogue {
  const at = language === "zh" ? 0 : 1;
  return new Map(texts.flatMap((room) => Object.entries(room).map(([english, said]) => [english, said[at]] as const)));
}
