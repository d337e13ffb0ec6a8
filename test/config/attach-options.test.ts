import { describe, expect, test } from "vitest";
import { readAttachOptions } from "../../src/config/attach-options.ts";

const domainOf = (typed: string) => readAttachOptions(["/srv/x", "--domain", typed]);

describe("the name that is typed after --domain", () => {
  test.each([
    ["DIFY.Acme.org.", "dify.acme.org"],
    ["例え.jp", "xn--r8jz45g.jp"],
    ["a.acme.org, www.a.acme.org", "a.acme.org,www.a.acme.org"],
    ["a.acme.org,A.acme.org,", "a.acme.org"],
    ["*.acme.org,acme.org", "*.acme.org,acme.org"],
  ])("%s is taken as it is meant", (typed, domain) => {
    expect(domainOf(typed)).toMatchObject({ domain, doubts: [] });
  });

  test.each([
    ["https://dify.acme.org/apps", "is a URL", "--domain dify.acme.org"],
    ["a.acme.org;b.acme.org", "has a character", "--domain a.acme.org,b.acme.org"],
    ["a.acme.org b.acme.org", "has a character", "--domain a.acme.org,b.acme.org"],
    ["a..acme.org", "nothing between two", "--domain <the name that people type to reach this site>"],
    ["localhost", "the machine itself", "--domain <the name that people type to reach this site>"],
    ["dify.your-company.jp", "is still a placeholder", "--domain <the name that people type to reach this site>"],
    ["", "--domain is missing", "--domain <the name that people type to reach this site>"],
  ])("%s is refused with a line that would not be refused again", (typed, message, fix) => {
    expect(() => domainOf(typed)).toThrow(expect.objectContaining({ message: expect.stringContaining(message), fix }));
  });

  test.each([
    ["my_app.acme.org", "my_app.acme.org has an underscore, which no public CA accepts"],
    ["192.168.1.4", /an address inside a network/],
    ["chat.corp", "chat.corp is reserved: no public CA can sign it"],
    ["intranet", /is a single word/],
  ])("%s is taken with a doubt, since the stack's CA may be a private one", (typed, doubt) => {
    expect(domainOf(typed)).toMatchObject({ domain: typed, doubts: [expect.stringMatching(doubt)] });
  });
});

test("an address of a page's example is left out with a fix", () => {
  expect(() => readAttachOptions(["/srv/x", "--domain", "a.org", "--email", "you@your-company.jp"])).toThrow(
    "is still a placeholder",
  );
});

describe("the service that is typed after --upstream", () => {
  const upstreamOf = (typed: string) =>
    readAttachOptions(["/srv/x", "--domain", "a.org", "--upstream", typed]).upstream;

  test.each([
    ["web:3000", "web:3000"],
    ["my_app.web-1:80", "my_app.web-1:80"],
    ["http://web:3000/", "web:3000"],
    ["https://web:8443", "https://web:8443"],
    ["HTTPS://web:8443/", "https://web:8443"],
  ])("%s is taken as it is meant", (typed, upstream) => {
    expect(upstreamOf(typed)).toBe(upstream);
  });

  test.each(["web", ":80", "web:0", "web:$PORT", "web:80/app", "ftp://web:80", "https://https://web:80", "web:80;x"])(
    "%s is refused with the form that is wanted",
    (typed) => {
      expect(() => upstreamOf(typed)).toThrow("is not SERVICE:PORT");
    },
  );
});
