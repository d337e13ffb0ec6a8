import { expect, it } from "vitest";
import { type } from "../support/command-line.ts";

const environment = { NOTIFY_URLS: "https://ntfy.sh/s3cret" };

it("says for each destination whether the notice arrived, and ends with 1 unless all did", async () => {
  const notices = (all: boolean) => ({
    async test(lineage: string, say: (line: string) => void) {
      say(`ntfy (ntfy.sh): ${lineage}`);
      return all;
    },
  });
  expect(await type("notify-test", { environment, notices: notices(true) })).toMatchObject({
    screen: "ntfy (ntfy.sh): dify.test",
    code: 0,
  });
  expect((await type("notify-test", { environment, notices: notices(false) })).code).toBe(1);
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
