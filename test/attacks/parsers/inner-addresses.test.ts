import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openDoctor } from "../../../src/assemble/doctor-parts.ts";
import { readSettings } from "../../../src/config/settings.ts";
import { lineageStore } from "../../../src/store/lineages.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { strategyAt } from "../../support/strategy.ts";

const environment = { CERTBOT_DOMAIN: "shop.acme.org", DOCTOR_RESOLVERS: "127.0.0.1:9" };

/** Who answers for the name sends the doctor to each of these, all of which lead to itself. */
const inner = ["127.0.0.2", "127.0.0.3", "0x7f.4"];

/** How often doctor's own parts, as they are put together, ask the server that redirects inwards. */
async function askedBy(publicAuthority: boolean): Promise<number> {
  let asked = 0;
  const server = createServer((_, response) => {
    const location = `http://${inner[asked]}/inside`;
    asked += 1;
    response.writeHead(asked > inner.length ? 200 : 302, { location, connection: "close" }).end();
  }).listen(0, "0.0.0.0");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const folder = await temporaryFolder();
  const folders = { config: folder, webroot: folder, logs: folder, run: folder, state: folder };
  const parts = await openDoctor(readSettings({ environment, words: [], word: "doctor", folders }), {
    run: { version: "1.2.3", environment, say: () => {} },
    signal: new AbortController().signal,
    store: lineageStore({ folder, webroot: folder, version: "1.2.3" }),
    strategy: strategyAt({ ask: () => Promise.reject(new Error("nobody is asked")) }),
    publicPorts: { http: (server.address() as AddressInfo).port, https: 9 },
    publicAuthority,
  });
  const probe = { path: "/.well-known/acme-challenge/x", body: "ours" };
  await parts.follow({ domain: "shop.acme.org", address: "127.0.0.1", probe });
  return asked;
}

test("doctor follows no redirect to an inner address, as its parts are put together", async () => {
  expect(await askedBy(true)).toBe(1);
  // a company's own CA is asked from inside, and so is the name: the redirects would have been followed
  expect(await askedBy(false)).toBe(1 + inner.length);
});
