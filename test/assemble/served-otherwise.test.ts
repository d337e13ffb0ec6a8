import { createServer } from "node:https";
import { expect, onTestFinished, test } from "vitest";
import { readOnlyVerbs } from "../../src/assemble/read-only-verbs.ts";
import { readSettings } from "../../src/config/settings.ts";
import { issued, storeIn } from "../store/stored.ts";
import { lineageOf } from "../support/acme.ts";
import { temporaryFolder } from "../support/folders.ts";
import { close, listen, portOf } from "../support/loopback.ts";

test("status asks the wire: a server that stopped serving the stored certificate is told with the fix", async () => {
  const store = storeIn(await temporaryFolder());
  const [pair, another] = [await issued(), await issued()];
  const stored = await store.save(lineageOf("dify.test"), pair);
  const server = createServer({ cert: pair.fullchainPem, key: pair.privateKeyPem });
  await listen(server, 0);
  onTestFinished(() => close(server));
  const port = portOf(server);
  const settings = readSettings({
    ...{ word: "status", words: [] },
    environment: {
      ...{ CERTBOT_DOMAIN: "dify.test", CERTBOT_OPTIONS: "--server https://ca.test/dir" },
      ...{ NGINX_SERVICE: "127.0.0.1", NGINX_SSL_PORT: `${port}` },
    },
  });
  const look = () => readOnlyVerbs({ version: "1", environment: {} }).servedOtherwise(settings, stored);
  expect(await look()).toBeUndefined();
  server.setSecureContext({ cert: another.fullchainPem, key: another.privateKeyPem });
  expect(await look()).toMatchObject({ code: "not-served", message: expect.stringContaining("it serves serial") });
  await close(server);
  expect(await look()).toMatchObject({
    message: expect.stringContaining(`127.0.0.1:${port}: `),
    fix: expect.stringContaining("ssl_certificate"),
  });
});
