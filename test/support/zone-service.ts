/**
 * The name server of one zone, whose TXT records lego's httpreq calls change, for a stack's own service: `zoneService`
 * gives it, Node runs this file in it.
 * Words: the zone, the port of the calls, and the address of the server, which is the container's own unless told.
 */
import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { json } from "node:stream/consumers";
import { startDns } from "./dns-server.ts";

const [zone = "", port = "", told] = process.argv.slice(2);
const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
const own = told ?? addresses.find(({ internal, family }) => !internal && family === "IPv4")?.address ?? "";
const server = await startDns(
  {
    ...{ [`${zone} SOA`]: [`ns.${zone}`], [`${zone} NS`]: [`ns.${zone}`], [`ns.${zone} A`]: [own] },
    ...(told && { [`${zone} A`]: [told] }),
  },
  { address: own, port: 53 },
);

const values = (key: string) => server.records[key] ?? [];

createServer(async (asked, answer) => {
  if (asked.method !== "POST") return answer.end(JSON.stringify(server.records));
  const { fqdn, value } = (await json(asked)) as { fqdn: string; value: string };
  const key = `${fqdn.replace(/\.$/, "")} TXT`;
  const others = values(key).filter((each) => each !== value);
  server.records[key] = asked.url === "/present" ? [...others, value] : others;
  return answer.end("{}");
}).listen(Number(port));
