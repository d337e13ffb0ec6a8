/** A TXT record of one challenge. */
export interface TxtRecord {
  /** the name's zone; lower case, no trailing dot, as all names here */
  zone: string;
  /** its place, at the end of any CNAME */
  fqdn: string;
  value: string;
  /** of the certificate, without `*.` */
  domain: string;
}

/** `at`: when it was written down, ms since 1970; older versions did not. */
export type PresentedRecord = TxtRecord & { at?: number | undefined };

/**
 * A service that can change the zone. Several values may share a name (RFC 8555 section 8.4: a name and its wildcard),
 * so values are added and removed one by one. Both verbs throw Problem; both may be repeated.
 */
export interface DnsProvider {
  present(record: TxtRecord, signal: AbortSignal): Promise<void>;
  /** `absent` is no failure. */
  cleanUp(record: TxtRecord, signal: AbortSignal): Promise<void>;
  /** How many zones the key reaches, where the API tells; undefined: it does not let this key ask. Throws Problem. */
  zonesInReach?(signal: AbortSignal): Promise<number | undefined>;
}

/** Records in DNS, written to disk before they are created, so that the next run removes a killed run's records. */
export interface PresentedRecords {
  read(): Promise<readonly PresentedRecord[]>;
  add(record: TxtRecord): Promise<void>;
  remove(record: TxtRecord): Promise<void>;
}

export interface NameServer {
  /** in words */
  name: string;
  address: string;
  port: number;
}
