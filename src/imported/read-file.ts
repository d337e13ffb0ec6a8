import { stat } from "node:fs/promises";
import { readSmall } from "../base/read-small.ts";
import { phrase } from "../model/phrase.ts";
import { plainName } from "../model/plain-text.ts";
import { refuseArchive } from "./containers.ts";
import { type Block, readPasted } from "./pasted.ts";
import { refused } from "./refused.ts";

/** A file that the operator named: PEM blocks, or bytes that are perhaps DER. */
export interface ReadFile {
  file: string;
  /** empty: there is no PEM in it */
  blocks: readonly Block[];
  bytes: Buffer;
  /** worth saying */
  notes: readonly string[];
  /** others than its owner may read it */
  open: boolean;
}

/** DER as web forms show it. */
const bareBase64 = /^\s*MI[A-Za-z0-9+/\s]{60,}=*\s*$/;

const largest = 1024 * 1024;

/** Throws Problem `own-no-file`, `own-empty` or `own-damaged`. */
export async function readNamedFile(file: string): Promise<ReadFile> {
  const stats = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw refused("no-file", phrase`${file} cannot be read: ${error.code}`, whereFilesLie(file));
  });
  if (!stats.isFile()) throw refused("no-file", phrase`${file} is not a file`, whereFilesLie(file));
  if (stats.size > largest)
    throw refused("no-file", phrase`${file} is larger than any certificate`, phrase`name another file`);
  // it may have been replaced meanwhile
  const bytes = (await readSmall(file, { maxBytes: largest })) ?? Buffer.alloc(0);
  refuseArchive(file, bytes);
  const { text, note } = decode(bytes);
  if (text.trim() === "")
    throw refused("empty", phrase`${file} is empty`, phrase`copy it again; its size must not be 0`);
  const { blocks, repairs } = readPasted(text, file);
  const bare = blocks.length === 0 && bareBase64.test(text);
  const said = [
    ...note,
    ...(blocks.length === 0 ? [] : repairs),
    ...(bare ? [phrase`read as base64 without marks`] : []),
  ];
  return {
    ...{ file, blocks, bytes: bare ? Buffer.from(text, "base64") : bytes },
    notes: said.map((each) => `${file}: ${each}`),
    open: (stats.mode & 0o004) !== 0,
  };
}

/** Windows' editor saves "Unicode" as UTF-16, with a mark in front or not: every other byte of ASCII is zero then. */
function decode(bytes: Buffer): { text: string; note: readonly string[] } {
  const [first = 0, second = 0] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first > 0 && second === 0 && bytes.length > 2);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second > 0);
  const without = (text: string) => text.replace(/^\uFEFF/, "");
  if (!isLittle && !isBig) return { text: without(bytes.toString("utf8")), note: [] };
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  const text = (isBig ? even.swap16() : even).toString("utf16le");
  return { text: without(text), note: [phrase`it was saved as UTF-16 and is read as such`] };
}

function whereFilesLie(file: string): string {
  const name = plainName(file.split("/").at(-1) ?? "");
  return phrase`the path is one inside the container: docker compose cp ${name} certbot:/etc/letsencrypt/own/, then name /etc/letsencrypt/own/${name}`;
}
