import { expect, test } from "vitest";
import { readEmail } from "../../src/config/email.ts";

const atPublic = (value: string) => readEmail(value, "CERTBOT_EMAIL", true);

test.for([
  ["ops@acme.org", "ops@acme.org"],
  ["First.Last+tls@Mail.ACME.org", "First.Last+tls@mail.acme.org"],
  ["ops@münchen.de", "ops@xn--mnchen-3ya.de"],
  ["o'neill@acme.org", "o'neill@acme.org"],
  ["a@acme.org,b@Acme.org", "a@acme.org,b@acme.org"],
  ["a`id`$b|c@acme.org", undefined],
] as const)("%s is read as %s", ([value, email]) => {
  expect(atPublic(value).email).toBe(email);
});

test("no address is no reason for a warning", () => {
  expect(atPublic("")).toEqual({ email: undefined, warning: undefined });
});

test.for([
  "your_email@example.com",
  "your-email@acme.org",
  "youremail@acme.org",
  "<your-email>",
  "me@your_domain.com",
  "changeme@acme.org",
])("the placeholder %s is left out at any authority", (value) => {
  expect(readEmail(value, "CERTBOT_EMAIL", false)).toMatchObject({
    email: undefined,
    warning: expect.stringContaining("is still a placeholder; left out"),
  });
});

test.for([
  "me@example.com",
  "me@example.org",
  "me@example.de",
  "me@example.co.uk",
  "me@mail.example.net",
  "me@a.example",
])("the example %s is left out at a public authority and kept at a local one", (value) => {
  expect(atPublic(value).email).toBeUndefined();
  expect(readEmail(value, "CERTBOT_EMAIL", false).email).toBe(value);
});

test.for([
  "ops",
  "@acme.org",
  "ops@",
  "ops@acme",
  "ops@192.0.1.9",
  "ops@@acme.org",
  "o ps@acme.org",
  "a@acme.org,b@acme.org,",
  "a@acme.org,b@example.com",
  "Ops <ops@acme.org>",
  ".ops@acme.org",
  "ops@acme..org",
  "öps@acme.org",
  "ops@acme.org\r\nbcc: x",
  "ops%40acme.org",
  "ops?subject=x@acme.org",
])("%j is left out", (value) => {
  expect(atPublic(value).email).toBeUndefined();
});

test("the warnings name the variable and the line to paste, and repeat nothing of the value", () => {
  const values = ["your_email@example.com", "s3cret", "a@acme.org, b@acme.org", "me@example.com"];
  expect(values.map((value) => atPublic(value).warning).join("\n")).toMatchInlineSnapshot(`
    "CERTBOT_EMAIL is still a placeholder; left out, so the account has no contact; put CERTBOT_EMAIL=<your address> into .env, then run: docker compose up -d certbot certbot-companion
    CERTBOT_EMAIL is not an e-mail address; left out, so the account has no contact; put CERTBOT_EMAIL=<your address> into .env, then run: docker compose up -d certbot certbot-companion
    CERTBOT_EMAIL has white space or a semicolon in it (commas alone separate addresses); left out, so the account has no contact; put CERTBOT_EMAIL=<your address> into .env, then run: docker compose up -d certbot certbot-companion
    CERTBOT_EMAIL is an example, which no public CA accepts; left out, so the account has no contact; put CERTBOT_EMAIL=<your address> into .env, then run: docker compose up -d certbot certbot-companion"
  `);
});

test("an address that was given by a flag is warned about by the flag's name", () => {
  expect(readEmail("ops", "--email", true).warning).toMatch(/^--email is not an e-mail address; left out/);
});
