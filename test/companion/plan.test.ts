import { expect, test } from "vitest";
import { isDomainKept } from "../../src/companion/plan.ts";

const domain = "a.example";
const envFile = (given: string | undefined) => ({ readable: true, domain: given, https: undefined });

test.each([
  ["the env file has it", envFile(domain), {}, true],
  ["the env file makes it of another variable", envFile("${HOST:-a.example}"), {}, true],
  ["nginx was made with it", envFile(undefined), { CERTBOT_DOMAIN: domain }, true],
  ["it was given in the shell alone", envFile(undefined), { CERTBOT_DOMAIN: "" }, false],
  ["the env file leaves it empty", envFile(""), {}, false],
  ["the shell overrules the env file", envFile("b.example"), { CERTBOT_DOMAIN: "b.example" }, false],
  ["the env file cannot be read", { readable: false, domain: undefined, https: undefined }, {}, false],
])("the next nginx has the domain when %s: %j", (_, file, environment, kept) => {
  expect(isDomainKept(domain, file, environment)).toBe(kept);
});

test("no domain is nothing to keep", () => {
  expect(isDomainKept("", envFile(undefined), {})).toBe(true);
});
