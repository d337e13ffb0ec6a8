import { describe, expect, test } from "vitest";
import { findMaster, isReplaying, parseProcesses } from "../../../src/companion/nginx/processes.ts";
import { listeningPorts } from "../../../src/companion/nginx/reload.ts";
import { printedProcesses, type Told } from "../../support/companion-processes.ts";
import { workOf } from "../../support/work.ts";

const nginx = "/usr/sbin/nginx";
const master = (pid: number, parent: number, executable = nginx): Told => ({ pid, parent, name: "nginx", executable });
const worker = (pid: number, parent: number): Told => ({ pid, parent, name: "nginx", title: "nginx: worker process" });
const find = (...told: Told[]) => findMaster(parseProcesses(printedProcesses(told)), 1);

describe("the nginx master", () => {
  test("is found with its workers where it is PID 1", () => {
    const cache = { pid: 8, parent: 1, name: "nginx", title: "nginx: cache manager process" };
    expect(find(master(1, 0), worker(7, 1), cache)).toEqual({ pid: 1, workers: [7], alone: true });
  });

  test.each([
    "/usr/sbin/nginx-debug",
    "/usr/sbin/angie",
    "/usr/local/openresty/nginx/sbin/nginx",
    "/opt/tengine/sbin/tengine",
    "/usr/sbin/nginx (deleted)",
  ])("is what its executable is: %s", (executable) => {
    expect(find(master(1, 0, executable), worker(7, 1))).toMatchObject({ pid: 1 });
  });

  test("is found below a shell that is PID 1, beside programs that were brought in by exec", () => {
    const shell = { pid: 1, parent: 0, name: "sh", executable: "/bin/dash" };
    const brought = { pid: 40, parent: 0, name: "sh", executable: "/bin/dash" };
    expect(find(shell, master(9, 1), worker(20, 9), brought)).toEqual({ pid: 9, workers: [20], alone: true });
  });

  test("is not alone beside a second child of PID 1; a dead one does not count", () => {
    const given = [{ pid: 1, parent: 0, name: "sh", executable: "/bin/sh" }, master(9, 1), worker(20, 9)];
    expect(find(...given, { pid: 30, parent: 1, name: "sleep" })).toMatchObject({ alone: false });
    expect(find(...given, { pid: 30, parent: 1, name: "sleep", state: "Z (zombie)" })).toMatchObject({ alone: true });
  });

  test("is not there before it has a worker", () => {
    expect(find(master(1, 0))).toBe("none");
  });

  test.each(["nginx: worker process is shutting down", "nginx: cache loader process", "x", ""])(
    "is found though each of its workers calls itself %j: a title is a worker's own word",
    (title) => {
      const workers = [7, 8].map((pid) => ({ ...worker(pid, 1), title }));
      expect(find(master(1, 0), ...workers)).toEqual({ pid: 1, workers: [7, 8], alone: true });
    },
  );

  test("whose workers are all going gives way to one with workers of its own: a new binary has taken over", () => {
    const going = { ...worker(7, 1), title: "nginx: worker process is shutting down" };
    expect(find(master(1, 0), going, master(9, 1), worker(20, 9))).toBe("none");
    const shell = { pid: 1, parent: 0, name: "sh", executable: "/bin/sh" };
    expect(find(shell, master(8, 1), { ...going, parent: 8 }, master(9, 1), worker(20, 9))).toMatchObject({ pid: 9 });
  });

  test("of another container, seen in the host's processes, is not ours", () => {
    expect(find({ pid: 1, parent: 0, name: "init" }, master(50, 2), worker(51, 50))).toBe("none");
  });

  test("is not chosen among two", () => {
    const shell = { pid: 1, parent: 0, name: "sh", executable: "/bin/sh" };
    expect(find(shell, master(9, 1), worker(20, 9), master(30, 1), worker(31, 30))).toBe("several");
  });

  test("is no process of another user's, whatever it calls itself and whoever wrote its program", () => {
    const pretender: Told = { ...master(2, 1), owned: false, title: "nginx: master process nginx -c /tmp/evil" };
    const shell = { pid: 1, parent: 0, name: "sh", executable: "/bin/sh" };
    expect(find(shell, pretender, worker(3, 2))).toBe("none");
    expect(find(shell, pretender, worker(3, 2), master(9, 1), worker(20, 9))).toMatchObject({ pid: 9 });
    const setuid: Told = { pid: 2, parent: 1, name: "nginx", executable: "/bin/su", title: "nginx: master process" };
    expect(find(shell, setuid, worker(3, 2))).toBe("none");
    // nor where the container's user is not root, and a name would be enough
    const hidden: Told = { pid: 2, parent: 1, name: "nginx", title: "nginx: master process" };
    expect(findMaster(parseProcesses(printedProcesses([shell, hidden, worker(3, 2)], 101)), 1)).toBe("none");
  });

  test("that hides its executable is taken by its name where all run as one user that is not root", () => {
    const hidden: Told = { pid: 1, parent: 0, name: "nginx", executable: undefined };
    const list = (user: number) => parseProcesses(printedProcesses([hidden, worker(7, 1)], user));
    expect(findMaster(list(101), 1)).toMatchObject({ pid: 1 });
    expect(findMaster(list(0), 1)).toBe("none");
  });

  test("ends the search where processes are each other's parents", () => {
    const circle = [
      { pid: 5, parent: 6, name: "nginx", executable: nginx },
      { pid: 6, parent: 5, name: "x" },
    ];
    expect(find(...circle, worker(7, 5))).toBe("none");
    expect(find(...circle, worker(7, 5), master(1, 0), worker(8, 1))).toMatchObject({ pid: 1 });
    expect(find({ pid: 5, parent: 5, name: "nginx", executable: nginx }, worker(7, 5))).toBe("none");
  });

  test("is found below ten thousand others in bounded time", async () => {
    const others = Array.from({ length: 10_000 }, (_, at) => ({ pid: at + 10, parent: at + 9, name: "x" }));
    const search = () => expect(find(master(1, 0), worker(7, 1), ...others)).toMatchObject({ pid: 1 });
    expect(await workOf(search)).toBeLessThan(2000);
  });
});

test("a replay that outlived its companion is known by its name, and only where the same user runs it", () => {
  const owned = "/proc/1/status\n/proc/60/status\n";
  expect(isReplaying(`${owned}\x1e/proc/60/cmdline\n`)).toBe(true);
  expect(isReplaying(`${owned}\x1e/proc/61/cmdline\n`)).toBe(false);
  expect(isReplaying(`${owned}\x1e`)).toBe(false);
});

test("listening ports are read from the kernel's table, connected ones are not", () => {
  const table = [
    "   0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1",
    "   1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 1",
    "   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 1",
  ];
  expect([...listeningPorts(table.join("\n"))]).toEqual([443, 80]);
});
