import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dockerEngine } from "../../../src/companion/docker/engine.ts";
import { companionLimits } from "../../../src/model/companion.ts";
import { temporaryFolder } from "../../support/folders.ts";

/** The companion's Engine behind a socket that answers so. */
async function engineThat(answers: RequestListener, engineMs = 20_000) {
  const dockerSocket = join(await temporaryFolder(), "docker.sock");
  const server = createServer(answers);
  await new Promise<void>((resolve) => server.listen(dockerSocket, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return dockerEngine({ dockerSocket, dockerHost: undefined }, { ...companionLimits, engineMs });
}

test.each(["list", "inspect", "logs"] as const)("an Engine that does not answer to %s is given up on", async (call) => {
  const engine = await engineThat(() => undefined, 100);
  const asked = {
    list: () => engine.list({}),
    inspect: () => engine.inspect("a"),
    logs: () => engine.logs("a", new Date()),
  };
  await expect(asked[call]()).rejects.toMatchObject({
    code: "docker-failed",
    message: expect.stringContaining("0.1 s"),
  });
});

test("an answer that comes by halves is given up on as well", async () => {
  const engine = await engineThat((_request, response) => void response.write("[{"), 100);
  await expect(engine.list({})).rejects.toMatchObject({ code: "docker-failed" });
});

test.each([
  [501, "configured logging driver does not support reading"],
  [500, 'configured logging driver does not support reading: "syslog"'],
])("a log that is kept nowhere is empty, also where the Engine answers with %i", async (status, message) => {
  const engine = await engineThat((_request, response) => response.writeHead(status).end(JSON.stringify({ message })));
  expect(await engine.logs("a", new Date())).toBe("");
});

test("a log that somebody floods with the longest lines that Docker keeps costs little memory, and its end counts", async () => {
  const [longest, asked] = [16 * 1024, [] as number[]];
  const engine = await engineThat((request, response) => {
    const lines = Number(new URL(request.url ?? "", "http://engine").searchParams.get("tail"));
    const head = Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(longest, 4);
    asked.push(lines * longest);
    for (let line = 1; line <= lines; line += 1)
      response.write(Buffer.concat([head, Buffer.from(`${line}\n`.padStart(longest, "x"))]));
    response.end();
  });
  const log = await engine.logs("a", new Date());
  const [bytes = 0] = asked;
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(log.length).toBeLessThanOrEqual(256 * 1024);
  expect(log).toMatch(new RegExp(`x${bytes / longest}\n$`));
});

test("events that make no sense, or are of no service, are passed over, and long ones are read", async () => {
  const of = (attributes: object) => JSON.stringify({ Actor: { Attributes: attributes } });
  const service = "com.docker.compose.service";
  const senseless = ["", "\u0000", "{", "[]", "null", "{}", '{"Actor":7}', of({ [service]: 7 }), of({ name: "x" })];
  const odd = ['{"Actor":{"Attributes":{"__proto__":"x","constructor":"y"}}}', `${"[".repeat(100_000)}`];
  const long = of({ label: `${"x".repeat(5_000_000)}\n\u001b`, [service]: "api" });
  const engine = await engineThat((_request, response) =>
    response.end(`${[...senseless, ...odd, long, of({ [service]: "nginx" })].join("\n")}\n`),
  );
  const started: string[] = [];
  for await (const name of engine.starts("stack", new Date(), new AbortController().signal)) started.push(name);
  expect(started).toEqual(["api", "nginx"]);
});

test.each(["logs", "signal", "restart"] as const)(
  "a container that is gone is said to be no running nginx by %s",
  async (call) => {
    const engine = await engineThat((_request, response) =>
      response.writeHead(404).end('{"message":"No such container"}'),
    );
    const asked = {
      logs: () => engine.logs("a", new Date()),
      signal: () => engine.signal("a", "SIGHUP"),
      restart: () => engine.restart("a"),
    };
    await expect(asked[call]()).rejects.toMatchObject({ code: "no-nginx" });
  },
);

test("another failure to read a log is one", async () => {
  const engine = await engineThat((_request, response) => response.writeHead(500).end('{"message":"disk"}'));
  await expect(engine.logs("a", new Date())).rejects.toMatchObject({ code: "docker-failed" });
});

test("an exec is in the container that was inspected, as its own user, and in no other where that one is gone", async () => {
  const asked: { line: string; body: Record<string, unknown> }[] = [];
  const engine = await engineThat(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    asked.push({ line: `${request.method} ${request.url}`, body });
    response.writeHead(404).end('{"message":"No such container"}');
  });
  const command = { args: ["echo", "$(touch /planted)"], stdin: Buffer.from("handed over") };
  await expect(engine.exec("0123456789ab", command)).rejects.toMatchObject({ code: "no-nginx" });
  expect(asked.map(({ line }) => line)).toEqual(["POST /containers/0123456789ab/exec"]);
  const body = asked[0]?.body;
  expect(body).not.toHaveProperty("User");
  expect(body).not.toMatchObject({ Privileged: true });
  // a program's words come by the stream, and become no shell text
  expect(JSON.stringify(body)).not.toMatch(/planted|handed/);
});
