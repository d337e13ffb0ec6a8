import { expect, test } from "vitest";
import { ms } from "../../src/base/dates.ts";
import { judge } from "../../src/cli/health.ts";
import type { Status } from "../../src/model/status.ts";
import { type } from "../support/command-line.ts";
import { follow, type Said } from "./follow.ts";
import { healthFixes } from "./followed.ts";

const now = new Date("2026-11-20T12:00:00Z");
const ago = (hours: number) => new Date(now.getTime() - hours * ms.hour);

/** What each posted last; a start posts again. */
const posted: Record<(typeof healthFixes)[number]["why"], Status> = {
  "the loop": { healthy: true, line: "dify.test is served", fix: undefined, next: ago(2) },
  "the companion": { healthy: true, line: "nginx is served", fix: undefined, next: undefined, staleAt: ago(1) },
};

test.each(healthFixes)(
  "where $why stands still, following '$fix' changes the next line of health",
  async ({ why, fix }) => {
    let status = posted[why];
    const look = (): Said | undefined => {
      const { healthy, trouble } = judge(status, now);
      return healthy || !trouble ? undefined : { message: trouble.line, fix: trouble.fix ?? "" };
    };
    const before = look() as Said;
    expect(before.fix).toBe(fix);
    expect((await type("health", { status, now })).screen).toContain(`fix: ${fix}`);
    await follow(before, {
      folder: "",
      inContainer: () => Promise.reject(new Error("nothing is to be typed in the container")),
      compose: async (line) => {
        const service = why === "the loop" ? "certbot" : "certbot-companion";
        if (line === `docker compose restart ${service}`)
          status = { ...status, next: ago(-1), ...(status.staleAt && { staleAt: ago(-1) }) };
      },
    });
    expect(look()).toBeUndefined();
    expect((await type("health", { status, now })).code).toBe(0);
  },
);
