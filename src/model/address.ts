/**
 * The one text of an IP address (RFC 5952 for v6, without brackets), so that two spellings can be compared; undefined
 * for anything else. `[2001:DB8:0::7]` gives `2001:db8::7`.
 */
export function addressText(text: string): string | undefined {
  const inner = text.replace(/^\[(.*)\]$/, "$1");
  const isV6 = /^[\da-f:.]*:[\da-f:.]*$/i.test(inner);
  if (!isV6 && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
  const host = URL.parse(isV6 ? `http://[${inner}]/` : `http://${text}/`)?.hostname.replace(/^\[(.*)\]$/, "$1");
  // 010.1.1.1 is octal to some and decimal to others: the one text of a v4 address is itself
  return isV6 || host === text ? host : undefined;
}

/** `https://NAME`, with the port where visitors have to type it. */
export function httpsAddress(domain: string, port: number): string {
  return `https://${hostAndPort(domain, port)}`;
}

/** The same without the scheme. */
export function hostAndPort(domain: string, port: number): string {
  return `${urlHost(domain)}${port === 443 ? "" : `:${port}`}`;
}

/** As in a URL, a Host header and nginx: a v6 address in brackets (RFC 3986 section 3.2.2). */
export function urlHost(domain: string): string {
  return domain.includes(":") ? `[${domain}]` : domain;
}

/** What Docker calls the host: no service of a stack, so Compose cannot start what runs there. */
export const hostItself = "host.docker.internal";

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353` */
export function addressAndPort(typed: string): { address: string; port: number | undefined } {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(typed) ?? [];
  return { address: bracketed ?? plain ?? typed, port: port === undefined ? undefined : Number(port) };
}
