import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { httpSender } from "../../../src/challenge/dns/http-call.ts";
import { providers } from "../../../src/challenge/dns/providers/table.ts";
import { apis, startApi } from "../../support/dns-apis.ts";
import { cloudSettings } from "../../support/dns-cloud-settings.ts";
import { pageText, pastedJson } from "../../support/pages.ts";

const some = z.union([z.string(), z.array(z.string())]).transform((actions) => [actions].flat());
const statement = z.union([
  z.object({ Action: some }).transform(({ Action }) => Action),
  z.object({ action: some }).transform(({ action }) => action),
]);
const policy = z.union([
  z.object({ Statement: z.array(statement) }).transform(({ Statement }) => Statement.flat()),
  z.object({ statement: z.array(statement) }).transform(({ statement: each }) => each.flat()),
]);
const policies = (page: string) => pastedJson(pageText(page)).map((each) => policy.parse(each));

const tools = { send: httpSender({ environment: {} }), now: () => new Date(), nonce: () => "n", environment: {} };
const record = { zone: "a.test", fqdn: "_acme-challenge.a.test", value: "v", domain: "a.test" };
const names = ["alidns", "tencentcloud", "route53"] as const;

/** As the provider's policies name it. */
function actionOf({ method, path, headers }: Parameters<(typeof apis)["route53"]>[0]): string {
  const ofPath = path.endsWith("/hostedzonesbyname") ? "ListHostedZonesByName" : "ListResourceRecordSets";
  return `${headers["x-acs-action"] ?? headers["x-tc-action"] ?? (method === "GET" ? ofPath : "ChangeResourceRecordSets")}`;
}

test.each(names)(
  "%s: the policy on the page allows what is called to make a record and to remove it, and no more",
  async (name) => {
    const called = new Set<string>();
    const api = await startApi((asked, records) => {
      called.add(actionOf(asked));
      return apis[name](asked, records);
    });
    onTestFinished(() => api.close());
    const provider = (await providers[name]())(cloudSettings[name](api.url, "secret-1"), tools);
    await provider.present(record, AbortSignal.timeout(30_000));
    await provider.cleanUp(record, AbortSignal.timeout(30_000));
    const allowed = policies("docker/docs/dns.md")[names.indexOf(name)]?.map((action) => action.split(":")[1]);
    expect(allowed?.toSorted()).toEqual([...called].toSorted());
  },
);

test("the policies are the same in each language", () => {
  const [english, ...others] = ["md", "zh-CN.md", "ja.md"].map((end) => pastedJson(pageText(`docker/docs/dns.${end}`)));
  expect(english).toHaveLength(3);
  for (const each of others) expect(each).toEqual(english);
});
