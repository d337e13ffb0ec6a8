/**
 * Stand-ins for the APIs of DNS providers on loopback, by their published shapes: each keeps TXT records of the zone
 * a.test, checks the credentials `id-1` and `secret-1`, signatures with the vendor's own code, and says no in the
 * provider's own words.
 */

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { alibabaSignature, awsSignature, type SignedRequest, tencentSignature } from "./vendor-signatures.ts";

export interface Api {
  url: string;
  /** `NAME VALUE` */
  records: string[];
  diary: string[];
  close(): Promise<void>;
}

export type Reply = { status: number; body: unknown; headers?: Record<string, string> };
type Handler = (asked: SignedRequest, records: string[]) => Reply | Promise<Reply>;

export async function startApi(handle: Handler): Promise<Api> {
  const records: string[] = [];
  const diary: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://api.test");
    const asked = {
      method: request.method ?? "",
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    diary.push(`${asked.method} ${request.url}`);
    const { status, body, headers } = await handle(asked, records);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, records, diary, close };
}

const without = (records: string[], at: number) => void records.splice(at, 1);

const cloudflare: Handler = ({ method, path, query, headers, body }, records) => {
  const no = (status: number, code: number, message: string) => ({
    status,
    body: { success: false, errors: [{ code, message }], result: null },
  });
  const yes = (result: unknown) => ({ status: 200, body: { success: true, errors: [], result } });
  if (headers.authorization !== "Bearer secret-1") return no(403, 9109, "Invalid access token");
  if (path === "/zones") return yes(query.get("name") === "a.test" ? [{ id: "z1" }] : []);
  if (method === "GET") {
    const wanted = (one: string) =>
      one.startsWith(`${query.get("name")} `) && one.endsWith(query.get("content.contains") ?? "");
    return yes(records.flatMap((one, at) => (wanted(one) ? [{ id: `r${at}` }] : [])));
  }
  if (method === "DELETE") {
    without(records, Number(path.split("/r").at(-1)));
    return yes({});
  }
  const { name, content } = JSON.parse(body);
  const line = `${name} ${content.slice(1, -1)}`;
  if (records.includes(line)) return no(400, 81058, "An identical record already exists.");
  records.push(line);
  return yes({ id: "r" });
};

const alidns =
  (zone: string): Handler =>
  (asked, records) => {
    const { query, headers } = asked;
    const no = (status: number, Code: string, Message: string) => ({ status, body: { Code, Message, RequestId: "1" } });
    const action = headers["x-acs-action"];
    if (headers.authorization !== alibabaSignature(asked))
      return no(400, "SignatureDoesNotMatch", "Specified signature does not match our calculation.");
    if (query.get("DomainName") !== zone && action !== "DeleteDomainRecord")
      return no(400, "InvalidDomainName.NoExist", "The specified domain name does not exist.");
    if (action === "AddDomainRecord") {
      const line = `${query.get("RR")}.${zone} ${query.get("Value")}`;
      if (records.includes(line)) return no(400, "DomainRecordDuplicate", "The DNS record already exists.");
      records.push(line);
      return { status: 200, body: { RecordId: "1", RequestId: "1" } };
    }
    if (action === "DeleteDomainRecord") {
      without(records, Number(query.get("RecordId")));
      return { status: 200, body: { RequestId: "1" } };
    }
    const Record = records.map((line, at) => {
      const [name = "", Value] = line.split(" ");
      return { RecordId: `${at}`, RR: name.slice(0, -zone.length - 1), Value, Type: "TXT" };
    });
    return { status: 200, body: { TotalCount: Record.length, DomainRecords: { Record } } };
  };

const tencentcloud =
  (zone: string): Handler =>
  (asked, records) => {
    const { headers, body } = asked;
    const no = (Code: string, Message: string) => ({
      status: 200,
      body: { Response: { Error: { Code, Message }, RequestId: "1" } },
    });
    const yes = (rest: object) => ({ status: 200, body: { Response: { RequestId: "1", ...rest } } });
    const given = JSON.parse(body);
    if (headers.authorization !== tencentSignature(asked))
      return no("AuthFailure.SignatureFailure", "The provided credentials could not be validated.");
    if (given.Domain !== zone) return no("ResourceNotFound.NoDataOfDomain", "The domain does not exist.");
    const list = records.map((line, RecordId) => {
      const [name = "", Value] = line.split(" ");
      return { RecordId, Name: name.slice(0, -zone.length - 1), Value, Type: "TXT" };
    });
    if (headers["x-tc-action"] === "CreateRecord") {
      const line = `${given.SubDomain}.${zone} ${given.Value}`;
      if (records.includes(line)) return no("InvalidParameter.DomainRecordExist", "The record already exists.");
      records.push(line);
      return yes({ RecordId: 1 });
    }
    if (headers["x-tc-action"] === "DeleteRecord") {
      without(records, given.RecordId);
      return yes({});
    }
    return list.length === 0 ? no("ResourceNotFound.NoDataOfRecord", "No record.") : yes({ RecordList: list });
  };

const sakuracloud: Handler = ({ method, headers, body }, records) => {
  if (headers.authorization !== `Basic ${Buffer.from("id-1:secret-1").toString("base64")}`)
    return { status: 401, body: { is_fatal: true, error_msg: "error-unauthorized" } };
  const sets = records.map((line) => {
    const [name = "", RData] = line.split(" ");
    return { Name: name.replace(/\.a\.test$/, ""), Type: "TXT", RData, TTL: 60 };
  });
  const dns = { ResourceRecordSets: [{ Name: "@", Type: "A", RData: "192.0.2.1" }, ...sets] };
  if (method === "GET")
    return {
      status: 200,
      body: {
        Total: 1,
        CommonServiceItems: [{ ID: "12", Status: { Zone: "a.test" }, Settings: { DNS: dns }, SettingsHash: "h" }],
      },
    };
  const written = JSON.parse(body).CommonServiceItem.Settings.DNS.ResourceRecordSets as typeof sets;
  if (!written.some(({ Type }) => Type === "A")) throw new Error("the zone's other records were lost");
  records.splice(
    0,
    records.length,
    ...written.filter(({ Type }) => Type === "TXT").map((one) => `${one.Name}.a.test ${one.RData}`),
  );
  return { status: 200, body: { Success: true, is_ok: true } };
};

const conohav3: Handler = ({ method, path, headers, body }, records) => {
  if (path === "/v3/auth/tokens") {
    const { user } = JSON.parse(body).auth.identity.password;
    if (user.password !== "secret-1") return { status: 401, body: { error: { message: "unauthorized" } } };
    return { status: 201, body: {}, headers: { "x-subject-token": "token-1" } };
  }
  if (headers["x-auth-token"] !== "token-1") return { status: 401, body: {} };
  if (path === "/v1/domains")
    return { status: 200, body: { total_count: 1, domains: [{ uuid: "z1", name: "a.test." }] } };
  if (method === "POST") {
    const { name, data } = JSON.parse(body);
    records.push(`${name.slice(0, -1)} ${data}`);
    return { status: 200, body: {} };
  }
  if (method === "DELETE") {
    without(records, Number(path.split("/r").at(-1)));
    return { status: 204, body: "" };
  }
  const listed = records.map((line, at) => {
    const [name, data] = line.split(" ");
    return { uuid: `r${at}`, name: `${name}.`, type: "TXT", data };
  });
  return { status: 200, body: { total_count: listed.length, records: listed } };
};

const route53: Handler = async (asked, records) => {
  const { method, path, query, headers, body } = asked;
  const xml = (status: number, text: string) => ({ status, body: text, headers: { "content-type": "text/xml" } });
  if (headers.authorization !== (await awsSignature(asked)))
    return xml(
      403,
      "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match.</Message></Error></ErrorResponse>",
    );
  if (path.endsWith("/hostedzonesbyname"))
    return xml(
      200,
      "<R><HostedZones><HostedZone><Id>/hostedzone/PRIVATE</Id><Name>a.test.</Name><Config><PrivateZone>true</PrivateZone></Config></HostedZone><HostedZone><Id>/hostedzone/Z1</Id><Name>a.test.</Name><Config><PrivateZone>false</PrivateZone></Config></HostedZone></HostedZones></R>",
    );
  if (method === "GET") {
    const name = query.get("name");
    const values = records
      .filter((one) => one.startsWith(`${name} `))
      .map((one) => `<ResourceRecord><Value>"${one.split(" ")[1]}"</Value></ResourceRecord>`);
    const set =
      values.length === 0
        ? ""
        : `<ResourceRecordSet><Name>${name}.</Name><Type>TXT</Type><TTL>60</TTL><ResourceRecords>${values.join("")}</ResourceRecords></ResourceRecordSet>`;
    return xml(200, `<R><ResourceRecordSets>${set}</ResourceRecordSets></R>`);
  }
  const refused = changedSets(body, records);
  return refused ? xml(400, refused) : xml(200, "<ChangeInfo/>");
};

/** Route 53 changes all sets of a batch or none; the words are those of its refusal. */
function changedSets(body: string, records: string[]): string | undefined {
  const nameOf = (line = "") => line.split(" ")[0];
  let after = [...records];
  for (const change of body.split("<Change>").slice(1)) {
    const isDelete = change.includes("<Action>DELETE");
    const name = /<Name>(.*)\.<\/Name>/.exec(change)?.[1];
    const lines = [...change.matchAll(/<Value>"(.*?)"<\/Value>/g)].map(([, value]) => `${name} ${value}`);
    const there = after.filter((line) => nameOf(line) === name);
    const words = isDelete ? "the values provided do not match the current values" : "it already exists";
    if (isDelete ? there.join() !== lines.join() : there.length > 0)
      return `<ErrorResponse><Error><Code>InvalidChangeBatch</Code><Message>[${words}]</Message></Error></ErrorResponse>`;
    after = [...after.filter((line) => nameOf(line) !== name), ...(isDelete ? [] : lines)];
  }
  records.splice(0, records.length, ...after);
  return undefined;
}

const httpreq: Handler = ({ path, headers, body }, records) => {
  if (headers.authorization !== `Basic ${Buffer.from("id-1:secret-1").toString("base64")}`)
    return { status: 401, body: "" };
  const { fqdn, value } = JSON.parse(body);
  const line = `${fqdn.slice(0, -1)} ${value}`;
  if (path.endsWith("/present")) {
    if (!records.includes(line)) records.push(line);
  } else if (records.includes(line)) without(records, records.indexOf(line));
  return { status: 200, body: "" };
};

/** By the name of the provider. */
export const apis = {
  ...{ cloudflare, sakuracloud, conohav3, route53, httpreq },
  ...{ alidns: alidns("a.test"), tencentcloud: tencentcloud("a.test") },
};

/** With a zone of another name. */
export const apisWithZone = { alidns, tencentcloud };
