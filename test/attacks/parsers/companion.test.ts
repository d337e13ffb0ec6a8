import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { demultiplex } from "../../../src/companion/docker/streams.ts";
import { withIncludeLine, withoutIncludeLine } from "../../../src/companion/extras/include-line.ts";
import { isAnsweredElsewhere } from "../../../src/companion/nginx/answered-elsewhere.ts";
import { missingAfter, parseDump, tlsPorts } from "../../../src/companion/nginx/dump.ts";
import { withOurLine, withoutOurLine } from "../../../src/companion/nginx/our-line.ts";
import { findMaster, isReplaying, parseProcesses } from "../../../src/companion/nginx/processes.ts";
import { listeningPorts } from "../../../src/companion/nginx/reload.ts";
import { serverStart } from "../../../src/companion/nginx/server-start.ts";
import { whyNotReplayable } from "../../../src/companion/nginx/shape.ts";
import { parseSnapshot } from "../../../src/companion/replay/snapshot.ts";
import { repeat, soak } from "../../support/soak.ts";
import { workOf } from "../../support/work.ts";

/** Bytes; a reader whose work grows with the square of them takes minutes in each case. */
const much = (soak ? 1024 : 256) * 1024;
const runs = { numRuns: 200 * repeat };

/** Everything that reads bytes from nginx's container; each gives a value for whatever it gets. */
const readers: Record<string, (text: string) => unknown> = {
  "a list of processes": (text) => findMaster(parseProcesses(text), 1),
  "a list of replays": isReplaying,
  "a dump": (text) => {
    const dump = parseDump(text);
    return [
      tlsPorts(dump),
      isAnsweredElsewhere(dump.blocks, "shop.example"),
      missingAfter(dump, dump, { https: true, challenge: true }),
    ];
  },
  "a file that our line is put into": (text) => [
    withIncludeLine(Buffer.from(text)),
    withoutIncludeLine(Buffer.from(text)),
  ],
  "nginx.conf": (text) => [withOurLine(Buffer.from(text)), withoutOurLine(Buffer.from(text))],
  "the kernel's table of sockets": listeningPorts,
  "a list of files": (text) => parseSnapshot(Buffer.from(text, "latin1")),
  "the frames of a program's output": (text) => demultiplex(Buffer.from(text, "latin1")),
  "an entrypoint's script": (text) =>
    whyNotReplayable({ entrypoint: ["/start.sh"], command: [], scripts: [{ path: "/start.sh", text }] }),
  "a command": (text) => serverStart({ entrypoint: ["sh", "-c", text], command: [] }),
};

const words = [
  "\x1d",
  "\x1e",
  "\x1f",
  "\0",
  "\n",
  "==> /proc/1/cmdline <==",
  "/proc/1/status:PPid:\t",
  "/proc/1/exe -> /usr/sbin/nginx",
  "/proc/7/cmdline:nginx: worker process",
  "server {",
  "http {",
  "}",
  ";",
  "listen 443 ssl",
  "ssl on;",
  "include x;",
  '"',
  "'",
  "\\",
  "#",
  "$",
  " ",
  "# configuration file /x:",
  "9999999999 /etc/nginx/x",
  "nginx -g 'daemon off;'",
  "&",
  "\u0001\0\0\0\u00ff\u00ff\u00ff\u00ff",
];
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })), { maxLength: 120 })
    .map((all) => all.join("")),
);

/** Very much of one thing each: what makes a reader that starts over again and again take hours. */
const endless = [
  ...words,
  "listen ",
  "listen a ",
  "server { ",
  "{ ",
  " ",
  "\t",
  "a",
  "a ",
  '\\"',
  '"\\',
  "location x { ",
  "ssl ",
  "exec nginx ",
  "&& cp ",
  "'a' ",
];

describe.each(Object.entries(readers))("what reads %s", (_, read) => {
  test("gives a value for whatever comes", () => {
    fc.assert(
      fc.property(text, (given) => void read(given)),
      runs,
    );
  });

  test("reads very much of anything in bounded time", async () => {
    for (const word of endless) {
      const given = word.repeat(Math.ceil(much / word.length)).slice(0, much);
      expect({ word, isQuick: (await workOf(() => read(given))) < 3000 }).toEqual({ word, isQuick: true });
    }
  });
});

test.each([
  ["names in a server block", "server_name ", "a ", ";"],
  ["server blocks", "", "server { listen 443 ssl; server_name a; }\n", ""],
])("a dump with more %s than a call takes arguments is read", (_, before, piece, after) => {
  const text = `http { ${before === "" ? "" : "server { listen 443 ssl; "}${before}${piece.repeat(300_000)}${after}${before === "" ? "" : " }"} }`;
  expect(isAnsweredElsewhere(parseDump(text).blocks, "shop.example")).toBe(false);
});

test("a dump with as many ports as there are, each with a block of its own, is read in bounded time", async () => {
  const blocks = Array.from({ length: 65_000 }, (_, at) => `server { listen ${at + 1} ssl; server_name a; }\n`);
  const { blocks: parsed } = parseDump(`http { ${blocks.join("")} }`);
  expect(await workOf(() => isAnsweredElsewhere(parsed, "shop.example"))).toBeLessThan(2000);
});

test("no list of processes has a process chosen that is not the container's user's", () => {
  const list = fc.array(
    fc.record({
      pid: fc.integer({ min: 1, max: 9 }),
      parent: fc.integer({ min: 0, max: 9 }),
      title: fc.constantFrom("worker process", "x"),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(list, fc.constantFrom("0", "101"), (told, user) => {
      const statuses = told.map(
        ({ pid, parent }) => `/proc/${pid}/status:Name:\tnginx\n/proc/${pid}/status:PPid:\t${parent}\n`,
      );
      const workers = told.map(({ pid, title }) => `/proc/${pid}/cmdline:nginx: ${title}\n`);
      const printed = [user, workers.join(""), `${statuses.join("")}\n`].join("\x1e");
      expect(findMaster(parseProcesses(printed), 1)).toBe("none");
    }),
    runs,
  );
});
