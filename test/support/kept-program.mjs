// What docker/keeper and docker/pages run in tests: notes how it was started, then does what the plan for this start says.
// Its folder has plan.json: a list, one entry a start, of { rest, promise, exit, hang, trap, greets, shows, makes, after }.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const folder = process.argv[2];
const diary = `${folder}/diary`;
const { HTTPSIDECAR_WOKEN_BY: reason, HTTPSIDECAR_DOOR: door, HTTPSIDECAR_PAGES: pages } = process.env;
appendFileSync(diary, `${reason}${door ? " with a door" : ""}${pages ? " with pages" : ""}\n`);
const start = readFileSync(diary, "utf8").trimEnd().split("\n").length;
const act = JSON.parse(readFileSync(`${folder}/plan.json`, "utf8"))[start - 1] ?? { exit: 99 };

const note = (lines) => writeFileSync(`${folder}/httpsidecar-rest`, `${lines.join("\n")}\n`);
const seconds = (ahead) => Math.ceil(Date.now() / 1000 + ahead);
const leave = (code) => process.exit(code);

if (act.trap !== undefined) process.on("SIGTERM", () => leave(act.trap));
if (act.promise !== undefined) note([`until ${seconds(act.promise)}`, "whole"]);
if (act.rest)
  note([`until ${seconds(act.rest.seconds ?? 3600)}`, ...act.rest.lines, ...(act.rest.cut ? [] : ["whole"])]);
if (act.after) await sleep(act.after);
if (act.makes !== undefined) writeFileSync(Number(pages), act.makes);
while (act.makesWithoutEnd) writeFileSync(Number(pages), "x".repeat(2 ** 20));
if (act.shows) {
  const server = createHttpServer((_, response) => response.writeHead(200, { connection: "close" }).end(act.shows));
  server.listen({ fd: Number(pages) });
  process.on("SIGTERM", () => server.close(() => leave(0)));
} else if (act.greets) {
  const server = createServer((socket) => socket.end(`${act.greets}\n`, () => leave(act.exit)));
  server.listen(door ? { fd: Number(door) } : `${folder}/door`);
} else if (act.hang) setInterval(() => {}, 1000);
else leave(act.exit ?? 75);
