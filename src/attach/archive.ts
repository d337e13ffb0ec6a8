export interface ArchivedFile {
  /** absolute */
  path: string;
  bytes: Buffer;
  mode: number;
}

const block = 512;

/** The files as the Engine takes them: a tar archive (POSIX.1-1988, ustar), owned by root. */
export function archiveOf(files: readonly ArchivedFile[]): Buffer {
  const parts = files.flatMap(({ path, bytes, mode }) => [
    headerOf(path.slice(1), bytes.length, mode),
    bytes,
    Buffer.alloc(-bytes.length & (block - 1)),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

/** A path longer than a name may be is split at a slash. */
function headerOf(path: string, size: number, mode: number): Buffer {
  const header = Buffer.alloc(block);
  const cut = Buffer.byteLength(path) > 100 ? path.indexOf("/", path.length - 100) : -1;
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  header.write(path.slice(cut + 1), 0, 100);
  header.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`, 100);
  header.write("        0", 148);
  header.write("ustar\0" + "00", 257);
  if (cut > 0) header.write(path.slice(0, cut), 345, 155);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  return header;
}
