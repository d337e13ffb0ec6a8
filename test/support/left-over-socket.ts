import { rename } from "node:fs/promises";
import { createServer } from "node:net";

/** A socket file that nobody listens on any more, as a killed process leaves it. */
export async function leftOverSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.once`, resolve));
  // Closing removes the name it was made under, so it gets another one first.
  await rename(`${path}.once`, path);
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
