import { type CertbotOptions, dnsPlugins } from "../model/certbot-options.ts";
import { readCertbotOptions } from "./certbot-options.ts";
import type { FlagKey } from "./flags.ts";
import type { Given } from "./options.ts";
import { nameInMap } from "./webroot-map.ts";

type Saved = Readonly<Record<string, string | readonly string[]>>;

/** certbot's key in `[renewalparams]`, our option, and the flag that reads it. */
const texts = [
  ["rsa_key_size", "rsaKeySize"],
  ["elliptic_curve", "ellipticCurve"],
  ["key_type", "keyType"],
  ["http01_port", "http01Port"],
  ["http01_address", "http01Address"],
  ["preferred_chain", "preferredChain"],
  ["preferred_profile", "preferredProfile"],
  ["required_profile", "requiredProfile"],
  ["user_agent", "userAgent"],
  ["pre_hook", "preHook"],
  ["post_hook", "postHook"],
  // the name on disk is still the old one
  ["renew_hook", "deployHook"],
] as const satisfies readonly (readonly [string, keyof CertbotOptions & FlagKey])[];

/** True and False, and the flag for each. */
const truths = [
  ["reuse_key", "reuseKey", "reuseKey", "noReuseKey"],
  ["autorenew", "autorenew", undefined, "noAutorenew"],
  ["allow_subset_of_names", "allowSubset", "allowSubset", undefined],
] as const satisfies readonly (readonly [string, keyof CertbotOptions, FlagKey | undefined, FlagKey | undefined])[];

/** The options that a lineage was made with. Throws Problem `bad-settings` for a value that certbot could not read either. */
export function optionsOfParams(params: Saved, webrootMap: Readonly<Record<string, string>>): CertbotOptions {
  const given: Given[] = texts.flatMap(([name, key]) => {
    const value = params[name];
    return value === undefined ? [] : [{ key, value: typeof value === "string" ? value : value.join(", ") }];
  });
  for (const [name, , whenTrue, whenFalse] of truths) {
    // certbot itself accepts True and False alone, and fails at the operator's yes
    const key = /^(?:true|yes|on|1)$/i.test(String(params[name] ?? "")) ? whenTrue : whenFalse;
    if (params[name] !== undefined && key !== undefined) given.push({ key, value: "" });
  }
  const authenticator = String(params["authenticator"] ?? "webroot");
  if (authenticator === "standalone") given.push({ key: "standalone", value: "" });
  given.push(...dnsWayOf(params, authenticator));
  const manual = authenticator === "manual" ? manualWayOf(params) : [];
  given.push(...manual);
  const webroot = [params["webroot_path"] ?? []].flat().at(-1);
  return {
    ...readCertbotOptions(given),
    ...(manual.length > 0 || ["webroot", "standalone", ...dnsPlugins].includes(authenticator)
      ? {}
      : { otherAuthenticator: authenticator }),
    ...(webroot === undefined ? {} : { webroot }),
    ...(Object.keys(webrootMap).length > 0 ? { webrootMap: inOurSpelling(webrootMap) } : {}),
  };
}

/** `dns_cloudflare_credentials` and the like. */
function dnsWayOf(params: Saved, authenticator: string): readonly Given[] {
  const plugin = dnsPlugins.find((name) => name === authenticator);
  if (plugin === undefined) return [];
  const prefix = plugin.replaceAll("-", "_");
  const credentials = params[`${prefix}_credentials`];
  const seconds = params[`${prefix}_propagation_seconds`];
  return [
    { key: plugin, value: "" },
    ...(credentials === undefined ? [] : [{ key: "dnsCredentials" as const, value: String(credentials) }]),
    ...(seconds === undefined ? [] : [{ key: "dnsPropagation" as const, value: String(seconds) }]),
  ];
}

/** certbot's manual hooks, for the challenge that they were made for. */
function manualWayOf(params: Saved): readonly Given[] {
  const { manual_auth_hook: hook = "None", manual_cleanup_hook: cleanUp = "None", pref_challs: asked } = params;
  if (hook === "None") return [];
  const challenges = [asked ?? "http-01"]
    .flat()
    .join(",")
    .replace(/[,\s]+$/, "");
  return [
    { key: "manual", value: "" },
    { key: "manualAuthHook", value: String(hook) },
    ...(cleanUp === "None" ? [] : [{ key: "manualCleanupHook" as const, value: String(cleanUp) }]),
    { key: "preferredChallenges", value: challenges },
  ];
}

function inOurSpelling(webrootMap: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(webrootMap).map(([name, folder]) => [nameInMap(name), folder]));
}

/** certbot's own keys for validation. */
function validationParams(options: CertbotOptions): readonly (readonly [string, string | readonly string[]])[] {
  const { authenticator, prefersDns, manualAuthHook, manualCleanupHook, dnsCredentials } = options;
  const given: readonly (readonly [string, string | readonly string[] | undefined])[] = [
    ["authenticator", authenticator],
    ["pref_challs", authenticator === "manual" && prefersDns ? ["dns-01"] : undefined],
    ["manual_auth_hook", manualAuthHook],
    ["manual_cleanup_hook", manualCleanupHook],
    [
      `${authenticator?.replaceAll("-", "_")}_credentials`,
      authenticator?.startsWith("dns-") ? dnsCredentials : undefined,
    ],
  ];
  return given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

/** Options as certbot saves them: its own names and values. */
export function paramsOfOptions(options: CertbotOptions): Saved {
  const scalars = texts.flatMap(([name, key]) => (options[key] === undefined ? [] : [[name, String(options[key])]]));
  const bools = truths.flatMap(([name, key]) => {
    return options[key] === undefined ? [] : [[name, options[key] ? "True" : "False"]];
  });
  const params: Record<string, string | readonly string[]> = Object.fromEntries([
    ...scalars,
    ...bools,
    ...validationParams(options),
  ]);
  // certbot writes the kind of the key that was made
  delete params["key_type"];
  return params;
}

/** May hooks run that stand in a saved conf or in renewal-hooks/, where others could have written them? */
export function mayRunSavedHooks({ RUN_SAVED_HOOKS }: { RUN_SAVED_HOOKS?: string | undefined }): boolean {
  return RUN_SAVED_HOOKS === "true";
}
