import { phrase } from "./phrase.ts";

/** Ways to prove control of a name that are known here (RFC 8555 section 8). */
export type ChallengeType = "http-01" | "dns-01" | "dns-persist-01";

/** The label before a name where the record of its challenge is (RFC 8555 section 8.4, draft-ietf-acme-dns-persist). */
export const recordLabels = { "dns-01": "_acme-challenge", "dns-persist-01": "_validation-persist" } as const;

/** One challenge of one authorization. */
export interface Challenge {
  type: ChallengeType;
  /** of the identifier: a DNS name without `*.`, or an address */
  domain: string;
  /** RFC 8555 section 7.1.4 */
  wildcard: boolean;
  token: string;
  /** RFC 8555 section 8.1 */
  keyAuthorization: string;
  /** of dns-persist-01, which has neither token nor key authorization: who may be named in the record, and our account */
  persist?: { issuers: readonly string[]; accountUri: string };
}

/** Presents one type of challenge to the CA. Its verbs throw Problem. */
export interface ChallengeSolver {
  type: ChallengeType;
  /** Removes what killed runs left, whatever order it was for. Throws the disk's Problem alone. */
  sweep?(): Promise<void>;
  present(challenge: Challenge): Promise<void>;
  /** Resolves when the CA can see these, all of which were presented. */
  settle(challenges: readonly Challenge[], signal: AbortSignal): Promise<void>;
  /** May follow a `present` that failed, and one of a run that was killed. */
  cleanUp(challenge: Challenge): Promise<void>;
}

/** Where nginx does not serve the folder of challenges. */
export const challengeFix = phrase`set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx; where nginx's file is your own: docker/attach FOLDER`;
