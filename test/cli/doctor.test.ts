import { expect, it } from "vitest";
import { painter } from "../../src/cli/colour.ts";
import { describeFindings } from "../../src/cli/findings-screen.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { type } from "../support/command-line.ts";

const findings: readonly Finding[] = [
  { check: "settings", verdict: "fine", saw: "dify.test, by ca.test" },
  { check: "port 80", verdict: "warning", saw: "nobody answers", means: "a closed door", fix: "open it" },
  { check: "dns", verdict: "blocks", saw: "no address", means: "nobody finds it", fix: "add a record" },
];

it("gives the verdict first, then each problem with what it means and what to do, and what is ok in one line", () => {
  expect(describeFindings(findings, { paint: painter(false), columns: undefined }).join("\n")).toMatchInlineSnapshot(`
    "errors: 1, warnings: 1, ok: 1 (nothing was requested or changed)

    error    DNS          no address
                          means: nobody finds it
                          fix: add a record

    warning  port 80      nobody answers
                          means: a closed door
                          fix: open it

    ok       settings"
  `);
  expect(describeFindings(findings, { paint: painter(true), columns: undefined }).at(-1)).toBe(
    "\u001b[32mok      \u001b[39m settings",
  );
  expect(describeFindings(findings, { paint: painter(false), columns: undefined, all: true }).at(-1)).toBe(
    "ok       settings     dify.test, by ca.test",
  );
  expect(describeFindings(findings.slice(0, 1), { paint: painter(false), columns: undefined })[0]).toBe(
    "all is well: ok: 1 (nothing was requested or changed)",
  );
});

it("breaks no word at the edge of a terminal, and leaves a fix whole, so that it can be pasted", () => {
  const finding: Finding = {
    ...{ check: "nginx", verdict: "blocks" },
    saw: "none runs:\nit exits as soon as it starts",
    means: "nobody is served",
    fix: "docker compose up -d nginx certbot",
  };
  expect(
    describeFindings([finding], { paint: painter(false), columns: 40 })
      .slice(2, 5)
      .join("\n"),
  ).toMatchInlineSnapshot(`
    "error    nginx        none runs:
                          it exits as soon
                          as it starts
                          means: nobody is
                          served
                          fix: docker compose up -d nginx certbot"
  `);
});

it("tells unusable settings as a finding with exit code 2, as text and as JSON", async () => {
  const environment = { CERTBOT_DOMAIN: "" };
  const { screen, code } = await type("doctor", { environment });
  expect(code).toBe(2);
  expect(screen).toContain("error    settings     CERTBOT_DOMAIN is empty");
  expect(screen.split("\n")[0]).toBe("errors: 1, warnings: 0, ok: 2 (nothing was requested or changed)");
  const { schema, verdict, findings: found } = JSON.parse((await type("doctor --json", { environment })).screen);
  expect([schema, verdict]).toEqual([1, "blocks"]);
  expect(found[0]).toEqual({
    check: "settings",
    verdict: "blocks",
    saw: "CERTBOT_DOMAIN is empty",
    means: expect.any(String),
    fix: expect.stringContaining("put CERTBOT_DOMAIN="),
  });
});
