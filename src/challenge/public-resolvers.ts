import { Resolver } from "node:dns/promises";
import type { Lookup } from "./public-name.ts";

/** Of several operators, since one or the other is blocked in some networks. */
export const publicResolvers = ["1.1.1.1", "8.8.8.8", "223.5.5.5"];

/** Asks resolvers of the internet, the first answer counts. Throws ENOTFOUND when that is that there is no address. */
export function findPublicly(servers: readonly string[]): Lookup {
  return async (name) =>
    await Promise.any((servers.length > 0 ? servers : publicResolvers).map((server) => ask(server, name)));
}

async function ask(server: string, name: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 1500, tries: 1 });
  resolver.setServers([server]);
  const answers = await Promise.all(
    [resolver.resolve4(name), resolver.resolve6(name)].map((asked) => asked.catch(none)),
  );
  return answers.flat();
}

/** What says that there is none is an answer; anything else is not. */
function none(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === "ENODATA" || error.code === "ENOTFOUND") return [];
  throw error;
}
