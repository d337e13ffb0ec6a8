import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

const mostBytes = 64 * 1024;

/**
 * The text of a secret's file, such as one of Docker's secrets, without the line ends that editors add. Takes an ordinary
 * file of at most 64 KiB: a FIFO would block. Throws an error with a system's code.
 */
export function readSecretFile(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(file);
    if (!fstatSync(file).isFile()) throw Object.assign(new Error("no file"), { code: "ENOTSUP" });
    if (size > mostBytes) throw Object.assign(new Error("too long"), { code: "EFBIG" });
    const bytes = Buffer.alloc(mostBytes);
    return bytes.toString("utf8", 0, readSync(file, bytes)).replace(/[\r\n]+$/, "");
  } finally {
    closeSync(file);
  }
}
