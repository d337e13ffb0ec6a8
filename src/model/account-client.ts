import type { Print } from "./contracts.ts";

/** What an authority is asked under the account that is there, and without one. Throws Problem. */
export interface AccountClient {
  /** RFC 8555 section 7.6 */
  revoke(revocation: Revocation, signal: AbortSignal): Promise<void>;
  show(signal: AbortSignal): Promise<{ url: string; contacts: readonly string[]; thumbprint: string }>;
  /** RFC 8555 section 7.3; one that is there already is a Problem. */
  register(contact: string | undefined, say: Print, signal: AbortSignal): Promise<void>;
  /** RFC 8555 section 7.3.2; undefined: none. */
  changeContact(contact: string | undefined, signal: AbortSignal): Promise<void>;
  /** RFC 8555 section 7.3.6, for good; gives the folder that keeps its files. */
  close(signal: AbortSignal): Promise<string>;
}

export interface Revocation {
  /** leaf first */
  certificatePem: string;
  /** RFC 5280 section 5.3.1 */
  reason: number;
  /** of the certificate: signs instead of the account */
  privateKeyPem?: string | undefined;
}
