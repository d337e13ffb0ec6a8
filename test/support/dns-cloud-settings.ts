import type { ProviderName } from "../../src/model/dns-providers.ts";

export type CloudName = Exclude<ProviderName, "exec" | "acme-dns" | "rfc2136" | "pdns">;

/** The variables of each, at the API that was started. */
export const cloudSettings: Record<CloudName, (url: string, secret: string) => Record<string, string>> = {
  httpreq: (url, secret) => ({ HTTPREQ_ENDPOINT: `${url}/`, HTTPREQ_USERNAME: "id-1", HTTPREQ_PASSWORD: secret }),
  cloudflare: (url, secret) => ({ CF_DNS_API_TOKEN: secret, CLOUDFLARE_BASE_URL: url }),
  alidns: (url, secret) => ({
    ALICLOUD_ACCESS_KEY: "id-1",
    ALICLOUD_SECRET_KEY: secret,
    ALICLOUD_ENDPOINT: url,
  }),
  tencentcloud: (url, secret) => ({
    TENCENTCLOUD_SECRET_ID: "id-1",
    TENCENTCLOUD_SECRET_KEY: secret,
    TENCENTCLOUD_ENDPOINT: url,
  }),
  route53: (url, secret) => ({
    AWS_ACCESS_KEY_ID: "id-1",
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_ENDPOINT_URL_ROUTE_53: url,
  }),
  sakuracloud: (url, secret) => ({
    SAKURACLOUD_ACCESS_TOKEN: "id-1",
    SAKURACLOUD_ACCESS_TOKEN_SECRET: secret,
    SAKURACLOUD_API_ROOT_URL: url,
  }),
  conohav3: (url, secret) => ({
    CONOHAV3_TENANT_ID: "tenant",
    CONOHAV3_API_USER_ID: "id-1",
    CONOHAV3_API_PASSWORD: secret,
    CONOHAV3_IDENTITY_URL: url,
    CONOHAV3_DNS_URL: url,
  }),
};
