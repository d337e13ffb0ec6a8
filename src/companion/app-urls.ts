import { appUrlNames, type CompanionAnswer, isPlainUrl, maxUrlLength } from "../model/companion.ts";
import type { StackFacts, Variables } from "./parts.ts";
import type { Addresses } from "./upstream-addresses.ts";

/** No value stays but those of app URLs with http:// or ws://. */
export function withoutSecrets(environment: Readonly<Record<string, string>>): Variables {
  const isShown = (name: string, value: string) => isAppUrl(name) && isPlainUrl(value) && shown.test(value);
  return new Map(Object.entries(environment).map(([name, value]) => [name, isShown(name, value) ? value : ""]));
}

/** What the apps of the stack run with, wherever it was set; not those that lead from container to container. */
export function appUrlsOf({
  otherEnvironments,
  addresses,
  service,
}: Pick<StackFacts, "otherEnvironments" | "service"> & { addresses: Addresses }): CompanionAnswer["appUrls"] {
  const isInside = (value: string) => {
    const host = /:\/\/([^/:]*)/.exec(value)?.[1] ?? "";
    return addresses.has(host) || host === service || host.endsWith(".docker.internal");
  };
  const found = otherEnvironments.flatMap((one) => appUrlNames.map((name) => [name, one.get(name) ?? ""] as const));
  const plain = found.filter(([, value]) => value !== "" && !isInside(value));
  return plain.length > 0 ? Object.fromEntries(plain) : undefined;
}

const isAppUrl = (name: string) => (appUrlNames as readonly string[]).includes(name);
const shown = new RegExp(`^[\\w.:/{}[\\];,?=&-]{1,${maxUrlLength}}$`);
