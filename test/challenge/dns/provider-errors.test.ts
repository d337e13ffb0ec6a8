import { afterEach, expect, test } from "vitest";
import { httpSender } from "../../../src/challenge/dns/http-call.ts";
import { providers } from "../../../src/challenge/dns/providers/table.ts";
import type { ProviderName } from "../../../src/model/dns-providers.ts";
import { type Api, apis, type Reply, startApi } from "../../support/dns-apis.ts";
import { type CloudName, cloudSettings } from "../../support/dns-cloud-settings.ts";

let api: Api | undefined;
afterEach(async () => await api?.close());

const tools = { send: httpSender({ environment: {} }), now: () => new Date(), nonce: () => "n", environment: {} };
const record = { zone: "a.test", fqdn: "_acme-challenge.a.test", value: "v", domain: "a.test" };

/** What a provider makes of an API that answers like this. */
async function problemAt(name: CloudName, reply: (path: string, method: string) => Reply, verb: "present" | "cleanUp") {
  api = await startApi(({ path, method }) => reply(path, method));
  const provider = (await providers[name as ProviderName]())(cloudSettings[name](api.url, "secret-1"), tools);
  const done = provider[verb](record, AbortSignal.timeout(10_000));
  return await done.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
}

const inTencent = (code: string): Reply => ({
  status: 200,
  body: { Response: { Error: { Code: code, Message: "m" } } },
});
const inAlidns = (status: number, code: string): Reply => ({
  status,
  body: { Code: code, Message: "m", RequestId: "r" },
});
const inCloudflare = (status: number, code: number): Reply => ({
  status,
  body: { success: false, errors: [{ code, message: "m" }], result: null },
});
const inRoute53 = (status: number, code: string, message = "m"): Reply => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
const plain = (status: number, body: unknown = {}): Reply => ({ status, body });

/** As each provider's pages about errors have them: what they mean for the operator. */
const documented: readonly [CloudName, string, Reply, string][] = [
  ...[6003, 6111, 9109, 10_000, 1000].map((code) => cloudflare(400, code, "dns-api-refused")),
  cloudflare(403, 9106, "dns-api-refused"),
  cloudflare(429, 971, "dns-api-busy"),
  cloudflare(503, 10_001, "dns-api-busy"),
  ...[1004, 9000, 9005, 81_045, 7003].map((code) => cloudflare(400, code, "dns-api-failed")),
  ...["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "SignatureDoesNotMatch"].map((code) =>
    alidns(404, code, "dns-api-refused"),
  ),
  ...["Forbidden.RAM", "Forbidden", "NoPermission", "InvalidSecurityToken.Expired", "IncompleteSignature"].map((code) =>
    alidns(403, code, "dns-api-refused"),
  ),
  alidns(400, "InvalidTimeStamp.Expired", "dns-api-clock"),
  ...["InvalidDomainName.NoExist", "IncorrectDomainUser"].map((code) => alidns(400, code, "dns-api-zone")),
  ...["Throttling", "Throttling.User", "Throttling.Api", "LastOperationNotFinished", "ServiceUnavailable"].map((code) =>
    alidns(400, code, "dns-api-busy"),
  ),
  ...["QuotaExceeded.Record", "DomainForbidden", "DomainRecordConflict", "DomainRecordLocked", "InternalError"].map(
    (code) => alidns(400, code, "dns-api-failed"),
  ),
  ...["SecretIdNotFound", "SignatureFailure", "TokenFailure", "UnauthorizedOperation", "MFAFailure"].map((code) =>
    tencent(`AuthFailure.${code}`, "dns-api-refused"),
  ),
  ...["UnauthorizedOperation", "OperationDenied.NoPermissionToOperateDomain", "IpNotInWhitelist"].map((code) =>
    tencent(code, "dns-api-refused"),
  ),
  tencent("AuthFailure.SignatureExpire", "dns-api-clock"),
  ...["ResourceNotFound.NoDataOfDomain", "InvalidParameter.DomainInvalid", "InvalidParameterValue.DomainNotExists"].map(
    (code) => tencent(code, "dns-api-zone"),
  ),
  ...["RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "InvalidParameter.OperationIsTooFrequent"].map(
    (code) => tencent(code, "dns-api-busy"),
  ),
  ...["LimitExceeded.RecordTtlLimit", "FailedOperation.DomainIsLocked", "InternalError"].map((code) =>
    tencent(code, "dns-api-failed"),
  ),
  tencent("InvalidParameter.DomainNotAllowedModifyRecords", "dns-api-failed"),
  ...["InvalidClientTokenId", "AccessDenied", "ExpiredToken", "SignatureDoesNotMatch", "OptInRequired"].map((code) =>
    route53(403, code, "dns-api-refused"),
  ),
  route53(400, "IncompleteSignature", "dns-api-refused"),
  [
    "route53",
    "SignatureDoesNotMatch, late",
    inRoute53(403, "SignatureDoesNotMatch", "Signature expired: 2026 is now earlier than 2026"),
    "dns-api-clock",
  ],
  route53(400, "RequestExpired", "dns-api-clock"),
  ...["Throttling", "ThrottlingException", "PriorRequestNotComplete", "ServiceUnavailable"].map((code) =>
    route53(400, code, "dns-api-busy"),
  ),
  ...["InvalidChangeBatch", "LimitsExceeded", "InternalFailure"].map((code) => route53(400, code, "dns-api-failed")),
  ...(["sakuracloud", "conohav3", "httpreq"] as const).flatMap((name) => [
    ...[401, 403].map((status) => byStatus(name, status, "dns-api-refused")),
    ...[409, 423, 429, 503].map((status) => byStatus(name, status, "dns-api-busy")),
    ...[404, 500, 502].map((status) => byStatus(name, status, "dns-api-failed")),
  ]),
  [
    "sakuracloud",
    "200 with an error",
    plain(200, { is_ok: false, error_code: "res_already_connected" }),
    "dns-api-failed",
  ],
];

function cloudflare(status: number, code: number, expected: string): (typeof documented)[number] {
  return ["cloudflare", `${status} ${code}`, inCloudflare(status, code), expected];
}
function alidns(status: number, code: string, expected: string): (typeof documented)[number] {
  return ["alidns", code, inAlidns(status, code), expected];
}
function tencent(code: string, expected: string): (typeof documented)[number] {
  return ["tencentcloud", code, inTencent(code), expected];
}
function route53(status: number, code: string, expected: string): (typeof documented)[number] {
  return ["route53", code, inRoute53(status, code), expected];
}
function byStatus(name: CloudName, status: number, expected: string): (typeof documented)[number] {
  return [name, `${status}`, plain(status), expected];
}

test.each(documented)("%s: %s means what its page says", async (name, _, reply, expected) => {
  expect(await problemAt(name, () => reply, "present")).toBe(expected);
});

test("Route 53: a hosted zone that is not there, by the id of AWS_HOSTED_ZONE_ID", async () => {
  api = await startApi(() => inRoute53(404, "NoSuchHostedZone"));
  const values = { ...cloudSettings.route53(api.url, "secret-1"), AWS_HOSTED_ZONE_ID: "Z9" };
  const done = (await providers.route53())(values, tools).present(record, AbortSignal.timeout(10_000));
  await expect(done).rejects.toMatchObject({ code: "dns-api-zone", message: expect.stringContaining("Z9") });
});

test("Route 53: a set that somebody else changes in between keeps their value, and is tried again", async () => {
  let isOvertaken = false;
  api = await startApi((asked, records) => {
    if (asked.method === "POST" && !isOvertaken) {
      isOvertaken = true;
      records.push("_acme-challenge.a.test theirs");
    }
    return apis.route53(asked, records);
  });
  const provider = (await providers.route53())(cloudSettings.route53(api.url, "secret-1"), tools);
  const present = () => provider.present(record, AbortSignal.timeout(10_000));
  await expect(present()).rejects.toMatchObject({ code: "dns-api-busy" });
  await present();
  expect(api.records).toEqual(["_acme-challenge.a.test theirs", "_acme-challenge.a.test v"]);
});

const listedAt = {
  cloudflare: (path: string) =>
    plain(200, { success: true, errors: [], result: [{ id: path.endsWith("zones") ? "z1" : "r1" }] }),
  alidns: () => {
    const Record = [{ RecordId: "1", RR: "_acme-challenge", Value: "v" }];
    return plain(200, { TotalCount: 1, DomainRecords: { Record } });
  },
  tencentcloud: () =>
    plain(200, { Response: { RecordList: [{ RecordId: 1, Name: "_acme-challenge", Value: "v", Type: "TXT" }] } }),
};

test.each([
  ["cloudflare", inCloudflare(404, 81_044), (_: string, method: string) => method === "DELETE"],
  ["alidns", inAlidns(400, "DomainRecordNotBelongToUser"), undefined],
  ["tencentcloud", inTencent("InvalidParameter.RecordIdInvalid"), undefined],
] as const)("%s: a record that somebody else removes in between is removed", async (name, gone, isRemoval) => {
  let calls = 0;
  const reply = (path: string, method: string) => {
    calls += 1;
    return (isRemoval ? isRemoval(path, method) : calls > 1) ? gone : listedAt[name](path);
  };
  expect(await problemAt(name, reply, "cleanUp")).toBeUndefined();
  expect(calls).toBeGreaterThan(1);
});

test.each([
  ["cloudflare", plain(200, { success: true, errors: [], result: [], result_info: { total_count: 7 } }), 7],
  ["cloudflare", plain(200, { success: true, errors: [], result: [] }), undefined],
  ["alidns", plain(200, { TotalCount: 3 }), 3],
  ["alidns", inAlidns(403, "Forbidden.RAM"), undefined],
  ["tencentcloud", plain(200, { Response: { DomainCountInfo: { DomainTotal: 2 } } }), 2],
  ["tencentcloud", inTencent("AuthFailure.UnauthorizedOperation"), undefined],
  ["route53", plain(200, "<R><HostedZoneCount>9</HostedZoneCount></R>"), 9],
  ["route53", inRoute53(403, "AccessDenied"), undefined],
  ["sakuracloud", plain(200, { Total: 1, CommonServiceItems: [{ ID: "1", Status: { Zone: "a.test" } }] }), 1],
] as const)("%s tells how many zones its key reaches, or not", async (name, reply, zones) => {
  api = await startApi(() => reply);
  const provider = (await providers[name]())(cloudSettings[name](api.url, "secret-1"), tools);
  expect(await provider.zonesInReach?.(AbortSignal.timeout(10_000))).toBe(zones);
});

test("conohav3 and pdns tell how many zones the account or the server has", async () => {
  api = await startApi(({ path }) => {
    if (path === "/v3/auth/tokens") return { ...plain(201), headers: { "x-subject-token": "t" } };
    const zones = ["a", "b"].map((uuid) => ({ uuid, name: `${uuid}.test.` }));
    return plain(200, path.startsWith("/api/") ? zones : { total_count: 2, domains: zones });
  });
  const conoha = (await providers.conohav3())(cloudSettings.conohav3(api.url, "secret-1"), tools);
  const pdns = (await providers.pdns())({ PDNS_API_URL: api.url, PDNS_API_KEY: "k" }, tools);
  for (const each of [conoha, pdns]) expect(await each.zonesInReach?.(AbortSignal.timeout(10_000))).toBe(2);
  expect(api.diary.at(-1)).toBe("GET /api/v1/servers/localhost/zones");
});

test("no other provider tells, and none is asked in vain", async () => {
  const silent = ["exec", "httpreq", "acme-dns", "rfc2136"] as const;
  const values = { RFC2136_NAMESERVER: "192.0.2.1" };
  for (const name of silent) expect((await providers[name]())(values, tools).zonesInReach).toBeUndefined();
});
