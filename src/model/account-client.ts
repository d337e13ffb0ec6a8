/** What an authority is asked under the account that is there, and without one. Throws Problem. */
export interface AccountClient {
  /** RFC 8555 section 7.6 */
  revoke(revocation: Revocation, signal: AbortSignal): Promise<void>;
  show(signal: AbortSignal): Promise<{ url: string; contacts: readonly string[]; thumbprint: string }>;
}

export interface Revocation {
  /** leaf first */
  certificatePem: string;
  /** RFC 5280 section 5.3.1 */
  reason: number;
  /** of the certificate: signs in place of the account */
  privateKeyPem?: string | undefined;
}
