import { expect, it } from "vitest";
import { Problem } from "../../src/model/problem.ts";
import { type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

it("says that there is nothing to repair", async () => {
  expect(await type("repair")).toMatchObject({ screen: "nothing to repair", code: 0 });
});

it("says what it mended, what a person must decide, and what comes next", async () => {
  const staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
  const list = async () => [
    {
      name: "bad.test",
      problem: new Problem({ code: "conf-unreadable", message: "line 2 is odd", fix: "mend line 2" }),
    },
    { name: "dify.test", certificate: certificate({ directory: staging }) },
    { name: "dify.test-0001", certificate: certificate({ name: "dify.test-0001" }) },
    { name: "other.test", certificate: certificate({ name: "other.test" }) },
  ];
  const repairs = [{ name: "dify.test", saw: "plain files are where symlinks belong", did: "restored the symlinks" }];
  expect((await type("repair", { list, repairs })).screen).toMatchInlineSnapshot(`
    "dify.test: plain files are where symlinks belong
      restored the symlinks
    bad.test: line 2 is odd
      fix: mend line 2
    dify.test: its certificate is from a staging CA
      fix: docker compose exec certbot update-cert gets a trusted one in its place, whatever its date
    dify.test-0001: a second certificate for dify.test; nginx reads live/dify.test and never this one
      fix: when dify.test is served, docker compose exec certbot certbot delete --cert-name dify.test-0001
    then: docker compose exec certbot update-cert"
  `);
});
