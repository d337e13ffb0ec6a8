/** One HTTP GET, for looking at who answers. */
export interface ProbeTarget {
  /** address or host name to connect to */
  address: string;
  port: number;
  /** name or address for the Host header */
  domain: string;
  path: string;
  /** over TLS, whatever the certificate; an authority that is redirected does the same */
  tls?: boolean;
}

/** What came back; `body` is cut to 1 KiB, one character a byte. */
export type ProbeAnswer =
  | { kind: "answer"; status: number; body: string; server: string | undefined; headers: ProbeHeaders }
  | { kind: "nothing"; why: string };

/** Names in lower case; of several values the first. */
export type ProbeHeaders = Readonly<Record<string, string>>;

/** A file for a CA to find. */
export interface ProbeFile {
  /** path below the name */
  path: string;
  /** what must come back */
  body: string;
}

/** Where the question for the test file ended; `hops`: the redirects on the way. */
export type Reached =
  | { is: "ours"; hops: readonly string[] }
  | { is: "nothing"; why: string; hops: readonly string[] }
  | { is: "stranger"; status: number; body: string; headers: ProbeHeaders; hops: readonly string[] }
  /** `elsewhere`: to a host that is not asked; `not followed`: by no CA */
  | { is: "lost"; because: "elsewhere" | "not followed"; why: string; hops: readonly string[] };
