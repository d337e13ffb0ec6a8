import type { ChallengeSolver } from "../model/challenge.ts";
import type { AccountStore, CertificateAuthority, Print } from "../model/contracts.ts";
import type { Lineage } from "../model/lineage.ts";
import type { ExternalAccount, ProfileRequest } from "../model/settings.ts";
import { certificateId } from "./certificate-id.ts";
import { makeCertificateKey } from "./certificate-key.ts";
import { issueCertificate } from "./issue.ts";
import { readRenewalInfo } from "./renewal-info.ts";
import { pause, type Wait } from "./retry.ts";
import { acmeTransport, type DirectoryMemory, type Transport } from "./transport.ts";
import { openWire, type Wire, type WireOptions } from "./wire.ts";

export interface AuthorityOptions extends WireOptions {
  /** ACME directory URL */
  directory: string;
  /** what earlier talks of the same run have read of it */
  directories?: DirectoryMemory;
  email: string | undefined;
  externalAccount?: ExternalAccount | undefined;
  profile?: ProfileRequest | undefined;
  /** common name of who signed the topmost certificate of the chain */
  preferredChain?: string | undefined;
  accounts: AccountStore;
  /** by type, the preferred first */
  solvers: readonly ChallengeSolver[];
  say: Print;
  /** the longest that validation, and then issuance, may take, ms */
  orderMs?: number;
  /** gives the certificate's private key (PKCS#8, PEM); a new EC P-256 one unless told */
  certificateKey?: (lineage: Lineage) => Promise<string>;
  /** is this key (PEM) still of the kind that is wanted? Asked about an order that an earlier run left open */
  keyFits?: (lineage: Lineage, privateKeyPem: string) => Promise<boolean>;
  wait?: Wait;
}

/**
 * A certificate authority that speaks ACME (RFC 8555), asked over http-01.
 * Its verbs throw Problem (`acme-…`, `authority-…`, `profile-…`, and the responder's own); when the signal is aborted,
 * its reason.
 */
export function acmeAuthority(given: AuthorityOptions): CertificateAuthority {
  const options = { ...defaults, directories: {}, ...given };
  const { directory: directoryUrl, now } = options;
  const unsigned = <T>(signal: AbortSignal, ask: (transport: Transport) => Promise<T>) =>
    withWire(options, (wire) => ask(acmeTransport({ ...options, directoryUrl, wire, signal })));
  return {
    issue: (lineage, how) => withWire(options, (wire) => issueCertificate(lineage, how, { ...options, wire })),
    renewalWindow: ({ fullchainPem }, signal) =>
      unsigned(signal, (transport) => readRenewalInfo(certificateId(fullchainPem), transport, now)),
    certificateId,
    caaIdentities: (signal) => unsigned(signal, caaIdentities),
  };
}

const defaults = {
  externalAccount: undefined,
  profile: undefined,
  preferredChain: undefined,
  orderMs: 300_000,
  certificateKey: () => makeCertificateKey({ type: "ecdsa", curve: "secp256r1" }),
  keyFits: async () => true,
  wait: pause,
  now: () => new Date(),
};

type Options = WireOptions & Pick<AuthorityOptions, "directories">;

async function withWire<T>(options: Options, talk: (wire: Wire) => Promise<T>): Promise<T> {
  const wire = await openWire(options);
  try {
    return await talk(wire);
  } catch (error) {
    // its addresses may have changed
    if (options.directories) options.directories.known = undefined;
    throw error;
  } finally {
    wire.close();
  }
}

async function caaIdentities({ getDirectory }: Transport): Promise<readonly string[]> {
  return (await getDirectory()).meta.caaIdentities.map((identity) => identity.toLowerCase());
}
