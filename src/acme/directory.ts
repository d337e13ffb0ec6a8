import * as z from "zod";
import { Problem } from "../model/problem.ts";
import type { Answer } from "./wire.ts";

const address = z.url({ protocol: /^https$/ });

const directory = z.looseObject({
  newNonce: address,
  newAccount: address,
  newOrder: address,
  meta: z.looseObject({ caaIdentities: z.array(z.string()).catch([]) }).catch({ caaIdentities: [] }),
});

/** RFC 8555 section 7.1.1. Fields that are not named here (renewalInfo, profiles) are kept as they came. */
export type Directory = z.infer<typeof directory>;

/** Throws Problem `not-a-directory` when something else answers at this address. */
export function parseDirectory({ data }: Answer, url: string): Directory {
  const parsed = directory.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "not-a-directory",
    message: `${url} does not answer as an ACME directory does`,
    fix: "give the authority's directory URL, in CERTBOT_OPTIONS: --server https://acme-v02.api.letsencrypt.org/directory",
    retry: "after-a-fix",
    cause: parsed.error,
  });
}
