import { parse } from "dotenv";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { changeEnvText } from "../../src/stack-files/env-text.ts";
import { calmEnvFile } from "../support/env-files.ts";
import { repeat } from "../support/soak.ts";

test("dotenv, too, reads our keys as written and every other key as before", async () => {
  const on = { NGINX_HTTPS_ENABLED: "true", NGINX_SSL_CERT_FILENAME: "fullchain.pem" };
  await fc.assert(
    fc.asyncProperty(calmEnvFile, async (before) => {
      expect(parse(changeEnvText(before, on, ".env"))).toEqual({ ...parse(before), ...on });
    }),
    { numRuns: 1000 * repeat },
  );
});
