import { expect, test } from "vitest";
import { appUrlsOf } from "../../src/companion/app-urls.ts";

const stack = (...environments: Record<string, string>[]) => ({
  otherEnvironments: environments.map((one) => new Map(Object.entries(one))),
  addresses: new Map([["api", "172.18.0.2"]]),
  service: "nginx",
});

test("names what any container of the stack runs with, and leaves out what leads from container to container", () => {
  const found = appUrlsOf(
    stack({ FILES_URL: "http://api:5001", TRIGGER_URL: "" }, { TRIGGER_URL: "http://localhost" }, { PATH: "" }),
  );
  expect(found).toEqual({ TRIGGER_URL: "http://localhost" });
  expect(
    appUrlsOf(stack({ FILES_URL: "http://nginx", APP_API_URL: "http://host.docker.internal:80" })),
  ).toBeUndefined();
});
