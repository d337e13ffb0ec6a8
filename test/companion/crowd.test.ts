import { readFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { companionClient } from "../../src/deploy/companion-client.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";
import { soak } from "../support/soak.ts";
import { eventually } from "../support/wire.ts";

const [files, crowd] = [64, soak ? 5000 : 500];

test("a crowd that talks without end, larger than the files that it may open, leaves the companion small and answering", async () => {
  const path = join(await temporaryFolder(), "companion.sock");
  const program = repository("test/support/listening-child.ts");
  const child = execa("sh", ["-c", `ulimit -n ${files}; exec "$0" "$@"`, process.execPath, program, path], {
    reject: false,
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await child;
  });
  const asks = () => companionClient(path).ask("look");
  await eventually(async () => expect((await asks()).code).toBe("unchanged"));
  const peak = async () =>
    Number(/^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${child.pid}/status`, "utf8"))?.[1]);
  const before = await peak();

  const sockets = Array.from({ length: crowd }, () => createConnection(path).on("error", () => undefined));
  const talk = Buffer.alloc(64 * 1024, "x");
  for (const socket of sockets) socket.write(talk);
  await eventually(async () => expect((await asks()).code).toBe("unchanged"));
  for (const socket of sockets) socket.destroy();
  await eventually(async () => expect((await asks()).code).toBe("unchanged"));
  expect((await peak()) - before).toBeLessThan(64 * 1024);
});
