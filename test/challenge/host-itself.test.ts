import { expect, test } from "vitest";
import { haproxyPreflight } from "../../src/challenge/passed-on-preflight.ts";
import { preflight } from "../../src/challenge/preflight.ts";
import type { Preflight } from "../../src/model/contracts.ts";
import { lineage } from "../support/given.ts";

const how = { mend: true, signal: new AbortController().signal };

/** Nobody answers there: the name is one of Docker's own, or nobody's. */
function looks(host: string): Preflight {
  const responder = { present: async () => {}, cleanUp: async () => {} };
  const nginx = { host, port: 1, sslPort: 1 };
  const httpsSwitch = { enableChallenge: async () => {} };
  return preflight({ responder, nginx, httpsSwitch, webroot: "/w", authority: { caaIdentities: async () => [] } });
}

test("a server on the host is not to be started by Compose", async () => {
  const host = "host.docker.internal";
  const onHost = { fix: expect.stringMatching(/^check on the host that it runs.*firewall/) };
  await expect(looks(host).check(lineage(), how)).rejects.toMatchObject(onHost);
  await expect(haproxyPreflight(looks(host), host).check(lineage(), how)).rejects.toMatchObject(onHost);
});

test("one of the stack is", async () => {
  const host = "localhost";
  const inStack = { fix: expect.stringMatching(/^docker compose up -d/) };
  await expect(looks(host).check(lineage(), how)).rejects.toMatchObject(inStack);
  await expect(haproxyPreflight(looks(host), host).check(lineage(), how)).rejects.toMatchObject(inStack);
});
