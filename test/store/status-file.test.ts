import { expect, test } from "vitest";
import { healthTable } from "../../src/cli/health.ts";
import { statusFile } from "../../src/store/status-file.ts";
import { temporaryFolder } from "../support/folders.ts";

test("what is posted is read back, with what fails and until when it may, by another process too", async () => {
  const folder = await temporaryFolder();
  expect(await statusFile(folder, healthTable).read()).toBeUndefined();
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
  const failing = { healthy: true, line: "why", next: at(13), failing: { since: at(12), actFrom: at(14) } };
  await statusFile(folder, healthTable).post(failing);
  expect(await statusFile(folder, healthTable).read()).toEqual(failing);
  await statusFile(folder, healthTable).post({ healthy: true, line: "well", next: undefined });
  expect(await statusFile(folder, healthTable).read()).toEqual({ healthy: true, line: "well" });
});
