import { describe, expect, test } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { type } from "../support/command-line.ts";

const attach = "attach /srv/x --domain a.test,*.a.test";

/** A container that is told this by standard input, and what was tried in it. */
function world(said: string, fault?: Problem) {
  const tried: unknown[] = [];
  const tryDns = async (given: unknown) => {
    tried.push(given);
    if (fault) throw fault;
  };
  return { tried, given: { assembly: { standardInput: async () => said, tryDns } } };
}

describe("attach --dns, before anything is written", () => {
  test.each([
    ["cloudflare", "hide CF_DNS_API_TOKEN\ntake CLOUDFLARE_BASE_URL\ntake CLOUDFLARE_DNS_API_TOKEN"],
    [
      "rfc2136",
      "ask RFC2136_NAMESERVER\nask RFC2136_TSIG_KEY\nhide RFC2136_TSIG_SECRET\ntake RFC2136_TSIG_ALGORITHM\ntake RFC2136_PORT",
    ],
    ["persist", ""],
  ])("says what %s needs, and what is a secret", async (provider, screen) => {
    expect(await type(`${attach} --dns ${provider} --stage dns`)).toMatchObject({ screen, code: 0 });
  });

  test.each([
    ["--dns cloudfare", '--dns "cloudfare" is none of httpreq, rfc2136, pdns, alidns'],
    ["--dns exec", "--dns exec needs a file inside the container"],
    ["--dns acme-dns", "set DNS_PROVIDER=acme-dns by hand"],
  ])("refuses %s with exit code 2", async (words, says) => {
    const { screen, code } = await type(`${attach} ${words} --stage dns`);
    expect(screen).toContain(says);
    expect(code).toBe(2);
  });

  test("tries what was typed with what httpsidecar.env says of the way out, and prints the file of it alone", async () => {
    const own = "DOCTOR_RESOLVERS=192.0.2.53\nNOTIFY_URLS=https://secret.test\nDNS_PROPAGATION_TIMEOUT=\n";
    const { tried, given } = world(`CF_DNS_API_TOKEN=a b#'c\nCLOUDFLARE_BASE_URL=\n\0\0${own}`);
    const { screen, code } = await type(`${attach} --dns cloudflare --stage probe`, given);
    expect(tried).toEqual([
      {
        domains: ["a.test", "*.a.test"],
        provider: "cloudflare",
        environment: { CF_DNS_API_TOKEN: "a b#'c", DOCTOR_RESOLVERS: "192.0.2.53", DNS_PROPAGATION_TIMEOUT: "" },
      },
    ]);
    const printed = screen.split("\n").filter((line) => !line.startsWith("! "));
    expect({ printed, code }).toEqual({ printed: ["CF_DNS_API_TOKEN=`a b#'c`"], code: 0 });
  });

  test("takes certbot's own file, and names its line when the provider refuses the key", async () => {
    const fault = new Problem({ code: "dns-api-refused", message: "Cloudflare refuses the key: 403", fix: "x" });
    const { tried, given } = world("\0# mine\n\ndns_cloudflare_api_token = old\n\0", fault);
    const { screen, code } = await type(
      `${attach} --dns cloudflare --dns-credentials /root/cf.ini --stage probe`,
      given,
    );
    expect(tried).toMatchObject([{ environment: { CF_DNS_API_TOKEN: "old" } }]);
    expect(screen).toContain("fix: check CF_DNS_API_TOKEN (/root/cf.ini line 3), and that the key may change TXT");
    expect({ code, isShown: screen.includes("old") }).toEqual({ code: 1, isShown: false });
  });

  test("says what is missing before anything is tried", async () => {
    const { tried, given } = world("ALICLOUD_ACCESS_KEY=a\nALICLOUD_SECRET_KEY=\n\0\0");
    const { screen, code } = await type(`${attach} --dns alidns --stage probe`, given);
    expect(screen).toContain("--dns alidns needs ALICLOUD_SECRET_KEY");
    expect({ code, tried }).toEqual({ code: 2, tried: [] });
  });

  test("is for docker/attach, whose container that talks to the world has no Docker socket", async () => {
    const attaching = { attach: async () => expect.unreachable() } as never;
    const { screen, code } = await type(`${attach} --dns cloudflare`, { attaching });
    expect(screen).toContain("use docker/attach of this repository");
    expect(code).toBe(2);
  });

  test.each(["attach /srv/x --domain dify.acme.org", "detach /srv/x"])(
    "%s --dry-run ends with 0, as a no does not",
    async (line) => {
      const declined = async () => ({ result: "declined", start: "" });
      const attaching = { attach: declined, detach: async () => "declined" } as never;
      const codes = [" --dry-run", ""].map(async (word) => (await type(`${line}${word}`, { attaching })).code);
      expect(await Promise.all(codes)).toEqual([0, 3]);
    },
  );

  test("reads the tried key above what Compose says", async () => {
    const seen: unknown[] = [];
    const propose = async (...given: unknown[]) => {
      seen.push(given);
      return { isChange: false, override: "" };
    };
    const standardInput = async () => "CF_DNS_API_TOKEN=t\n{\n}\n";
    await type(`${attach} --dns cloudflare --stage propose`, {
      attaching: { propose } as never,
      assembly: { standardInput },
    });
    const dns = { provider: "cloudflare", credentials: "CF_DNS_API_TOKEN=t\n" };
    expect(seen).toEqual([[expect.objectContaining({ dns, domain: "a.test,*.a.test" }), "{\n}\n"]]);
  });
});
