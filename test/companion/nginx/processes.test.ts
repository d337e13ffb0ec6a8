import { describe, expect, test } from "vitest";
import { findMaster, isReplaying, parseProcesses } from "../../../src/companion/nginx/processes.ts";
import { listeningPorts } from "../../../src/companion/nginx/reload.ts";

const printed = (...processes: [pid: number, parent: number, title: string, state?: string][]) =>
  [
    ...processes.map(([pid, parent, , state = "S"]) =>
      headed(pid, "stat", `${pid} (a (b) c) ${state} ${parent} 1 1\n`),
    ),
    ...processes.map(([pid, , title]) => headed(pid, "cmdline", title)),
  ].join("\n");

// As head(1) prints several files.
const headed = (pid: number, file: string, text: string) => `==> /proc/${pid}/${file} <==\n${text}`;

const master = "nginx: master process nginx -c /etc/nginx/own.conf -g daemon off; user www;";
const find = (...processes: Parameters<typeof printed>) => findMaster(parseProcesses(printed(...processes)), 1);

describe("the nginx master", () => {
  test("is found with its workers and flags where it is PID 1", () => {
    expect(find([1, 0, master], [7, 1, "nginx: worker process"], [8, 1, "nginx: cache manager process"])).toEqual({
      pid: 1,
      workers: [7],
      flags: ["-c", "/etc/nginx/own.conf", "-g", "daemon off; user www;"],
      alone: true,
    });
  });

  test("is found below a shell that is PID 1, beside programs that were brought in by exec", () => {
    const found = find([1, 0, "sh\0-c\0x\0"], [9, 1, master], [20, 9, "nginx: worker process"], [40, 0, "sh\0-c\0y\0"]);
    expect(found).toMatchObject({ pid: 9, workers: [20], alone: true });
  });

  test("is not alone beside a second child of PID 1; a dead one does not count", () => {
    const given: Parameters<typeof printed> = [
      [1, 0, "sh"],
      [9, 1, master],
      [20, 9, "nginx: worker process"],
    ];
    expect(find(...given, [30, 1, "sleep\x006h"])?.alone).toBe(false);
    expect(find(...given, [30, 1, "", "Z"])?.alone).toBe(true);
  });

  test("is not there before it has a worker, nor with workers that are going", () => {
    expect(find([1, 0, master])).toBeUndefined();
    expect(find([1, 0, master], [7, 1, "nginx: worker process is shutting down"])).toBeUndefined();
  });

  test("of another container, seen in the host's processes, is not ours", () => {
    expect(find([1, 0, "init"], [50, 2, master], [51, 50, "nginx: worker process"])).toBeUndefined();
  });
});

test("a replay that outlived its companion is known by its name", () => {
  const processes = parseProcesses(printed([1, 0, master], [60, 0, "sh\0-c\0…\0httpsidecar-replay\x0060\0"]));
  expect(isReplaying(processes, "httpsidecar-replay")).toBe(true);
  expect(isReplaying(processes, "httpsidecar")).toBe(false);
});

test("listening ports are read from the kernel's table, connected ones are not", () => {
  const table = [
    "   0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1",
    "   1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 1",
    "   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 1",
  ];
  expect([...listeningPorts(table.join("\n"))]).toEqual([443, 80]);
});
