import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { httpSender } from "../../../src/challenge/dns/http-call.ts";
import type { ProviderTools } from "../../../src/challenge/dns/providers/kind.ts";
import { providers } from "../../../src/challenge/dns/providers/table.ts";
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

const signed = ["alidns", "tencentcloud", "route53"] as const;
const odd = ["!'()*~+/=&%", "例え.日本", "\u{1f600}é", "a=b&c=d;e,f", "<x>&amp;", "A_Z-0.9"];

describe.each(signed)("%s: the vendor's own code signs the same request alike", (name) => {
  test.each(odd)("with %j in the name and in the value", async (text) => {
    const { api, provider } = await openCloud(name);
    const asked = { ...record(text), fqdn: `_acme-challenge.${text}.a.test` };
    await provider.present(asked, signal());
    await provider.cleanUp(asked, signal());
    expect(api.diary.length).toBeGreaterThanOrEqual(3);
  });

  test("with a token of a role, at any second of the day", async () => {
    for (const time of ["2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00Z", "2028-02-29T04:05:06.007Z"]) {
      const api = await startApi(apis[name]);
      opened.push(api);
      const token = { ALICLOUD_SECURITY_TOKEN: "t/+=", TENCENTCLOUD_SESSION_TOKEN: "t/+=", AWS_SESSION_TOKEN: "t/+=" };
      const values = { ...cloudSettings[name](api.url, "secret-1"), ...token };
      const provider = (await providers[name]())(values, { ...tools, now: () => new Date(time) });
      await provider.present(record("one"), signal());
      expect(api.records).toHaveLength(1);
    }
  });
});
