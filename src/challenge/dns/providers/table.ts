import type { OpenProvider } from "./kind.ts";

export interface ProviderRow {
  /** in words */
  title: string;
  /** variables without which it cannot work; lego's names */
  required: readonly string[];
  optional: readonly string[];
  /** other spellings of a variable that tutorials have */
  aliases?: Readonly<Record<string, string>>;
  /** certbot's plugin: its flag, and its ini keys by our variables */
  certbot?: { flag: string; keys: Readonly<Record<string, string>> };
  load: () => Promise<OpenProvider>;
}

/** What DNS_PROVIDER can say. The one table; each is loaded when it is the one. */
export const providers = {
  exec: {
    title: "EXEC_PATH",
    required: ["EXEC_PATH"],
    optional: [],
    load: async () => (await import("./exec.ts")).openExec,
  },
  httpreq: {
    title: "HTTPREQ_ENDPOINT",
    required: ["HTTPREQ_ENDPOINT"],
    optional: ["HTTPREQ_USERNAME", "HTTPREQ_PASSWORD"],
    load: async () => (await import("./httpreq.ts")).openHttpreq,
  },
  "acme-dns": {
    title: "acme-dns",
    required: ["ACME_DNS_API_BASE", "ACME_DNS_STORAGE_PATH"],
    optional: [],
    load: async () => (await import("./acme-dns.ts")).openAcmeDns,
  },
  rfc2136: {
    title: "RFC 2136",
    required: ["RFC2136_NAMESERVER"],
    optional: ["RFC2136_TSIG_KEY", "RFC2136_TSIG_SECRET", "RFC2136_TSIG_ALGORITHM"],
    certbot: {
      flag: "--dns-rfc2136",
      keys: {
        dns_rfc2136_server: "RFC2136_NAMESERVER",
        dns_rfc2136_name: "RFC2136_TSIG_KEY",
        dns_rfc2136_secret: "RFC2136_TSIG_SECRET",
        dns_rfc2136_algorithm: "RFC2136_TSIG_ALGORITHM",
      },
    },
    load: async () => (await import("./rfc2136.ts")).openRfc2136,
  },
  alidns: {
    title: "Alibaba Cloud DNS",
    required: ["ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY"],
    optional: ["ALICLOUD_SECURITY_TOKEN", "ALICLOUD_ENDPOINT"],
    load: async () => (await import("./alidns.ts")).openAlidns,
  },
  tencentcloud: {
    title: "Tencent Cloud DNS (DNSPod)",
    required: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
    optional: ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_ENDPOINT"],
    load: async () => (await import("./tencentcloud.ts")).openTencentcloud,
  },
  cloudflare: {
    title: "Cloudflare",
    required: ["CF_DNS_API_TOKEN"],
    optional: ["CLOUDFLARE_BASE_URL"],
    aliases: { CLOUDFLARE_DNS_API_TOKEN: "CF_DNS_API_TOKEN" },
    certbot: { flag: "--dns-cloudflare", keys: { dns_cloudflare_api_token: "CF_DNS_API_TOKEN" } },
    load: async () => (await import("./cloudflare.ts")).openCloudflare,
  },
  route53: {
    title: "Route 53",
    required: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    optional: ["AWS_SESSION_TOKEN", "AWS_HOSTED_ZONE_ID", "AWS_ENDPOINT_URL_ROUTE_53"],
    certbot: { flag: "--dns-route53", keys: {} },
    load: async () => (await import("./route53.ts")).openRoute53,
  },
  sakuracloud: {
    title: "Sakura Cloud",
    required: ["SAKURACLOUD_ACCESS_TOKEN", "SAKURACLOUD_ACCESS_TOKEN_SECRET"],
    optional: ["SAKURACLOUD_API_ROOT_URL"],
    certbot: {
      flag: "--dns-sakuracloud",
      keys: {
        dns_sakuracloud_api_token: "SAKURACLOUD_ACCESS_TOKEN",
        dns_sakuracloud_api_secret: "SAKURACLOUD_ACCESS_TOKEN_SECRET",
      },
    },
    load: async () => (await import("./sakuracloud.ts")).openSakuracloud,
  },
  conohav3: {
    title: "ConoHa VPS v3",
    required: ["CONOHAV3_TENANT_ID", "CONOHAV3_API_USER_ID", "CONOHAV3_API_PASSWORD"],
    optional: ["CONOHAV3_REGION", "CONOHAV3_IDENTITY_URL", "CONOHAV3_DNS_URL"],
    load: async () => (await import("./conohav3.ts")).openConohav3,
  },
} as const satisfies Record<string, ProviderRow>;

export type ProviderName = keyof typeof providers;
