import { setTimeout as sleep } from "node:timers/promises";
import type { AccountStore, CertificateAuthority, ChallengeResponder, Print } from "../model/contracts.ts";
import type { Account, IssuedCertificate, Lineage } from "../model/lineage.ts";
import { type AccountParts, newAccountKey, openAccount, register } from "./account.ts";
import { pause, type Wait } from "./again.ts";
import { checkChain, newRequest } from "./certificate.ts";
import { makeCertificateKey } from "./certificate-key.ts";
import { abandon, proveControl } from "./control.ts";
import { finalizeOrder, type Order, type Patience, placeOrder } from "./order.ts";
import { hasType } from "./refusal.ts";
import { openSession, type Session } from "./session.ts";
import { acmeTransport } from "./transport.ts";
import { openWire, type Wire, type WireOptions } from "./wire.ts";

export interface AuthorityOptions extends WireOptions {
  /** ACME directory URL */
  directory: string;
  email: string | undefined;
  accounts: AccountStore;
  responder: ChallengeResponder;
  say: Print;
  /** the longest that validation, and then issuance, may take, ms */
  orderMs?: number;
  /** gives the certificate's private key (PKCS#8, PEM); a new EC P-256 one unless told */
  certificateKey?: ((lineage: Lineage) => Promise<string>) | undefined;
  wait?: Wait;
}

type Options = AuthorityOptions & { orderMs: number; wait: Wait; now: () => Date };

/**
 * A certificate authority that speaks ACME (RFC 8555), asked over http-01.
 * Its verbs throw Problem (`acme-…`, `authority-…`, and the responder's own); when the signal is aborted, its reason.
 */
export function acmeAuthority(given: AuthorityOptions): CertificateAuthority {
  const options: Options = { orderMs: 300_000, wait: pause, now: () => new Date(), ...given };
  return {
    issue: (lineage, signal) => withWire(options, (wire) => issue(lineage, wire, signal, options)),
    caaIdentities: (signal) => withWire(options, (wire) => caaIdentities(wire, signal, options)),
  };
}

async function withWire<T>(options: Options, talk: (wire: Wire) => Promise<T>): Promise<T> {
  const wire = await openWire(options);
  try {
    return await talk(wire);
  } finally {
    wire.close();
  }
}

async function caaIdentities(wire: Wire, signal: AbortSignal, options: Options): Promise<readonly string[]> {
  const { meta } = await acmeTransport({ ...options, directoryUrl: options.directory, wire, signal }).getDirectory();
  return meta.caaIdentities.map((identity) => identity.toLowerCase());
}

async function issue(lineage: Lineage, wire: Wire, signal: AbortSignal, options: Options): Promise<IssuedCertificate> {
  const { directory, accounts } = options;
  const stored = await accounts.find(directory);
  const accountKey = stored?.privateKeyPem ?? (await newAccountKey());
  const session = await openSession({ ...options, directoryUrl: directory, accountKey, wire, signal });
  const parts = { ...options, session, directoryUrl: directory };
  const known = await openAccount(stored, accountKey, parts);
  const { account, order } = await orderAs(known, lineage, parts);
  const certificate = await complete(order, lineage, { ...parts, signal });
  return { ...certificate, directory, accountId: account.id };
}

/** An authority that has lost the account (a test CA that was restarted) gets the same key once more. */
async function orderAs(
  known: Account,
  { domains }: Lineage,
  parts: AccountParts,
): Promise<{ account: Account; order: Order }> {
  try {
    return { account: known, order: await placeOrder(parts.session, domains) };
  } catch (error) {
    if (!hasType(error, "accountDoesNotExist")) throw error;
    parts.say("the authority does not know our account any more, so it is registered again");
    const account = await register(known.privateKeyPem, parts);
    return { account, order: await placeOrder(parts.session, domains) };
  }
}

async function complete(
  order: Order,
  lineage: Lineage,
  parts: Patience &
    Pick<AuthorityOptions, "certificateKey"> & { session: Session; responder: ChallengeResponder; say: Print },
): Promise<Pick<IssuedCertificate, "privateKeyPem" | "fullchainPem">> {
  try {
    const ready = await proveControl(order, parts, parts);
    const { domains } = lineage;
    const { privateKeyPem, csr } = await newRequest(domains, await (parts.certificateKey ?? usualKey)(lineage));
    const chain = await finalizeOrder(parts.session, ready, csr, parts);
    return { privateKeyPem, fullchainPem: checkChain(chain, privateKeyPem, domains) };
  } catch (error) {
    await atMost(5000, abandon(order, parts.session), parts.signal);
    throw error;
  }
}

const usualKey = () => makeCertificateKey({ type: "ecdsa", curve: "secp256r1" });

/** Taking back must not keep anyone waiting; what is left when time is up ends with the wire. */
async function atMost(ms: number, work: Promise<void>, signal: AbortSignal): Promise<void> {
  await Promise.race([work, sleep(ms, undefined, { ref: false, signal }).catch(() => {})]);
}
