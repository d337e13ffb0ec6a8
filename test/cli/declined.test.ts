import { expect, test } from "vitest";
import { Declined } from "../../src/base/declined.ts";
import { type } from "../support/command-line.ts";

test("a question that is left with Ctrl-C or Ctrl-D ends the command with exit code 3, and without a word", async () => {
  const left = async () => {
    throw new Declined();
  };
  const { screen, code, diary } = await type("csr --with-passphrase", {
    environment: { CERTBOT_DOMAIN: "shop.example.dev" },
    assembly: { ask: left },
  });
  expect({ screen, code, diary }).toEqual({ screen: "", code: 3, diary: [] });
});
