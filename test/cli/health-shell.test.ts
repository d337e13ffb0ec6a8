import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { healthTable, judge } from "../../src/cli/health.ts";
import type { Status } from "../../src/model/status.ts";
import { statusFile } from "../../src/store/status-file.ts";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const well = { healthy: true, line: "dify.test: kept", next: at("13:00:00") };
const failing = (actFrom: Date) => ({ since: at("11:00:00"), actFrom });

const posted: Readonly<Record<string, Status>> = {
  "all is well": well,
  "nothing is planned": { healthy: true, line: "waiting for update-cert", next: undefined },
  "settings that cannot be used": { healthy: false, line: "CERTBOT_DOMAIN is empty", fix: "put it", next: undefined },
  "a start that may hang": { ...well, line: "starting", next: undefined, failing: failing(at("12:10:00.500")) },
  "a check fails": { ...well, healthy: true, line: "no answer", fix: "wait", failing: failing(at("13:30:00")) },
  "the companion is missing": { ...well, companion: { line: "nobody listens", fix: "start it" } },
  "a companion in its rounds": { healthy: true, line: "listening", next: undefined, staleAt: at("12:05:00") },
  "another lineage fails, and a third": {
    ...well,
    others: [
      { ...well, line: "one.test: no answer", failing: failing(at("12:20:00")) },
      { ...well, line: "two.test: no answer", failing: failing(at("12:15:00")) },
    ],
  },
  "strange words": { ...well, line: "  $(touch x) `y` \\n 100 %s 证书\n9 0 well " },
};
const moments = [
  "00:00:00",
  "12:04:59",
  "12:05:00",
  "12:10:01",
  "12:15:00",
  "12:20:00",
  "13:29:59",
  "13:30:00",
  "14:00:00",
];

test.for(Object.entries(posted))(
  "the image's health check says what `health` says, without Node: %s",
  async ([, status]) => {
    const { folder, check } = await image();
    await statusFile(folder, healthTable).post(status);
    const judged = moments.map((moment) => {
      const { healthy, line } = judge(status, at(moment));
      return `${moment} ${healthy ? 0 : 1} ${line.replaceAll("\n", " ").trim()}`;
    });
    expect(await check(moments)).toEqual(judged);
  },
);

test("before anything was posted, and for more words than one, the program itself answers", async () => {
  const { folder, check } = await image();
  const byProgram = "12:00:00 7 /opt/httpsidecar/dist/main.js health";
  expect(await check(["12:00:00"])).toEqual([byProgram]);
  await statusFile(folder, healthTable).post(well);
  expect(await check(["12:00:00"], "--help")).toEqual([`${byProgram} --help`]);
});

test("the image's health check is that one", async () => {
  const dockerfile = await readFile(repository("docker/Dockerfile"), "utf8");
  expect(dockerfile).toMatch(/^HEALTHCHECK .* CMD \["httpsidecar", "health"\]$/m);
  expect(dockerfile).toMatch(/^COPY .*docker\/launch \/usr\/local\/bin\/httpsidecar$/m);
});

/**
 * docker/launch with a /run of its own, a clock that is set, and a Node that only says how it was called. All moments are
 * checked from one shell: starting a program from a process with many tests takes longer than what it does.
 */
async function image() {
  const folder = await temporaryFolder();
  const text = await readFile(repository("docker/launch"), "utf8");
  const program = async (name: string, lines: string) => {
    await writeFile(join(folder, name), lines);
    await chmod(join(folder, name), 0o755);
  };
  await program("httpsidecar", text.replaceAll("/run/", `${folder}/`));
  await program("node", '#!/bin/sh\necho "$@"\nexit 7\n');
  await program("date", '#!/bin/sh\necho "$NOW"\n');
  const each = 'shown=$(NOW=${moment#*=} httpsidecar health "$@"); printf "%s\\n" "${moment%=*} $? $shown"';
  const check = async (times: readonly string[], ...more: string[]) => {
    const clock = times.map((time) => `${time}=${at(time).getTime() / 1000}`);
    const script = `for moment in ${clock.join(" ")}; do ${each}; done`;
    const env = { PATH: `${folder}:/usr/bin:/bin` };
    return (await execa("sh", ["-c", script, "sh", ...more], { env })).stdout.split("\n");
  };
  return { folder, check };
}
