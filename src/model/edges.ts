import { BlockList } from "node:net";
import { phrase } from "./phrase.ts";
import type { ProbeHeaders } from "./probe.ts";

/** A service in front of servers, or one that hosts sites itself. */
export interface Edge {
  name: string;
  knows(headers: ProbeHeaders): boolean;
  /** where to let the challenge path through */
  where: string;
  /** it proxies to no other servers */
  hosts?: true;
  /** its published addresses, where they seldom change */
  ranges?: readonly string[];
}

const server = (headers: ProbeHeaders, name: RegExp) => name.test(headers["server"] ?? "");
const via = (headers: ProbeHeaders, name: RegExp) => name.test(headers["via"] ?? "");

/** https://www.cloudflare.com/ips; docker/nginx/16-https.envsh has them too. */
export const cloudflareRanges = [
  ...["173.245.48.0/20", "103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22", "141.101.64.0/18", "108.162.192.0/18"],
  ...["190.93.240.0/20", "188.114.96.0/20", "197.234.240.0/22", "198.41.128.0/17", "162.158.0.0/15", "104.16.0.0/13"],
  ...["104.24.0.0/14", "172.64.0.0/13", "131.0.72.0/22"],
  ...["2400:cb00::/32", "2606:4700::/32", "2803:f800::/32", "2405:b500::/32", "2405:8100::/32", "2a06:98c0::/29"],
  "2c0f:f248::/32",
] as const;

/** By what they add to their responses; the first match counts. A service that uses another one comes before it. */
const edges: readonly Edge[] = [
  {
    name: "Cloudflare",
    knows: (headers) => "cf-ray" in headers || server(headers, /^cloudflare/i),
    where: phrase`"Always Use HTTPS" off, a WAF rule that skips the path; or the record on "DNS only"`,
    ranges: cloudflareRanges,
  },
  {
    name: "GitHub Pages",
    knows: (headers) => "x-github-request-id" in headers || server(headers, /^GitHub\.com/i),
    where: "",
    hosts: true,
  },
  {
    name: "Vercel",
    knows: (headers) => "x-vercel-id" in headers || server(headers, /^Vercel/i),
    where: "",
    hosts: true,
  },
  {
    name: "Netlify",
    knows: (headers) => "x-nf-request-id" in headers || server(headers, /^Netlify/i),
    where: "",
    hosts: true,
  },
  {
    name: "CloudFront",
    knows: (headers) => "x-amz-cf-id" in headers || via(headers, /\(CloudFront\)/),
    where: phrase`a behaviour for the path with "HTTP and HTTPS", CachingDisabled and an origin over HTTP`,
  },
  {
    name: "Akamai",
    knows: (headers) => server(headers, /akamai/i) || "akamai-grn" in headers,
    where: phrase`a rule for the path without redirect and cache, the origin over HTTP`,
  },
  {
    name: "Fastly",
    knows: (headers) => "x-fastly-request-id" in headers || /^cache-/.test(headers["x-served-by"] ?? ""),
    where: phrase`"Force TLS" not for the path, and a request setting with "pass" for it`,
  },
  {
    name: "Azure Front Door",
    knows: (headers) => "x-azure-ref" in headers,
    where: phrase`a route for the path with HTTP accepted, no redirect, no cache, forwarding over HTTP`,
  },
  {
    name: "Google Cloud",
    knows: (headers) => via(headers, /\bgoogle\b/) || server(headers, /^Google Frontend/i),
    where: phrase`the HTTP load balancer with this server as backend for the path, in place of its redirect`,
  },
  {
    name: "Bunny",
    knows: (headers) => "cdn-pullzone" in headers || server(headers, /^BunnyCDN/i),
    where: phrase`"Force SSL" off, an Edge Rule for the path that bypasses the cache, the origin over HTTP`,
  },
  {
    name: phrase`Alibaba Cloud's CDN`,
    knows: (headers) => "eagleid" in headers || (server(headers, /tengine/i) && via(headers, /\bcache\d+\./)),
    where: phrase`no forced HTTPS, a cache time of 0 for the path, the origin over HTTP at port 80`,
  },
  {
    name: "Tencent EdgeOne",
    knows: (headers) => "eo-log-uuid" in headers || server(headers, /^TencentEdgeOne/i),
    where: phrase`no forced HTTPS, a rule for the path without cache, the origin over HTTP`,
  },
  {
    name: phrase`Tencent Cloud's CDN`,
    knows: (headers) => "x-nws-log-uuid" in headers,
    where: phrase`no forced HTTPS, a rule for the path without cache, the origin over HTTP`,
  },
];

/** By what a response says, else by where it came from; undefined: no known service. */
export function edgeOf(headers: ProbeHeaders, address?: string): Edge | undefined {
  return edges.find(({ knows }) => knows(headers)) ?? edges.find(({ ranges }) => ranges && isIn(ranges, address));
}

function isIn(ranges: readonly string[], address = ""): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = "", bits] = range.split("/");
    list.addSubnet(net, Number(bits), familyOf(net));
  }
  return list.check(address, familyOf(address));
}

const familyOf = (address: string) => (address.includes(":") ? "ipv6" : "ipv4");
