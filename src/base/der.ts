/** One element of DER (X.690). */
export interface Tlv {
  tag: number;
  value: Buffer;
  /** with its head */
  whole: Buffer;
}

/** The elements that follow each other in these bytes, as far as they are whole; tags above 30 occur in no certificate. */
export function readParts(bytes: Buffer): readonly Tlv[] {
  const parts: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = lengthAt(bytes, at + 1);
    if (head === undefined || head.end + head.length > bytes.length) return parts;
    const end = head.end + head.length;
    parts.push({ tag: bytes[at] ?? 0, value: bytes.subarray(head.end, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return parts;
}

function lengthAt(bytes: Buffer, at: number): { length: number; end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { length: first, end: at + 1 };
  const size = first & 0x7f;
  if (size === 0 || size > 4 || at + 1 + size > bytes.length) return undefined;
  return { length: bytes.readUIntBE(at + 1, size), end: at + 1 + size };
}
