import { Resolver } from "node:dns/promises";
import type { NameAnswer, NameResolver } from "../doctor/parts.ts";
import { phrase } from "../model/phrase.ts";

const containers = phrase`the container's resolver`;

export function resolversOf(servers: readonly string[]): readonly NameResolver[] {
  const names = servers.length > 0 ? servers : [containers];
  return names.map((name) => ({ name, ask: (domain, type) => ask(resolverAt(name), domain, type) }));
}

export function resolverAt(name: string): Resolver {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (name !== containers) resolver.setServers([name]);
  return resolver;
}

async function ask(resolver: Resolver, domain: string, type: "A" | "AAAA" | "CNAME"): Promise<NameAnswer> {
  const questions = {
    A: () => resolver.resolve4(domain),
    AAAA: () => resolver.resolve6(domain),
    CNAME: () => resolver.resolveCname(domain),
  };
  try {
    return { kind: "records", values: await questions[type]() };
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    return code === "ENODATA" || code === "ENOTFOUND"
      ? { kind: "none" }
      : { kind: "failure", why: code.replace(/^E/, "") };
  }
}
