import { expect, onTestFinished, test } from "vitest";
import { everyPage } from "../../../src/challenge/dns/api-answer.ts";
import { httpSender } from "../../../src/challenge/dns/http-call.ts";
import { providers } from "../../../src/challenge/dns/providers/table.ts";
import type { TxtRecord } from "../../../src/model/dns.ts";
import { apis, apisWithZone, type Reply, startApi } from "../../support/dns-apis.ts";
import { type CloudName, cloudSettings } from "../../support/dns-cloud-settings.ts";

const tools = { send: httpSender({ environment: {} }), now: () => new Date(), nonce: () => "n", environment: {} };
const signal = () => AbortSignal.timeout(60_000);
type Handler = Parameters<typeof startApi>[0];

async function openAt(name: CloudName, handler: Handler) {
  const api = await startApi(handler);
  onTestFinished(() => api.close());
  return { api, provider: (await providers[name]())(cloudSettings[name](api.url, "secret-1"), tools) };
}

const recordOf = (zone: string, value = "v"): TxtRecord => ({
  ...{ zone, fqdn: `_acme-challenge.${zone}`, value, domain: zone },
});
const ok = (body: unknown): Reply => ({ status: 200, body });

/** More than one page, with what is looked for on the last one. */
const many = 503;
const paged = <T>(all: readonly T[], offset: number, most: number) => all.slice(offset, offset + most);

test("alidns: a record on the second page of names that contain its own is the one that is removed", async () => {
  const removed: string[] = [];
  const all = Array.from({ length: many }, (_, at) => ({
    RecordId: `${at}`,
    RR: `_acme-challenge.n${at}`,
    Value: "v",
  }));
  all[many - 1] = { RecordId: "last", RR: "_acme-challenge", Value: "v" };
  const { provider } = await openAt("alidns", ({ query, headers }) => {
    const size = Number(query.get("PageSize") ?? 20);
    if (headers["x-acs-action"] === "DeleteDomainRecord") removed.push(query.get("RecordId") ?? "");
    const Record = paged(all, (Number(query.get("PageNumber") ?? 1) - 1) * size, size);
    return ok({ TotalCount: many, PageSize: size, DomainRecords: { Record } });
  });
  await provider.cleanUp(recordOf("a.test"), signal());
  expect(removed).toEqual(["last"]);
});

test.each([100, 300])("conohav3: zone and record behind pages of %d, whatever was asked for", async (most) => {
  const changed: string[] = [];
  const domains = Array.from({ length: many }, (_, at) => ({ uuid: `z${at}`, name: `n${at}.test.` }));
  domains[many - 1] = { uuid: "zone", name: "a.test." };
  const records = Array.from({ length: many }, (_, at) => ({ uuid: `r${at}`, name: "x.", type: "TXT", data: "v" }));
  records[many - 1] = { uuid: "record", name: "_acme-challenge.a.test.", type: "TXT", data: "v" };
  const { provider } = await openAt("conohav3", ({ method, path, query }) => {
    if (path === "/v3/auth/tokens") return { status: 201, body: {}, headers: { "x-subject-token": "t" } };
    if (method !== "GET") changed.push(`${method} ${path}`);
    const page = <T>(all: readonly T[]) => paged(all, Number(query.get("offset") ?? 0), most);
    return ok(path.endsWith("records") ? { records: page(records) } : { domains: page(domains) });
  });
  await provider.present(recordOf("a.test"), signal());
  await provider.cleanUp(recordOf("a.test"), signal());
  expect(changed).toEqual(["POST /v1/domains/zone/records", "DELETE /v1/domains/zone/records/record"]);
});

test("sakuracloud: a zone on the last page of the account's zones is found", async () => {
  const changed: string[] = [];
  const all = Array.from({ length: many }, (_, at) => ({ ID: `${at + 1}`, Status: { Zone: `n${at}.test` } }));
  all[many - 1] = { ID: "77", Status: { Zone: "a.test" } };
  const { provider } = await openAt("sakuracloud", ({ method, path, query }) => {
    if (method === "PUT") changed.push(path);
    const { From = 0, Count = 50 } = JSON.parse([...query.keys()][0] ?? "{}");
    return ok({ From, Count, Total: many, CommonServiceItems: paged(all, From, Math.min(Count, 500)), is_ok: true });
  });
  await provider.present(recordOf("a.test"), signal());
  expect(changed).toEqual(["/commonserviceitem/77"]);
});

test("a list that never ends, or that gives the same page again and again, ends", async () => {
  let calls = 0;
  const endless = await everyPage(async (offset) => {
    calls += 1;
    return { items: [offset] };
  }, String);
  expect({ calls, length: endless.length }).toEqual({ calls: 100, length: 100 });
  const same = await everyPage(async () => ({ items: ["a", "b"], total: 7 }), String);
  expect(same).toEqual(["a", "b"]);
});

const idn = "xn--r8jz45g.test"; // 例え.test
const written = "例え.test";

test.each(["alidns", "tencentcloud"] as const)(
  "%s knows a zone by the name that people write, and the record by its A-label",
  async (name) => {
    const { api, provider } = await openAt(name, apisWithZone[name](written));
    const record = { ...recordOf(idn), fqdn: `_acme-challenge.xn--wgv71a.${idn}` };
    await provider.present(record, signal());
    expect(api.records).toEqual(["_acme-challenge.xn--wgv71a.例え.test v"]);
    await provider.cleanUp(record, signal());
    expect(api.records).toEqual([]);
  },
);

test.each(["alidns", "tencentcloud"] as const)("%s is asked for the A-label where that is the name", async (name) => {
  const asked: string[] = [];
  const { provider } = await openAt(name, ({ body, query }) => {
    const zone = body === "" ? query.get("DomainName") : JSON.parse(body).Domain;
    asked.push(zone);
    if (zone === idn) return ok({ RecordId: "1", Response: {} });
    const Code = name === "alidns" ? "InvalidDomainName.NoExist" : "ResourceNotFound.NoDataOfDomain";
    return { status: name === "alidns" ? 400 : 200, body: { Code, Message: "m", Response: { Error: { Code } } } };
  });
  await provider.present(recordOf(idn), signal());
  expect(asked).toEqual([written, idn]);
});

test.each(["A-label", "as written"])(
  "conohav3 and sakuracloud: a zone that the API names %s is found",
  async (form) => {
    const zone = form === "A-label" ? idn : written;
    const changed: string[] = [];
    const conoha = await openAt("conohav3", ({ method, path, body }) => {
      if (path === "/v3/auth/tokens") return { status: 201, body: {}, headers: { "x-subject-token": "t" } };
      if (method === "POST") changed.push(JSON.parse(body).name);
      return ok({ total_count: 1, domains: [{ uuid: "z", name: `${zone}.` }] });
    });
    await conoha.provider.present(recordOf(idn), signal());
    const sakura = await openAt("sakuracloud", ({ method, body }) => {
      if (method === "PUT")
        changed.push(JSON.parse(body).CommonServiceItem.Settings.DNS.ResourceRecordSets.at(-1).Name);
      return ok({ Total: 1, CommonServiceItems: [{ ID: "1", Status: { Zone: zone } }], is_ok: true });
    });
    await sakura.provider.present(recordOf(idn), signal());
    expect(changed).toEqual([`_acme-challenge.${idn}.`, "_acme-challenge"]);
  },
);

test.each(["cloudflare", "route53", "httpreq"] as const)("%s gets zone and name as A-labels", async (name) => {
  const { api, provider } = await openAt(name, (asked, records) => {
    if (asked.path.endsWith("/zones"))
      return ok({ success: true, result: asked.query.get("name") === idn ? [{ id: "z1" }] : [] });
    if (!asked.path.endsWith("hostedzonesbyname")) return apis[name](asked, records);
    const body = `<R><HostedZone><Id>/hostedzone/Z1</Id><Name>${asked.query.get("dnsname")}.</Name></HostedZone></R>`;
    return { status: 200, body };
  });
  await provider.present(recordOf(idn), signal());
  expect(api.records).toEqual([`_acme-challenge.${idn} v`]);
});

test.each([
  ["cloudflare", { success: false, errors: [{ code: 971, message: "m" }], result: null }],
  ["cloudflare", "<html>slow down</html>"],
  ["alidns", "<html>slow down</html>"],
  ["tencentcloud", "<html>slow down</html>"],
  ["route53", "<Error><Code>Throttling</Code></Error>"],
  ["sakuracloud", ""],
  ["conohav3", ""],
  ["httpreq", ""],
] as const)("%s: a 429 says until when it is not asked again", async (name, body) => {
  const { provider } = await openAt(name, () => ({ status: 429, body, headers: { "retry-after": "300" } }));
  const before = Date.now() + 300_000;
  const problem = await provider.present(recordOf("a.test"), signal()).catch((error: unknown) => error);
  expect(problem).toMatchObject({ code: "dns-api-busy", retry: { notBefore: expect.any(Date) } });
  const { notBefore } = (problem as { retry: { notBefore: Date } }).retry;
  expect(notBefore.getTime()).toBeGreaterThanOrEqual(before);
});
