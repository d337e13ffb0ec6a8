/** Let's Encrypt's first API is gone; its accounts are the second one's too (certbot redirects from the one to the other). */
const successors: Readonly<Record<string, string>> = {
  "https://acme-v01.api.letsencrypt.org/directory": "https://acme-v02.api.letsencrypt.org/directory",
  "https://acme-staging.api.letsencrypt.org/directory": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

export function presentDirectory(directory: string): string {
  return successors[directory] ?? directory;
}

/** The directory whose accounts this one took over; undefined: none. */
export function formerDirectory(directory: string): string | undefined {
  return Object.keys(successors).find((former) => successors[former] === directory);
}

/** True for an account's URL at an API that is gone: the CA gives the present one for the account's key. */
export function isFormerAddress(url: string): boolean {
  const host = URL.parse(url)?.host;
  return Object.keys(successors).some((former) => new URL(former).host === host);
}
