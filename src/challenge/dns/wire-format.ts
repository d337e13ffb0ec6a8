const headerBytes = 12;
const questionTail = 4;
const mostRecords = 1000;

/** A name as labels with their lengths, lower case, not compressed (RFC 1035 section 3.1). */
export function nameBytes(name: string): Buffer {
  const labels = name.toLowerCase().replace(/\.$/, "").split(".").filter(Boolean);
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

/** The byte behind a name, compressed or not. Throws RangeError past the end. */
export function skipName(bytes: Buffer, offset: number): number {
  let at = offset;
  for (;;) {
    const length = bytes.readUInt8(at);
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    at += length + 1;
  }
}

/** Where each record of a message begins, over all sections. Throws RangeError for a message that is cut. */
export function recordOffsets(bytes: Buffer): readonly number[] {
  const counts = [6, 8, 10].map((at) => bytes.readUInt16BE(at));
  let at = headerBytes;
  for (let left = bytes.readUInt16BE(4); left > 0; left -= 1) at = skipName(bytes, at) + questionTail;
  const offsets: number[] = [];
  for (
    let left = Math.min(
      mostRecords,
      counts.reduce((sum, count) => sum + count, 0),
    );
    left > 0;
    left -= 1
  ) {
    offsets.push(at);
    const head = skipName(bytes, at);
    at = head + 10 + bytes.readUInt16BE(head + 8);
  }
  return offsets;
}
