import * as z from "zod";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { inEnv } from "../model/typed-lines.ts";
import { overHttp, ownAddress } from "./fixes.ts";
import { addressAt } from "./links.ts";
import type { Answer } from "./message.ts";

const meta = z.object({
  caaIdentities: z.array(z.string()).catch([]),
  externalAccountRequired: z.boolean().catch(false),
  /** names of profiles, each with what the CA says about it */
  profiles: z.record(z.string(), z.unknown()).catch({}),
});

const directory = z.object({
  newNonce: z.string(),
  newAccount: z.string(),
  newOrder: z.string(),
  /** RFC 8555 section 7.6; undefined: the CA cannot be asked to revoke */
  revokeCert: z.string().optional().catch(undefined),
  /** RFC 9773; undefined: the CA has none */
  renewalInfo: z.string().optional().catch(undefined),
  meta: meta.catch({ caaIdentities: [], externalAccountRequired: false, profiles: {} }),
});

/** RFC 8555 section 7.1.1, RFC 9773 section 5, draft-ietf-acme-profiles. */
export type Directory = z.infer<typeof directory>;

/** Throws Problem `not-a-directory` when something else answers at this address, and `directory-over-http`. */
export function parseDirectory({ data }: Answer, url: string): Directory {
  const parsed = directory.safeParse(data);
  if (!parsed.success) throw notADirectory(url, parsed.error);
  const { newNonce, newAccount, newOrder, revokeCert, renewalInfo } = parsed.data;
  const optional = { revokeCert: addressAt(revokeCert, url), renewalInfo: addressAt(renewalInfo, url) };
  return {
    ...parsed.data,
    newNonce: secure(newNonce, url),
    newAccount: secure(newAccount, url),
    newOrder: secure(newOrder, url),
    revokeCert: isSecure(optional.revokeCert) ? optional.revokeCert : undefined,
    renewalInfo: isSecure(optional.renewalInfo) ? optional.renewalInfo : undefined,
  };
}

const isSecure = (address: string | undefined) => address?.startsWith("https://") === true;

function secure(given: string, directoryUrl: string): string {
  const address = addressAt(given, directoryUrl);
  if (address === undefined) throw notADirectory(directoryUrl);
  if (isSecure(address)) return address;
  throw new Problem({
    code: "directory-over-http",
    message: overHttp(directoryUrl),
    fix: ownAddress(),
    retry: "after-a-fix",
  });
}

function notADirectory(url: string, cause?: unknown): Problem {
  return new Problem({
    code: "not-a-directory",
    message: phrase`${url} does not answer like an ACME directory`,
    fix: inEnv(
      phrase`put the CA's directory URL into CERTBOT_OPTIONS: --server https://acme-v02.api.letsencrypt.org/directory`,
    ),
    retry: "after-a-fix",
    cause,
  });
}
