import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below 32768: from there on the kernel takes the near ends of connections, any of which may get a port in the moment
 * between this look and its use.
 */
const range = [10_000, 32_768] as const;

/** So many ports that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(...range);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server.listen(port), "listening").then(
    () => true,
    () => false,
  );
  if (!(await listening)) return false;
  server.close();
  await once(server, "close");
  return true;
}
