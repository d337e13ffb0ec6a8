import { readFile } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { readRequest } from "../../src/companion/request.ts";
import { companionClient } from "../../src/deploy/companion-client.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";
import { soak } from "../support/soak.ts";
import { eventually } from "../support/wire.ts";
import { workOf } from "../support/work.ts";

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
  for (const socket of sockets) socket.on("drain", () => void socket.write(talk)).write(talk);
  await eventually(async () => expect((await asks()).code).toBe("unchanged"));
  for (const socket of sockets) socket.destroy();
  await eventually(async () => expect((await asks()).code).toBe("unchanged"));
  expect((await peak()) - before).toBeLessThan(64 * 1024);
});

test("of what a client goes on to send after a request that was too long, nothing is kept", async () => {
  const client = new PassThrough();
  const asked = readRequest(client as unknown as Socket, 60_000);
  const talk = Buffer.alloc(64 * 1024, "x");
  client.write(talk);
  expect(await asked).toMatchObject({ verb: undefined });
  const goOn = () => {
    for (let count = 0; count < 1000; count += 1) client.emit("data", talk);
  };
  expect(await workOf(goOn)).toBeLessThan(1000);
});
