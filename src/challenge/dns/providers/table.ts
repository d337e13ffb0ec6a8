import type { ProviderName } from "../../../model/dns-providers.ts";
import type { OpenProvider } from "./kind.ts";

/** Each is loaded when it is the one. */
export const providers: Readonly<Record<ProviderName, () => Promise<OpenProvider>>> = {
  exec: async () => (await import("./exec.ts")).openExec,
  httpreq: async () => (await import("./httpreq.ts")).openHttpreq,
  "acme-dns": async () => (await import("./acme-dns.ts")).openAcmeDns,
  rfc2136: async () => (await import("./rfc2136.ts")).openRfc2136,
  pdns: async () => (await import("./pdns.ts")).openPdns,
  alidns: async () => (await import("./alidns.ts")).openAlidns,
  tencentcloud: async () => (await import("./tencentcloud.ts")).openTencentcloud,
  cloudflare: async () => (await import("./cloudflare.ts")).openCloudflare,
  route53: async () => (await import("./route53.ts")).openRoute53,
  sakuracloud: async () => (await import("./sakuracloud.ts")).openSakuracloud,
  conohav3: async () => (await import("./conohav3.ts")).openConohav3,
};
