import type { Context } from "../context.ts";

/** Is it the lineage of CERTBOT_DOMAIN, which nginx reads? */
export function isServed(name: string | undefined, { environment }: Pick<Context, "environment">): boolean {
  const [own = ""] = (environment["CERTBOT_DOMAIN"] ?? "").split(",");
  return name !== undefined && own.toLowerCase().replace(/\.$/, "") === name;
}
