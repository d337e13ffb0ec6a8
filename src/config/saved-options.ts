import type { CertbotOptions } from "../model/certbot-options.ts";
import { readCertbotOptions } from "./certbot-options.ts";
import type { FlagKey } from "./flags.ts";
import type { Given } from "./options.ts";

type Saved = Readonly<Record<string, string | readonly string[]>>;

/** certbot's key in `[renewalparams]`, our option, and the flag that reads it. */
const texts = [
  ["rsa_key_size", "rsaKeySize"],
  ["elliptic_curve", "ellipticCurve"],
  ["key_type", "keyType"],
  ["http01_port", "http01Port"],
  ["http01_address", "http01Address"],
  ["user_agent", "userAgent"],
  ["pre_hook", "preHook"],
  ["post_hook", "postHook"],
  // the name on disk is still the old one
  ["renew_hook", "deployHook"],
] as const satisfies readonly (readonly [string, keyof CertbotOptions & FlagKey])[];

/** True and False, and the flag that stands for each. */
const truths = [
  ["reuse_key", "reuseKey", "reuseKey", "noReuseKey"],
  ["autorenew", "autorenew", undefined, "noAutorenew"],
  ["allow_subset_of_names", "allowSubset", "allowSubset", undefined],
] as const satisfies readonly (readonly [string, keyof CertbotOptions, FlagKey | undefined, FlagKey | undefined])[];

/** What a lineage was made with. Throws Problem `bad-settings` for a value that certbot could not read either. */
export function optionsOfParams(params: Saved, webrootMap: Readonly<Record<string, string>>): CertbotOptions {
  const given: Given[] = texts.flatMap(([name, key]) => {
    const value = params[name];
    return value === undefined ? [] : [{ key, value: typeof value === "string" ? value : value.join(", ") }];
  });
  for (const [name, , whenTrue, whenFalse] of truths) {
    const key = /^true$/i.test(String(params[name] ?? "")) ? whenTrue : whenFalse;
    if (params[name] !== undefined && key !== undefined) given.push({ key, value: "" });
  }
  if (params["authenticator"] === "standalone") given.push({ key: "standalone", value: "" });
  const webroot = [params["webroot_path"] ?? []].flat().at(-1);
  return {
    ...readCertbotOptions(given),
    ...(webroot === undefined ? {} : { webroot }),
    ...(Object.keys(webrootMap).length > 0 ? { webrootMap } : {}),
  };
}

/** What certbot saves of options that were given: its own names and values. */
export function paramsOfOptions(options: CertbotOptions): Saved {
  const scalars = texts.flatMap(([name, key]) => (options[key] === undefined ? [] : [[name, String(options[key])]]));
  const bools = truths.flatMap(([name, key]) => {
    return options[key] === undefined ? [] : [[name, options[key] ? "True" : "False"]];
  });
  const kind = options.authenticator === undefined ? [] : [["authenticator", options.authenticator]];
  const params: Record<string, string> = Object.fromEntries([...scalars, ...bools, ...kind]);
  // always that of the key which was made
  delete params["key_type"];
  return params;
}
