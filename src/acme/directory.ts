import * as z from "zod";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Answer } from "./message.ts";

const address = z.url({ protocol: /^https$/ });

const meta = z.object({
  caaIdentities: z.array(z.string()).catch([]),
  externalAccountRequired: z.boolean().catch(false),
  /** names of profiles, each with what the authority says about it */
  profiles: z.record(z.string(), z.unknown()).catch({}),
});

const directory = z.object({
  newNonce: address,
  newAccount: address,
  newOrder: address,
  /** RFC 8555 section 7.6; undefined: the authority takes nothing back */
  revokeCert: address.optional().catch(undefined),
  /** RFC 9773; undefined: the authority has none */
  renewalInfo: address.optional().catch(undefined),
  meta: meta.catch({ caaIdentities: [], externalAccountRequired: false, profiles: {} }),
});

/** RFC 8555 section 7.1.1, RFC 9773 section 5, draft-ietf-acme-profiles. */
export type Directory = z.infer<typeof directory>;

/** Throws Problem `not-a-directory` when something else answers at this address. */
export function parseDirectory({ data }: Answer, url: string): Directory {
  const parsed = directory.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "not-a-directory",
    message: phrase`${url} does not answer like an ACME directory`,
    fix: phrase`put the CA's directory URL into CERTBOT_OPTIONS: --server https://acme-v02.api.letsencrypt.org/directory`,
    retry: "after-a-fix",
    cause: parsed.error,
  });
}
