import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { type } from "../support/command-line.ts";

const environment = { CERTBOT_DOMAIN: "a.test,*.a.test,www.b.test", DNS_PROVIDER: "persist" };

/** A CA that knows our account, once it is registered. */
function world(isKnown: boolean, url = "https://ca.test/acct/1") {
  const done: string[] = [];
  const none = new Problem({ code: "no-account", message: "none", fix: "wait" });
  const accountClient = async () => ({
    show: async () => (isKnown || done.length > 0 ? { url, contacts: [], thumbprint: "" } : await Promise.reject(none)),
    register: async () => void done.push("register"),
    changeContact: async () => {},
    close: async () => "",
    revoke: async () => {},
  });
  return { done, given: { environment, assembly: { accountClient } } };
}

it("shows one record for each name to set once, and what that means", async () => {
  const { done, given } = world(true);
  const { screen, code } = await type("dns-record", given);
  expect(screen).toMatchInlineSnapshot(`
    "_validation-persist.a.test. TXT "ca.test; accounturi=https://ca.test/acct/1; policy=wildcard"
    _validation-persist.www.b.test. TXT "ca.test; accounturi=https://ca.test/acct/1"
    add it once at your DNS provider, and set DNS_PROVIDER=persist in httpsidecar.env; renewals need no other record
    from then on the account's key is enough to obtain certificates for these names: it is kept in the volume httpsidecar-state (without that volume in /etc/letsencrypt/accounts); keep it, and keep it closed to others"
  `);
  expect({ code, done }).toEqual({ code: 0, done: [] });
});

it("registers an account where there is none, since the record names it", async () => {
  const { done, given } = world(false);
  expect((await type("dns-record", given)).screen).toContain("accounturi=https://ca.test/acct/1");
  expect(done).toEqual(["register"]);
});

it.each(['https://ca.test/"; rm', "http://ca.test/acct/1", "https://ca.test/a;b", "https://ca.test/\u001b[2J"])(
  "shows nothing of a CA whose account is at %j",
  async (url) => {
    const { screen, code } = await type("dns-record", world(true, url).given);
    expect(screen).toContain("! error: the CA gives names or addresses that cannot be written into a DNS record");
    expect(screen).not.toContain(url);
    expect(code).toBe(1);
  },
);
