export type Row = [stage: "acme" | "validation", type: string, detail: string];

/** What Boulder and Pebble say behind the types that people meet. */
export const spoken: readonly Row[] = [
  [
    "validation",
    "connection",
    "192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Timeout during connect (likely firewall problem)",
  ],
  ["validation", "connection", "192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Connection refused"],
  [
    "validation",
    "connection",
    "192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Connection reset by peer",
  ],
  ["validation", "connection", "2001:db8::7: Fetching http://a.example/.well-known/acme-challenge/x: no route to host"],
  ["validation", "connection", "192.0.2.7: Fetching http://a.example/.well-known/acme-challenge/x: Too many redirects"],
  [
    "validation",
    "dns",
    "DNS problem: NXDOMAIN looking up A for a.example - check that a DNS record exists for this domain",
  ],
  [
    "validation",
    "dns",
    "DNS problem: SERVFAIL looking up A for a.example - the domain's nameservers may be malfunctioning",
  ],
  ["validation", "dns", "No valid IP addresses found for a.example"],
  ["validation", "dns", "DNS problem: query timed out looking up A for a.example"],
  ["acme", "caa", "DNS problem: SERVFAIL looking up CAA for a.example"],
  ["acme", "caa", "CAA record for a.example prevents issuance"],
  [
    "validation",
    "unauthorized",
    'The key authorization file from the server did not match this challenge. Expected "sBrPJbkWSCXF.Oc5FKqTqRMVZ" (got "sBrPJbkWSCXF.another-account")',
  ],
  ["validation", "unauthorized", "192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: 404"],
  ["validation", "unauthorized", "192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: 403"],
  ["validation", "unauthorized", "192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: 502"],
  [
    "validation",
    "unauthorized",
    '192.0.2.7: Invalid response from http://a.example/.well-known/acme-challenge/x: "<html>hello"',
  ],
  [
    "validation",
    "unauthorized",
    'The key authorization file from the server did not match this challenge. Expected "sBrPJbkWSCXF.Oc5FKqTqRMVZ" (got "<html>hello")',
  ],
  [
    "validation",
    "unauthorized",
    "2001:db8::404: Invalid response from http://a.example/.well-known/acme-challenge/x: 502",
  ],
  ["acme", "unauthorized", 'Account is not valid, has status "deactivated"'],
  [
    "acme",
    "rateLimited",
    "too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s, retry after 2026-11-27 09:12:30 UTC",
  ],
  [
    "acme",
    "rateLimited",
    'too many failed authorizations (5) for "a.example" in the last 1h0m0s, retry after 2026-11-24 09:12:30 UTC',
  ],
  [
    "acme",
    "rateLimited",
    'too many certificates (50) already issued for "a.example" in the last 168h0m0s, retry after 2026-11-27 09:12:30 UTC',
  ],
  [
    "acme",
    "rateLimited",
    "too many new orders (300) from this account in the last 3h0m0s, retry after 2026-11-24 09:12:30 UTC",
  ],
  [
    "acme",
    "rateLimited",
    "too many new registrations (10) from this IP address in the last 3h0m0s, retry after 2026-11-24 09:12:30 UTC",
  ],
  [
    "acme",
    "rateLimited",
    "Your account is temporarily prevented from requesting certificates for a.example. Please visit: https://portal.example/unpause",
  ],
  [
    "acme",
    "rejectedIdentifier",
    'Cannot issue for "a.example": Domain name does not end with a valid public suffix (TLD)',
  ],
  [
    "acme",
    "rejectedIdentifier",
    'Cannot issue for "a.example": The ACME server refuses to issue a certificate for this domain name, because it is forbidden by policy',
  ],
  ["acme", "userActionRequired", "Terms of service have changed https://ca.example/agree"],
  ["acme", "externalAccountRequired", ""],
  ["acme", "badCSR", "Error parsing certificate request"],
];
