import { afterEach, describe, expect, test } from "vitest";
import { httpSender } from "../../../src/challenge/dns/http-call.ts";
import { openRoute53 } from "../../../src/challenge/dns/providers/route53.ts";
import { type Api, apis, type Reply, startApi } from "../../support/dns-apis.ts";
import { awsSignature } from "../../support/vendor-signatures.ts";

const opened: Api[] = [];
afterEach(async () => {
  for (const api of opened.splice(0)) await api.close();
});

async function serve(answer: Parameters<typeof startApi>[0]): Promise<Api> {
  const api = await startApi(answer);
  opened.push(api);
  return api;
}

const signal = () => AbortSignal.timeout(20_000);
const record = { zone: "a.test", fqdn: "_acme-challenge.a.test", value: "v", domain: "a.test" };
const role = { AccessKeyId: "id-1", SecretAccessKey: "secret-1", Token: "token-1", Expiration: "2026-11-30T12:00:00Z" };
const no: Reply = { status: 404, body: "" };

/** Route 53, which asks for the token of the role's keys. */
const routes = (token: string) =>
  serve((asked, records) =>
    asked.headers["x-amz-security-token"] === token ? apis.route53(asked, records) : { status: 403, body: "" },
  );

/** `proxied`: where HTTP_PROXY leads. */
function openAt(values: Record<string, string>, { now = () => new Date(), proxied = "" } = {}) {
  const send = httpSender({ environment: proxied ? { HTTP_PROXY: proxied, NO_PROXY: "" } : {} });
  return openRoute53(values, { send, now, nonce: () => "n", environment: {} });
}

describe("Route 53 without keys", () => {
  test("takes those of the instance's role (metadata version 2), past any proxy, and asks again when they are old", async () => {
    const metadata = await serve(({ method, path, headers }) => {
      if (method === "PUT" && path === "/latest/api/token") return { status: 200, body: "t" };
      if (headers["x-aws-ec2-metadata-token"] !== "t") return { status: 401, body: "" };
      if (path === "/latest/meta-data/iam/security-credentials/") return { status: 200, body: "dns role" };
      return path === "/latest/meta-data/iam/security-credentials/dns%20role" ? { status: 200, body: role } : no;
    });
    const zone = await routes("token-1");
    const proxy = await serve(() => ({ status: 502, body: "" }));
    let time = Date.now();
    const values = { AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url, AWS_ENDPOINT_URL_ROUTE_53: zone.url };
    const direct = openAt(values, { now: () => new Date(time) });
    await direct.present(record, signal());
    await direct.cleanUp(record, signal());
    expect(metadata.diary).toHaveLength(3);
    time += 6 * 60_000;
    await direct.present(record, signal());
    expect(metadata.diary).toHaveLength(6);
    expect(zone.records).toEqual(["_acme-challenge.a.test v"]);

    const behind = openAt(values, { proxied: proxy.url });
    await expect(behind.present(record, signal())).rejects.toMatchObject({ code: expect.stringMatching(/^dns-api-/) });
    expect(proxy.diary.filter((line) => line.includes("/latest/"))).toEqual([]);
    expect(metadata.diary).toHaveLength(9);
  });

  test("takes those of the container's role, with its token", async () => {
    const container = await serve(({ headers }) =>
      headers.authorization === "tok" ? { status: 200, body: role } : no,
    );
    const zone = await routes("token-1");
    const provider = openAt({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${container.url}/v2/x`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "tok",
      AWS_ENDPOINT_URL_ROUTE_53: zone.url,
    });
    await provider.present(record, signal());
    expect(zone.records).toHaveLength(1);
  });

  test.each([
    ["nothing answers", "http://127.0.0.1:9"],
    ["no role is there", undefined],
  ])("says how to give it some where %s", async (_, endpoint) => {
    const metadata = await serve(({ method }) => (method === "PUT" ? { status: 200, body: "t" } : no));
    const provider = openAt({ AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint ?? metadata.url });
    await expect(provider.present(record, signal())).rejects.toMatchObject({
      code: "dns-api-role",
      fix: expect.stringContaining("--http-put-response-hop-limit 2"),
    });
  });
});

test("Route 53 acts as the role of AWS_ASSUME_ROLE_ARN, and one that may not be taken is a refusal", async () => {
  const sts = await serve(async (request) => {
    const asked = new URLSearchParams(request.body);
    const isAllowed = asked.get("RoleArn") === "arn:aws:iam::1:role/dns" && asked.get("ExternalId") === "ext";
    const signature = await awsSignature(request, "sts", { id: "own", secret: "secret" });
    if (!isAllowed || request.headers.authorization !== signature)
      return {
        status: 403,
        body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>m</Message></Error></ErrorResponse>",
      };
    const keys =
      "<AccessKeyId>id-1</AccessKeyId><SecretAccessKey>secret-1</SecretAccessKey><SessionToken>as</SessionToken>";
    return { status: 200, body: `<R><AssumeRoleResult><Credentials>${keys}</Credentials></AssumeRoleResult></R>` };
  });
  const zone = await routes("as");
  const values = {
    ...{ AWS_ACCESS_KEY_ID: "own", AWS_SECRET_ACCESS_KEY: "secret", AWS_EXTERNAL_ID: "ext" },
    ...{ AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL_ROUTE_53: zone.url },
  };
  await openAt({ ...values, AWS_ASSUME_ROLE_ARN: "arn:aws:iam::1:role/dns" }).present(record, signal());
  expect(zone.records).toHaveLength(1);
  const other = openAt({ ...values, AWS_ASSUME_ROLE_ARN: "arn:aws:iam::1:role/other" });
  await expect(other.present(record, signal())).rejects.toMatchObject({ code: "dns-api-refused" });
});
