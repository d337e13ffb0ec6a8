import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import type { View } from "./wire.ts";

/** Moments at which the parts of a stream of five events, 200 ms apart, arrived: ms after the first. */
export async function arrivals({ port, domain, roots }: View, path = "/sse"): Promise<readonly number[]> {
  const given = { host: "127.0.0.1", port, servername: domain, ca: [...roots], agent: false as const };
  const asked = get({ ...given, path: `${path}?every=200&count=5`, headers: { host: domain } });
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const moments: number[] = [];
  for await (const _ of response) moments.push(performance.now());
  return moments.map((moment) => moment - (moments[0] ?? 0));
}
