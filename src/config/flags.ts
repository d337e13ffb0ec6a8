import { type CertbotFlagKey, certbotFlags } from "./certbot-flags.ts";

const table = [
  { key: "domains", names: ["--domains", "--domain", "-d"], takesValue: true },
  // certbot 5.3 has a flag of its own for addresses; here -d takes them too.
  { key: "domains", names: ["--ip-address"], takesValue: true },
  { key: "certName", names: ["--cert-name"], takesValue: true },
  { key: "email", names: ["--email", "-m"], takesValue: true },
  { key: "server", names: ["--server"], takesValue: true },
  { key: "preferredChain", names: ["--preferred-chain"], takesValue: true },
  { key: "preferredProfile", names: ["--preferred-profile"], takesValue: true },
  { key: "requiredProfile", names: ["--required-profile"], takesValue: true },
  { key: "eabKid", names: ["--eab-kid"], takesValue: true },
  { key: "eabHmacKey", names: ["--eab-hmac-key"], takesValue: true },
  { key: "eabHmacAlg", names: ["--eab-hmac-alg"], takesValue: true },
  { key: "webrootPath", names: ["--webroot-path", "-w"], takesValue: true },
  { key: "dryRun", names: ["--dry-run"], takesValue: false },
  { key: "staging", names: ["--staging", "--test-cert"], takesValue: false },
  { key: "noVerifySsl", names: ["--no-verify-ssl"], takesValue: false },
  { key: "forceRenewal", names: ["--force-renewal", "--renew-by-default"], takesValue: false },
  { key: "verbose", names: ["--verbose", "-v"], takesValue: false },
  { key: "quiet", names: ["--quiet", "-q"], takesValue: false },
  { key: "debug", names: ["--debug"], takesValue: false },
  // Always true here.
  { key: "agreeTos", names: ["--agree-tos"], takesValue: false },
  { key: "noEffEmail", names: ["--no-eff-email"], takesValue: false },
  { key: "nonInteractive", names: ["--non-interactive", "--noninteractive", "-n"], takesValue: false },
  { key: "webroot", names: ["--webroot"], takesValue: false },
] as const;

/** For `certbot revoke` alone. */
export const ofRevoke: readonly FlagKey[] = [
  "reason",
  "certPath",
  "keyPath",
  "deleteAfterRevoke",
  "noDeleteAfterRevoke",
];

/** For `certbot certonly --csr` alone; --cert-path goes with it too. */
export const ofRequest: readonly FlagKey[] = ["csr", "chainPath", "fullchainPath"];

export type FlagKey = (typeof table)[number]["key"] | CertbotFlagKey;

export interface Flag {
  key: FlagKey;
  names: readonly string[];
  takesValue: boolean;
  /** accepted without effect: why */
  note?: string;
  /** refused with any other value */
  only?: string;
}

interface Row {
  names: string;
  takesValue?: true;
  key?: CertbotFlagKey;
  note?: string;
  refused?: readonly [why: string, instead: string];
  harmless?: string;
}

const rows: readonly Row[] = certbotFlags;

/** certbot's flags that have an effect here, each with all its names. */
export const flags: readonly Flag[] = [
  ...table,
  ...rows
    .filter(({ refused, harmless }) => !refused || harmless)
    .map(({ key = "noted", names, takesValue = false, refused, note = refused?.[0], harmless: only }) => {
      const how = { ...(note === undefined ? {} : { note }), ...(only === undefined ? {} : { only }) };
      return { key, names: names.split(" "), takesValue, ...how };
    }),
];

/** Why a flag is refused, and the nearest thing that works, by each of its names. */
export const refusedFlags: ReadonlyMap<string, readonly [why: string, instead: string]> = new Map(
  rows.flatMap(({ names, refused }) => (refused ? names.split(" ").map((name) => [name, refused] as const) : [])),
);

/** Those refused whatever their value: they decide which beginnings are unambiguous. */
export const otherFlags: readonly string[] = [...refusedFlags.keys()].filter(
  (name) => !flags.some(({ names }) => names.includes(name)),
);
