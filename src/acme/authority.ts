import type { ChallengeSolver } from "../model/challenge.ts";
import type { AccountStore, CertificateAuthority, Print } from "../model/contracts.ts";
import type { Lineage } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import type { ExternalAccount, ProfileRequest } from "../model/settings.ts";
import { certificateId } from "./certificate-id.ts";
import { makeCertificateKey } from "./certificate-key.ts";
import { pause, type Wait } from "./retry.ts";
import type { DirectoryMemory, Transport } from "./transport.ts";
import type { Wire, WireOptions } from "./wire.ts";

export interface AuthorityOptions extends WireOptions {
  /** ACME directory URL */
  directory: string;
  /** what earlier requests of this process read of it */
  directories?: DirectoryMemory;
  /** shared with other authorities of this process that are reached alike */
  wires?: Wires;
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
  /** gives the certificate's private key (PKCS#8, PEM); a new EC P-256 one by default */
  certificateKey?: (lineage: Lineage) => Promise<string>;
  /** true if this key (PEM) still fits the options; asked about an order that an earlier run left open */
  keyFits?: (lineage: Lineage, privateKeyPem: string) => Promise<boolean>;
  wait?: Wait;
  /** how long connections are kept for the next session, ms; for wires of its own */
  keepMs?: number;
}

/**
 * A CA that speaks ACME (RFC 8555). Its verbs throw Problem (`acme-…`, `authority-…`, `profile-…`, and the solver's
 * own), or the signal's reason once it is aborted.
 */
export function acmeAuthority(given: AuthorityOptions): CertificateAuthority {
  const options = { ...defaults, directories: {}, wires: wiresFor(given), ...given };
  let accountKey: Promise<string | undefined> | undefined;
  return {
    certificateId,
    expectIssue() {
      accountKey ??= keyAhead(options).catch(() => undefined);
    },
    async issue(lineage, how) {
      const { issueCertificate } = await import("./issue.ts");
      const talk = (wire: Wire) => issueCertificate(lineage, how, { ...options, wire, accountKey });
      // an order that is open is counted already
      return await (how.open ? withWire(options, talk) : unlessOver(options, () => withWire(options, talk)));
    },
    async renewalWindow({ fullchainPem }, signal, mayAskResponder) {
      const { readRenewalInfo } = await import("./renewal-info.ts");
      const { unlessQuiet, windows } = await import("./quiet.ts");
      const { directories, now } = options;
      const id = certificateId(fullchainPem);
      const ask = () => unsigned(options, signal, (transport) => readRenewalInfo(id, transport, now));
      const answer = await unlessQuiet(directories, windows, now, ask);
      const isOver = answer.window !== undefined && answer.window.end <= now();
      if (isOver || !mayAskResponder) return answer;
      const { windowIfRevoked } = await import("./revocation.ts");
      const window = await windowIfRevoked(fullchainPem, options.environment, signal);
      if (window === undefined) return answer;
      options.say(phrase`the CA says that the certificate is revoked (OCSP)`);
      return { ...answer, window };
    },
    caaIdentities: (signal) => unsigned(options, signal, caaIdentities),
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

/** undefined: there is an account. RSA takes a tenth of a second to half a one, on another core than the preflight. */
async function keyAhead({ accounts, directory }: AuthorityOptions): Promise<string | undefined> {
  if (await accounts.find(directory)) return undefined;
  const { newAccountKey } = await import("./account.ts");
  return await newAccountKey();
}

/** Where the account has used up its limit of orders, the CA is not asked for each lineage. */
async function unlessOver<T>(
  { accounts, directories, directory, now }: AuthorityOptions & { directories: DirectoryMemory; now: () => Date },
  order: () => Promise<T>,
): Promise<T> {
  const { ordersOf, unlessQuiet } = await import("./quiet.ts");
  return await unlessQuiet(directories, ordersOf((await accounts.find(directory))?.id), now, order);
}

type Options = Pick<AuthorityOptions, "directories"> & { wires: Wires };

/** For requests without an account. */
async function unsigned<T>(
  options: AuthorityOptions & { wires: Wires; wait: Wait; now: () => Date },
  signal: AbortSignal,
  ask: (transport: Transport) => Promise<T>,
): Promise<T> {
  const { acmeTransport } = await import("./transport.ts");
  const { directory: directoryUrl } = options;
  return await withWire(options, (wire) => ask(acmeTransport({ ...options, directoryUrl, wire, signal })));
}

async function withWire<T>({ wires, directories }: Options, talk: (wire: Wire) => Promise<T>): Promise<T> {
  try {
    return await wires.use(talk);
  } catch (error) {
    // its addresses may have changed
    if (directories) directories.known = undefined;
    throw error;
  }
}

export interface Wires {
  /** A session over the wire that all share; after one that fails, the next has another. */
  use<T>(talk: (wire: Wire) => Promise<T>): Promise<T>;
}

interface Shared {
  wire: Promise<Wire>;
  sessions: number;
  timer?: NodeJS.Timeout;
}

/** The wire is kept `keepMs` after its last session, since an order follows its preflight at once, and one lineage the other. */
export function wiresFor({ keepMs = 5000, ...options }: WireOptions & { keepMs?: number | undefined }): Wires {
  let shared: Shared | undefined;
  const open = async () => (await import("./wire.ts")).openWire(options);
  const close = ({ wire }: Shared) =>
    void wire.then(
      (each) => each.close(),
      () => {},
    );
  const leave = (mine: Shared) => {
    mine.sessions -= 1;
    if (mine.sessions > 0) return;
    if (shared !== mine) return close(mine);
    mine.timer = setTimeout(() => {
      shared = undefined;
      close(mine);
    }, keepMs).unref();
  };
  return {
    async use(talk) {
      shared ??= { wire: open(), sessions: 0 };
      const mine = shared;
      clearTimeout(mine.timer);
      mine.sessions += 1;
      try {
        return await talk(await mine.wire);
      } catch (error) {
        if (shared === mine) shared = undefined;
        throw error;
      } finally {
        leave(mine);
      }
    },
  };
}

async function caaIdentities({ getDirectory }: Transport): Promise<readonly string[]> {
  return (await getDirectory()).meta.caaIdentities.map((identity) => identity.toLowerCase());
}
