import { join } from "node:path";
import { expect, test } from "vitest";
import { someoneListens } from "../../src/base/unix-socket.ts";
import { runCompanion } from "../../src/companion/companion.ts";
import type { CompanionSettings } from "../../src/model/settings.ts";
import { temporaryFolder } from "../support/folders.ts";

test("a watching that fails by a bug ends the process's work, its socket too, so that Docker starts it again", async () => {
  const folder = await temporaryFolder();
  const listen = join(folder, "companion.sock");
  const settings = {
    ...{ listen, stateFolder: folder, stackFolder: folder, dockerSocket: join(folder, "none.sock") },
    ...{ dockerHost: undefined, service: "nginx", writeEnv: "never", proxy: "nginx", deploy: "reload" },
    ...{ adminSocket: "/nowhere/admin.sock", certificates: "/nowhere", domain: "shop.example" },
    extras: { redirect: "auto", http2: false, hstsMaxAge: undefined, publicHttpsPort: 443 },
  } as CompanionSettings;
  const bug = new TypeError("a bug where nothing catches it");
  const beat = () => {
    throw bug;
  };
  const { signal } = new AbortController();
  await expect(runCompanion({ settings, print: () => undefined, signal, self: "self", beat })).rejects.toBe(bug);
  await expect.poll(() => someoneListens(listen)).toBe(false);
});
