import type { CompanionAnswer } from "../model/companion.ts";
import type { Clock } from "../model/contracts.ts";
import type { KeyReach } from "../model/dns-providers.ts";
import type { Certificate } from "../model/lineage.ts";
import type { ProbeAnswer, ProbeFile, ProbeTarget, Reached } from "../model/probe.ts";
import type { Problem } from "../model/problem.ts";
import type { LineageReport } from "../model/report.ts";
import type { ServiceProof } from "../model/service-proof.ts";
import type { Folders, Settings } from "../model/settings.ts";
import type { WatchedSite } from "../model/watch.ts";

/** What can be checked even with unusable settings. */
export interface Given {
  environment: Readonly<Record<string, string | undefined>>;
  /** as read, or why they are unusable */
  settings: Settings | Problem;
  folders: Folders;
  folder(path: string): Promise<FolderState>;
}

/** What a check may use; nothing here orders anything or changes what nginx does. All throw Problem. */
export interface DoctorParts {
  settings: Settings;
  environment: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** the operator provides the certificate */
  imported: boolean;
  /** the CA is on the internet: it reaches public addresses only */
  publicAuthority: boolean;
  /** of the public name; 80 and PUBLIC_HTTPS_PORT except in tests */
  publicPorts: { http: number; https: number };
  /** writes a probe file wherever a certificate would be saved */
  checkWritable(): Promise<void>;
  /** undefined: none is stored */
  certificate(): Promise<Certificate | undefined>;
  report(): Promise<LineageReport>;
  /** what doctor can say of a server that answers, by its strategy */
  serverSeen: string;
  /** nginx as the companion sees it */
  look(): Promise<CompanionAnswer>;
  /** Throws Problem unless nginx itself serves the challenge path of this name. */
  inside(domain: string): Promise<void>;
  /** of a DNS provider's key; undefined: nobody tells. Throws Problem. */
  keyReach(): Promise<KeyReach | undefined>;
  /** the test file, where a CA would look for it; one for all checks */
  probe(): Promise<ProbeFile>;
  /** Removes the test file. */
  close(): Promise<void>;
  get(target: ProbeTarget): Promise<ProbeAnswer>;
  /** the same for the test file, redirects followed as a CA does */
  follow(start: { domain: string; address: string; probe: ProbeFile }): Promise<Reached>;
  resolvers: readonly NameResolver[];
  isPublicAddress(address: string): boolean;
  /** asked once for all checks */
  authority(): Promise<AuthorityState>;
  /** Throws Problem when a CAA record is sure to stop a CA of these identities. */
  checkCaa(domain: string, identities: readonly string[], resolver: NameResolver): Promise<void>;
  proof: ServiceProof;
  /** the servers of WATCH, checked now */
  watched(): Promise<readonly WatchedSite[]>;
}

export interface FolderState {
  state: "missing" | "no folder" | "read-only" | "writable";
  /** uid:gid */
  owner: string | undefined;
  /** it is a part of the container, and lost with it */
  lostWithContainer?: boolean;
  /** undefined: not known */
  freeBytes: number | undefined;
}

/** One DNS server, or the container's list. */
export interface NameResolver {
  name: string;
  ask(domain: string, type: "A" | "AAAA" | "CNAME"): Promise<NameAnswer>;
}

export type NameAnswer =
  | { kind: "records"; values: readonly string[] }
  /** the name does not exist, or has none of these */
  | { kind: "none" }
  /** SERVFAIL, REFUSED, TIMEOUT and the like */
  | { kind: "failure"; why: string };

export interface AuthorityState {
  host: string;
  /** by its Date header */
  now: Date | undefined;
  /** by our clock, when the response arrived */
  at: Date;
  caaIdentities: readonly string[];
  /** of the stored account; undefined: there is none, or the CA knows it */
  accountProblem: Problem | undefined;
  hasAccount: boolean;
}
