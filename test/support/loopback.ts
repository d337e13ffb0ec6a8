/** Servers and processes on 127.0.0.1, for tests. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export async function listen<T extends Server>(server: T, port: number, address = "127.0.0.1"): Promise<T> {
  server.listen(port, address);
  await once(server, "listening");
  return server;
}

export async function close(server: Server | undefined): Promise<void> {
  if (server === undefined) return;
  await new Promise((done) => server.close(done));
}

/** Resolves when something accepts connections there; fails after a minute. */
export async function accepts(port: number): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    const socket = connect(port, "127.0.0.1");
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await sleep(20);
  }
  throw new Error(`nothing listens at port ${port}`);
}

/** Ends a child process, at once. */
export async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

export interface FolderServer {
  /** 127.0.0.1 unless told */
  address?: string;
  /** what each answer waits for */
  before?: () => Promise<void>;
}

/** A plain web server over a folder, as nginx would serve it. */
export async function serveFolder(
  folder: string,
  port: number,
  { address = "127.0.0.1", before = async () => {} }: FolderServer = {},
): Promise<Server> {
  const server = createServer(async (request, response) => {
    await before();
    const body = await readFile(join(folder, new URL(request.url ?? "/", "http://localhost").pathname)).catch(
      () => undefined,
    );
    response.writeHead(body === undefined ? 404 : 200, { connection: "close" }).end(body ?? "not found");
  });
  return listen(server, port, address);
}

/** What a server says to these bytes, until it closes the connection or for 200 ms at most. */
export async function typed(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.on("error", () => {});
  socket.end(bytes);
  await Promise.race([once(socket, "close").catch(() => {}), sleep(200)]);
  socket.destroy();
  return answer;
}
