import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { httpSender } from "../../../src/challenge/dns/http-call.ts";
import { signAcs3 } from "../../../src/challenge/dns/providers/alidns.ts";
import { signV4 } from "../../../src/challenge/dns/providers/aws-signature.ts";
import type { ProviderTools } from "../../../src/challenge/dns/providers/kind.ts";
import { providers } from "../../../src/challenge/dns/providers/table.ts";
import { signTc3 } from "../../../src/challenge/dns/providers/tencentcloud.ts";
import type { TxtRecord } from "../../../src/model/dns.ts";
import { type Api, apis, startApi } from "../../support/dns-apis.ts";
import { type CloudName, cloudSettings } from "../../support/dns-cloud-settings.ts";

const opened: Api[] = [];
afterEach(async () => {
  for (const api of opened.splice(0)) await api.close();
});

const tools: ProviderTools = {
  send: httpSender({ environment: {} }),
  now: () => new Date(),
  nonce: () => "n1",
  environment: { PATH: process.env["PATH"] },
};

async function openCloud(name: CloudName, secret = "secret-1") {
  const api = await startApi(apis[name]);
  opened.push(api);
  const provider = (await providers[name]())(cloudSettings[name](api.url, secret), tools);
  return { api, provider };
}

const record = (value: string, zone = "a.test"): TxtRecord => ({
  zone,
  fqdn: `_acme-challenge.${zone}`,
  value,
  domain: zone,
});
const signal = () => AbortSignal.timeout(60_000);
const names = Object.keys(cloudSettings) as CloudName[];

describe.each(names)("%s", (name) => {
  test("puts two values side by side and removes one of them", async () => {
    const { api, provider } = await openCloud(name);
    await provider.present(record("one"), signal());
    await provider.present(record("two"), signal());
    expect(api.records).toEqual(["_acme-challenge.a.test one", "_acme-challenge.a.test two"]);
    await provider.cleanUp(record("one"), signal());
    expect(api.records).toEqual(["_acme-challenge.a.test two"]);
    await provider.cleanUp(record("two"), signal());
    expect(api.records).toEqual([]);
  });

  test("removes without a word what is not there any more", async () => {
    const { api, provider } = await openCloud(name);
    await provider.cleanUp(record("gone"), signal());
    expect(api.records).toEqual([]);
  });

  test("names the variables of a key that is refused, and says nothing of the key", async () => {
    const { provider } = await openCloud(name, "wrong-secret");
    const problem = await provider.present(record("one"), signal()).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: "dns-api-refused" });
    expect(JSON.stringify(problem)).not.toContain("wrong-secret");
  });
});

const withZones = names.filter((name) => name !== "httpreq");
test.each(withZones)("%s says that the account does not have the zone", async (name) => {
  const { provider } = await openCloud(name);
  await expect(provider.present(record("one", "b.test"), signal())).rejects.toMatchObject({ code: "dns-api-zone" });
});

const repeatable = names.filter((name) => name !== "conohav3");
test.each(repeatable)("%s may be asked twice for the same value", async (name) => {
  const { api, provider } = await openCloud(name);
  await provider.present(record("one"), signal());
  await provider.present(record("one"), signal());
  expect(api.records).toEqual(["_acme-challenge.a.test one"]);
});

test.each(names)("%s: an answer of another shape, HTML or endless words end in a Problem", async (name) => {
  for (const body of ["<html>down\u001b[8m</html>", "[]", "{}", "x".repeat(900_000)]) {
    const api = await startApi(() => ({ status: 502, body }));
    opened.push(api);
    const provider = (await providers[name]())(cloudSettings[name](api.url, "secret-1"), tools);
    const problem = await provider.present(record("one"), signal()).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: expect.stringMatching(/^dns-api-/) });
    expect((problem as Error).message.length).toBeLessThan(500);
    expect((problem as Error).message).not.toContain("\u001b");
  }
});

test("an API that is not there is named by its host", async () => {
  const provider = (await providers.cloudflare())(
    { CF_DNS_API_TOKEN: "t", CLOUDFLARE_BASE_URL: "http://127.0.0.1:9" },
    tools,
  );
  await expect(provider.present(record("one"), signal())).rejects.toMatchObject({
    code: "dns-api-silent",
    message: expect.stringContaining("127.0.0.1:9"),
  });
});

test("an answer of more than 1 MiB is not read to its end", async () => {
  const api = await startApi(() => ({ status: 200, body: "x".repeat(2 * 1024 * 1024) }));
  opened.push(api);
  await expect(tools.send({ method: "GET", url: api.url }, signal())).rejects.toMatchObject({ code: "dns-api-silent" });
});

describe("a script of the operator's", () => {
  async function script(lines: string) {
    const folder = await mkdtemp(join(tmpdir(), "dns-script-"));
    const path = join(folder, "hook with blanks.sh");
    await writeFile(path, `#!/bin/sh\n${lines}\n`);
    await chmod(path, 0o755);
    const diary = join(folder, "diary");
    const provider = (await providers.exec())(
      { EXEC_PATH: path },
      { ...tools, environment: { ...tools.environment, DIARY: diary } },
    );
    return { provider, diary };
  }

  test("gets its verb, the name with its dot, and the value, as words and not as shell text", async () => {
    const { provider, diary } = await script('printf "%s|" "$@" >>"$DIARY"');
    await provider.present(record("a b;$(id)"), signal());
    await provider.cleanUp(record("v"), signal());
    expect(await readFile(diary, "utf8")).toBe(
      "present|_acme-challenge.a.test.|a b;$(id)|cleanup|_acme-challenge.a.test.|v|",
    );
  });

  test("that fails is a Problem with its last line", async () => {
    const { provider } = await script("echo first >&2; echo the zone is locked >&2; exit 3");
    await expect(provider.present(record("v"), signal())).rejects.toMatchObject({
      code: "dns-script-failed",
      message: expect.stringMatching(/ended with exit code 3: the zone is locked$/),
    });
  });

  test("that prints without end is heard up to a bound", async () => {
    const { provider } = await script("yes 0123456789012345678901234567890123456789 | head -c 4000000; exit 4");
    const problem = await provider.present(record("v"), signal()).catch((error: unknown) => error);
    expect((problem as Error).message.length).toBeLessThan(500);
  });

  test("that never ends is ended with the signal", async () => {
    const { provider } = await script("sleep 600");
    await expect(provider.present(record("v"), AbortSignal.timeout(300))).rejects.toMatchObject({
      code: "dns-script-failed",
    });
  });
});

describe("acme-dns", () => {
  async function open(accounts: unknown) {
    const asked: string[] = [];
    const api = await startApi(({ headers, body, path }) => {
      asked.push(`${path} ${headers["x-api-user"]} ${headers["x-api-key"]} ${body}`);
      return { status: 200, body: { txt: "v" } };
    });
    opened.push(api);
    const path = join(await mkdtemp(join(tmpdir(), "acme-dns-")), "accounts.json");
    await writeFile(path, typeof accounts === "string" ? accounts : JSON.stringify(accounts));
    const provider = (await providers["acme-dns"]())(
      { ACME_DNS_API_BASE: api.url, ACME_DNS_STORAGE_PATH: path },
      tools,
    );
    return { provider, asked };
  }
  const account = { username: "u", password: "p", subdomain: "s", fulldomain: "s.auth.test", allowfrom: [] };
  const target = { ...record("v"), fqdn: "s.auth.test" };

  test("updates the account whose name the CNAME leads to", async () => {
    const { provider, asked } = await open({ "a.test": account });
    await provider.present(target, signal());
    expect(asked).toEqual(['/update u p {"subdomain":"s","txt":"v"}']);
  });

  test("says which name has no account, and a file that cannot be read, without its content", async () => {
    const none = await open({ "a.test": account });
    await expect(none.provider.present(record("v"), signal())).rejects.toMatchObject({ code: "dns-api-zone" });
    const damaged = await open('{"password": "hidden"');
    const problem = await damaged.provider.present(target, signal()).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: "dns-api-storage" });
    expect(String((problem as Error).message)).not.toContain("hidden");
  });
});

describe("signatures are those of the vendors' own SDKs for the same request", () => {
  test("TC3 (tencentcloud-sdk-nodejs-common 4.1.220)", () => {
    const body = JSON.stringify({ Domain: "a.test", SubDomain: "_acme-challenge" });
    const host = "dnspod.tencentcloudapi.com";
    const headers = signTc3({
      host,
      action: "CreateRecord",
      body,
      seconds: 1764400000,
      id: "id-1",
      secret: "secret-1",
    });
    expect(headers["authorization"]).toBe(
      "TC3-HMAC-SHA256 Credential=id-1/2025-11-29/dnspod/tc3_request, SignedHeaders=content-type;host, Signature=be1ebd9016a3e55fd6d3af2dbbe7ae93f25c725a97176c52caedbdf95dad5c43",
    );
  });

  test("ACS3 (@alicloud/openapi-util 0.3.3)", () => {
    const headers = signAcs3({
      ...{ host: "alidns.aliyuncs.com", action: "AddDomainRecord", version: "2015-01-09", nonce: "n1" },
      ...{ date: "2026-11-29T12:00:00Z", key: "id-1", secret: "secret-1" },
      query: { DomainName: "a.test", RR: "_acme-challenge", Type: "TXT", Value: "x y*~" },
    });
    expect(headers["authorization"]).toBe(
      "ACS3-HMAC-SHA256 Credential=id-1,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=e57ab90226fa1e6e6ada657e7088f302074f6a2f8cfcc4c8987fce5df4dade0e",
    );
  });

  test("AWS V4 (@smithy/signature-v4 1.1.0)", () => {
    const common = {
      ...{ host: "route53.amazonaws.com", path: "/2013-04-01/hostedzone/Z1/rrset" },
      ...{ date: new Date("2026-11-29T12:00:00Z"), key: "id-1", secret: "secret-1", token: "tok" },
    };
    const signed = "SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=";
    const scope = "AWS4-HMAC-SHA256 Credential=id-1/20261129/us-east-1/route53/aws4_request, ";
    expect(signV4({ ...common, method: "POST", query: "", body: "<x/>" })["authorization"]).toBe(
      `${scope}${signed}714323db66dbbab6261b33d6093f3f4b5d9b40874d2195156e071c192448e304`,
    );
    const query = "maxitems=1&name=_acme-challenge.a.test&type=TXT";
    expect(signV4({ ...common, method: "GET", query, body: "" })["authorization"]).toBe(
      `${scope}${signed}cb00fccd13fe998058e287a9c83b1ac373ad2c0e24d338a14707be8014e59e43`,
    );
  });
});
