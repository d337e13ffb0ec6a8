import { assert, asyncProperty, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { servePages } from "../../src/metrics/server.ts";
import { accepts, typed } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";

test("whatever a stranger sends ends its own connection at most", async () => {
  const [port = 0] = await freePorts(1);
  const said: string[] = [];
  const page = async () => ({ status: 200, type: "text/plain", body: "all_is_well 1\n" });
  servePages({ "/metrics": page }, port, (line) => said.push(line));
  await accepts(port);
  for (const target of ["//", "http://[/", "*", "/%", "?", `/${"x".repeat(60_000)}`]) {
    expect(await typed(port, `GET ${target} HTTP/1.1\r\nhost: x\r\n\r\n`)).not.toContain("all_is_well");
  }
  await assert(
    asyncProperty(uint8Array({ maxLength: 300 }), async (bytes) => void (await typed(port, bytes))),
    {
      numRuns: 50,
    },
  );
  expect(await typed(port, "GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).toContain("all_is_well 1");
  expect(said).toEqual([]);
});
