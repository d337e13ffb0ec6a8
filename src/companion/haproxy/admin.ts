import { createConnection } from "node:net";
import { phrase } from "../../model/phrase.ts";

/** HAProxy's runtime socket: one command a connection, as without `prompt` (management guide, section 9.3). */
export interface Admin {
  /** HAProxy's response; undefined: nobody answers on the socket. */
  say(command: string): Promise<string | undefined>;
}

const mostBytes = 1024 * 1024;

/** The socket lies in a volume that only HAProxy and the companion share. */
export function adminSocket(path: string, limitMs = 5000): Admin {
  return { say: (command) => exchange(path, command, limitMs) };
}

function exchange(path: string, command: string, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const parts: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => socket.destroy(new Error(phrase`no response in time`)), limitMs);
    socket.on("connect", () => socket.write(`${command}\n`));
    socket.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > mostBytes) socket.destroy(new Error(phrase`it says too much`));
      parts.push(part);
    });
    socket.on("error", () => resolve(undefined));
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(parts).toString());
    });
  });
}
