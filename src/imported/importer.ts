import type { Clock } from "../model/contracts.ts";
import type { CertificateImporter } from "../model/imported.ts";
import { examine } from "./examine.ts";
import { makeRequest, requestedKey } from "./request.ts";

export interface ImporterOptions {
  /** of keys and requests: /etc/letsencrypt/own */
  folder: string;
  clock: Clock;
  /** ACME directory URL, for certbot's conf */
  directory: string;
  /** PEM file with further roots (REQUESTS_CA_BUNDLE) */
  caBundle: string | undefined;
}

/** The way without ACME, in a folder of its own. */
export function certificateImporter({ folder, clock, directory, caBundle }: ImporterOptions): CertificateImporter {
  return {
    request: (csrOptions) => makeRequest(folder, csrOptions, clock.now()),
    examine: (files, { name, domains }) => {
      const key = files.key ?? requestedKey(folder, name);
      return examine({ files: { ...files, key }, domains, now: clock.now(), directory, caBundle });
    },
  };
}
