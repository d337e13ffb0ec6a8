import { badWords } from "../../config/bad-settings.ts";
import { readSettings } from "../../config/settings.ts";
import type { CsrOptions, Subject } from "../../model/imported.ts";
import { phrase } from "../../model/phrase.ts";
import type { Context, Word } from "../context.ts";
import { readFlags } from "./flags.ts";
import { passphraseFor } from "./passphrase.ts";

const text = { type: "string" } as const;
const options = {
  d: { type: "string", multiple: true },
  country: text,
  state: text,
  locality: text,
  organisation: text,
  organization: text,
  unit: text,
  "common-name": text,
  "key-type": text,
  "rsa-key-size": text,
  "elliptic-curve": text,
  "new-key": { type: "boolean" },
  "passphrase-file": text,
  "with-passphrase": { type: "boolean" },
} as const;

/** Makes a key and a CSR for the operator's own CA; the issued certificate is for `import`. */
export const csr: Word = async (context) => {
  const { words, environment, assembly, print } = context;
  const flags = readFlags("csr", words, options);
  const settings = readSettings({ environment, words: [], word: "csr", folders: assembly.folders });
  const { name } = settings.lineage;
  const csrOptions: CsrOptions = {
    name,
    domains: namesOf(context, flags.d ?? []),
    subject: subjectOf(flags),
    key: keyOf(flags),
    newKey: flags["new-key"] ?? false,
    passphrase: await passphraseOf(context, flags),
  };
  const made = await (await assembly.certificateImporter(settings)).request(csrOptions);
  print(
    phrase`${made.keyFile}: the private key${made.sameKey ? phrase`, which existed already (--new-key creates another)` : ""}`,
  );
  print(
    phrase`${made.requestFile}: the certificate signing request (CSR) for ${csrOptions.domains.join(", ")}; send this to the CA:\n`,
  );
  print(made.requestPem);
  print(phrase`when the CA has issued it: docker compose exec certbot httpsidecar import --cert FILE --chain FILE`);
  return 0;
};

type Flags = ReturnType<typeof readFlags<typeof options>>;

/** The names of CERTBOT_DOMAIN by default. */
function namesOf({ environment, assembly }: Context, typed: readonly string[]): CsrOptions["domains"] {
  const words = typed.flatMap((names) => ["-d", names]);
  return readSettings({ environment, words, word: "csr", folders: assembly.folders }).lineage.domains;
}

function subjectOf(flags: Flags): Subject {
  const { country, state, locality, organisation, organization, unit, "common-name": commonName } = flags;
  if (country !== undefined && !/^[A-Za-z]{2}$/.test(country)) {
    throw badWords(phrase`--country ${JSON.stringify(country)} is not the two letters of a country`, "--country JP");
  }
  const all = { country: country?.toUpperCase(), state, locality, organisation: organisation ?? organization, unit };
  const given = Object.entries({ ...all, commonName }).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(given);
}

const curves = { secp256r1: "P-256", secp384r1: "P-384", secp521r1: "P-521" } as const;

function keyOf(flags: Flags): CsrOptions["key"] {
  const { "key-type": type = "rsa", "rsa-key-size": size = "2048", "elliptic-curve": curve = "secp256r1" } = flags;
  if (type === "rsa" && ["2048", "3072", "4096"].includes(size)) return { type, bits: Number(size) };
  const known = Object.entries(curves).find(([name]) => name === curve);
  if (type === "ecdsa" && known) return { type, curve: known[1] };
  const fix = phrase`--key-type rsa --rsa-key-size 2048 (3072, 4096), or --key-type ecdsa --elliptic-curve secp256r1`;
  throw badWords(phrase`csr: there is no key of ${type} with ${type === "rsa" ? phrase`${size} bits` : curve}`, fix);
}

async function passphraseOf(context: Context, flags: Flags): Promise<string | undefined> {
  const question = flags["with-passphrase"] ? phrase`passphrase for the key: ` : undefined;
  const passphrase = await passphraseFor(context, flags["passphrase-file"], question);
  if (passphrase !== undefined || question === undefined) return passphrase;
  throw badWords(phrase`--with-passphrase: there is no terminal to ask at`, phrase`--passphrase-file FILE`);
}
