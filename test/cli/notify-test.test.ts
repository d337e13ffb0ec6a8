import { expect, it } from "vitest";
import { type } from "../support/command-line.ts";

const environment = { NOTIFY_URLS: "https://ntfy.sh/s3cret" };

it("says for each destination whether the notice arrived, and ends with 1 unless all did", async () => {
  const arrived = ["ntfy (ntfy.sh): arrived"];
  expect(await type("notify-test", { environment, arrived })).toMatchObject({ screen: arrived[0], code: 0 });
  expect((await type("notify-test", { environment, allArrived: false })).code).toBe(1);
});

it("says what to set where nobody is to be told", async () => {
  const { screen, code } = await type("notify-test");
  expect(screen).toContain("fix: put NOTIFY_URLS=");
  expect(code).toBe(2);
});

it("passes what each look of the loop came to on to those who watch", async () => {
  const { diary } = await type("serve", { stopped: true });
  expect(diary).toContain("observe renewed");
});
