import type { DnsProvider, TxtRecord } from "../../../model/dns.ts";
import { dnsProviders } from "../../../model/dns-providers.ts";
import { byStatus } from "../api-answer.ts";
import { type OpenProvider, required } from "./kind.ts";

const api = dnsProviders.httpreq;

/** lego's httpreq, default mode: POST /present and /cleanup with `fqdn` and `value`, so that the zone's key lives elsewhere. */
export const openHttpreq: OpenProvider = (values, { send }): DnsProvider => {
  const endpoint = required(values, "HTTPREQ_ENDPOINT").replace(/\/+$/, "");
  const { HTTPREQ_USERNAME: user, HTTPREQ_PASSWORD: password = "" } = values;
  const basic = user && { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
  const headers = { "content-type": "application/json", ...basic };
  const post = async (verb: "present" | "cleanup", { fqdn, value }: TxtRecord, signal: AbortSignal) => {
    const body = JSON.stringify({ fqdn: `${fqdn}.`, value });
    const answer = await send({ method: "POST", url: `${endpoint}/${verb}`, headers, body }, signal);
    if (answer.status < 200 || answer.status > 299) throw byStatus(api, answer);
  };
  return {
    present: (record, signal) => post("present", record, signal),
    cleanUp: (record, signal) => post("cleanup", record, signal),
  };
};
