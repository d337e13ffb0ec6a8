import type Docker from "dockerode";
import { expect, test } from "vitest";
import { clearFormer } from "../../src/attach/rehearsal.ts";

const now = Date.parse("2026-11-30T12:00:00Z");
const made = (Id: string, minutes: number) => ({ Id, Created: now / 1000 - minutes * 60 });

test("a copy that a killed attach left is removed by the next one, and none that may be at work", async () => {
  const diary: unknown[] = [];
  const docker = {
    async listContainers(asked: unknown) {
      diary.push(asked);
      return [made("left", 10), made("gone", 20), made("at-work", 1)];
    },
    getContainer: (id: string) => ({
      async remove(how: unknown) {
        diary.push([id, how]);
        if (id === "gone") throw new Error("no such container");
      },
    }),
  } as unknown as Docker;
  await clearFormer(docker, "nginx-id", now);
  const how = { force: true, v: true };
  const asked = { all: true, filters: { label: ["httpsidecar.copy-of=nginx-id"] } };
  expect(diary).toEqual([asked, ["left", how], ["gone", how]]);
});
