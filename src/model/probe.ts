/** One HTTP GET, to see who responds. */
export interface ProbeTarget {
  /** address or host name to connect to */
  address: string;
  port: number;
  /** name or address for the Host header */
  domain: string;
  path: string;
  /** over TLS, whatever the certificate; a CA that is redirected does the same */
  tls?: boolean;
  /** as a proxy in front asks whose visitor came over HTTPS (X-Forwarded-Proto) */
  forwarded?: boolean;
}

/** The response; `body` is cut to 1 KiB, one character a byte. */
export type ProbeAnswer =
  | { kind: "answer"; status: number; body: string; server: string | undefined; headers: ProbeHeaders }
  | { kind: "nothing"; why: string };

/** Names in lower case; of several values the first. */
export type ProbeHeaders = Readonly<Record<string, string>>;

/** A file for a CA to find. */
export interface ProbeFile {
  /** path below the name */
  path: string;
  /** the expected response */
  body: string;
}

/** Where the request for the test file ended; `hops`: the redirects on the way. */
export type Reached =
  | { is: "ours"; hops: readonly string[] }
  | { is: "nothing"; why: string; hops: readonly string[] }
  | { is: "stranger"; status: number; body: string; headers: ProbeHeaders; hops: readonly string[] }
  /** `elsewhere`: to a host that is not asked; `not followed`: by no CA */
  | { is: "lost"; because: "elsewhere" | "not followed"; why: string; hops: readonly string[] };
