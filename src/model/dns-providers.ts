export interface ProviderFacts {
  /** its name in every language */
  label: string;
  /** required variables; lego's names, which tutorials have */
  required: readonly string[];
  optional: readonly string[];
  /** of the optional ones, those that most people have: attach asks for them */
  usual?: readonly string[];
  /** other spellings of a variable */
  aliases?: Readonly<Record<string, string>>;
  /** certbot's plugin: its name, and our variables by its ini keys */
  certbot?: { plugin: string; keys: Readonly<Record<string, string>> };
}

/** The values of DNS_PROVIDER and their variables. The one table. */
export const dnsProviders = {
  exec: { label: "EXEC_PATH", required: ["EXEC_PATH"], optional: [] },
  httpreq: {
    label: "HTTPREQ_ENDPOINT",
    required: ["HTTPREQ_ENDPOINT"],
    optional: ["HTTPREQ_USERNAME", "HTTPREQ_PASSWORD"],
    usual: ["HTTPREQ_USERNAME", "HTTPREQ_PASSWORD"],
  },
  "acme-dns": { label: "acme-dns", required: ["ACME_DNS_API_BASE", "ACME_DNS_STORAGE_PATH"], optional: [] },
  rfc2136: {
    label: "RFC 2136",
    required: ["RFC2136_NAMESERVER"],
    optional: ["RFC2136_TSIG_KEY", "RFC2136_TSIG_SECRET", "RFC2136_TSIG_ALGORITHM", "RFC2136_PORT"],
    usual: ["RFC2136_TSIG_KEY", "RFC2136_TSIG_SECRET"],
    certbot: {
      plugin: "dns-rfc2136",
      keys: {
        dns_rfc2136_server: "RFC2136_NAMESERVER",
        dns_rfc2136_port: "RFC2136_PORT",
        dns_rfc2136_name: "RFC2136_TSIG_KEY",
        dns_rfc2136_secret: "RFC2136_TSIG_SECRET",
        dns_rfc2136_algorithm: "RFC2136_TSIG_ALGORITHM",
      },
    },
  },
  pdns: {
    label: "PowerDNS",
    required: ["PDNS_API_URL", "PDNS_API_KEY"],
    optional: ["PDNS_SERVER_NAME"],
  },
  alidns: {
    label: "Alibaba Cloud DNS",
    required: ["ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY"],
    optional: ["ALICLOUD_SECURITY_TOKEN", "ALICLOUD_ENDPOINT"],
  },
  tencentcloud: {
    label: "Tencent Cloud DNS (DNSPod)",
    required: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
    optional: ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_ENDPOINT"],
  },
  cloudflare: {
    label: "Cloudflare",
    required: ["CF_DNS_API_TOKEN"],
    optional: ["CLOUDFLARE_BASE_URL"],
    aliases: { CLOUDFLARE_DNS_API_TOKEN: "CF_DNS_API_TOKEN" },
    certbot: { plugin: "dns-cloudflare", keys: { dns_cloudflare_api_token: "CF_DNS_API_TOKEN" } },
  },
  route53: {
    label: "Route 53",
    // without them: the role of the instance or the container
    required: [],
    optional: [
      ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
      ...["AWS_ASSUME_ROLE_ARN", "AWS_EXTERNAL_ID", "AWS_HOSTED_ZONE_ID"],
      ...["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"],
      ...["AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_EC2_METADATA_SERVICE_ENDPOINT"],
      ...["AWS_ENDPOINT_URL_ROUTE_53", "AWS_ENDPOINT_URL_STS"],
    ],
    usual: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    certbot: { plugin: "dns-route53", keys: {} },
  },
  sakuracloud: {
    label: "Sakura Cloud",
    required: ["SAKURACLOUD_ACCESS_TOKEN", "SAKURACLOUD_ACCESS_TOKEN_SECRET"],
    optional: ["SAKURACLOUD_API_ROOT_URL"],
    certbot: {
      plugin: "dns-sakuracloud",
      keys: {
        dns_sakuracloud_api_token: "SAKURACLOUD_ACCESS_TOKEN",
        dns_sakuracloud_api_secret: "SAKURACLOUD_ACCESS_TOKEN_SECRET",
      },
    },
  },
  conohav3: {
    label: "ConoHa VPS v3",
    required: ["CONOHAV3_TENANT_ID", "CONOHAV3_API_USER_ID", "CONOHAV3_API_PASSWORD"],
    optional: ["CONOHAV3_REGION", "CONOHAV3_IDENTITY_URL", "CONOHAV3_DNS_URL"],
  },
} as const satisfies Record<string, ProviderFacts>;

/** `zones`: how many the key of this provider can see. */
export interface KeyReach {
  provider: string;
  zones: number;
}

export type ProviderName = keyof typeof dnsProviders;

export const providerNames = Object.keys(dnsProviders) as readonly ProviderName[];

export function providerFacts(name: ProviderName): ProviderFacts {
  return dnsProviders[name];
}

/** How names are proven in DNS. */
export type DnsSettings = (ByProvider | ByHooks | ByRecord) & {
  /** seconds until every server has to show a record */
  propagationTimeout: number;
  /** seconds to wait where no server of the zone can be asked */
  blindWait: number;
};

export interface ByProvider {
  kind: "provider";
  provider: ProviderName;
  /** by variable; files (`NAME_FILE`) are not read yet */
  values: Readonly<Record<string, string>>;
  /** by variable */
  files: Readonly<Record<string, string>>;
  /** DNS_CREDENTIALS_FILE or certbot's `--dns-…-credentials` */
  credentials: string | undefined;
}

/** certbot's `--manual` with hooks. */
export interface ByHooks {
  kind: "hooks";
  /** the operator's own shell text */
  auth: string;
  cleanUp: string | undefined;
}

/** By a record that the operator sets once (dns-persist-01): DNS_PROVIDER=persist. */
export interface ByRecord {
  kind: "persist";
}
