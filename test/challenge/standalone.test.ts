import { expect, test } from "vitest";
import { everyFolder } from "../../src/challenge/every-folder.ts";
import { standalone } from "../../src/challenge/standalone.ts";
import { standalonePreflight } from "../../src/challenge/standalone-preflight.ts";
import { lineage } from "../support/given.ts";
import { freePorts } from "../support/ports.ts";

const how = { mend: false, signal: new AbortController().signal };

test("listens while there is a token, serves that and nothing else", async () => {
  const [port = 0] = await freePorts(1);
  const responder = standalone({ port, address: "127.0.0.1" });
  await responder.present("token-1", "token-1.print");
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const found = await get("/.well-known/acme-challenge/token-1");
  expect([found.status, await found.text()]).toEqual([200, "token-1.print"]);
  expect((await get("/.well-known/acme-challenge/other")).status).toBe(404);
  expect((await get("/")).status).toBe(404);
  await responder.cleanUp("token-1");
  await expect(get("/")).rejects.toThrow("fetch failed");
});

test("says before the authority is asked that its port is taken", async () => {
  const [port = 0] = await freePorts(1);
  const first = standalone({ port, address: "127.0.0.1" });
  await first.present("token", "x");
  const second = standalonePreflight(standalone({ port, address: "127.0.0.1" }));
  await expect(second.check(lineage(), how)).rejects.toMatchObject({
    code: "standalone-port",
    message: `--standalone cannot listen on port ${port} (EADDRINUSE)`,
  });
  await first.cleanUp("token");
  expect(await second.check(lineage(), how)).toEqual([]);
});

test("a token is presented in every folder that a name of the lineage has", async () => {
  const diary: string[] = [];
  const folder = (name: string) => ({
    present: async (token: string) => void diary.push(`${name} ${token}`),
    cleanUp: async (token: string) => void diary.push(`${name} without ${token}`),
  });
  const both = everyFolder([folder("/a"), folder("/b")]);
  await both.present("t", "t.p");
  await both.cleanUp("t");
  expect(diary).toEqual(["/a t", "/b t", "/a without t", "/b without t"]);
});
