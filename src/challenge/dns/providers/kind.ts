import type { DnsProvider } from "../../../model/dns.ts";
import type { Send } from "../http-call.ts";

export interface ProviderTools {
  send: Send;
  now: () => Date;
  /** unpredictable, hex */
  nonce: () => string;
  /** what a script finds in its environment */
  environment: Readonly<Record<string, string | undefined>>;
}

/** Values by the names of `variables` and `optional`; what is required is there. */
export type Values = Readonly<Record<string, string | undefined>>;

export type OpenProvider = (values: Values, tools: ProviderTools) => DnsProvider;

/** Of a value that the table says is required. */
export function required(values: Values, name: string): string {
  return values[name] ?? "";
}
