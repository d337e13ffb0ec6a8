import { X509Certificate } from "node:crypto";

/** 2.5.29.35, authorityKeyIdentifier */
const authorityKeyIdentifier = "551d23";

/** Tags of X.690, and of the fields of RFC 5280 section 4.1. */
const tags = { integer: 0x02, extensions: 0xa3, keyIdentifier: 0x80 } as const;

/**
 * The certificate's identifier in renewal information (RFC 9773 section 4.1): the issuer's key identifier and the
 * serial, each base64url. The leaf is the first of the chain; undefined when it names no issuer key.
 */
export function certificateId(fullchainPem: string): string | undefined {
  const [certificate] = elementsOf(new X509Certificate(fullchainPem).raw);
  const [signed] = inside(certificate);
  const fields = inside(signed);
  const keyId = issuerKeyId(fields.find(({ tag }) => tag === tags.extensions));
  // the serial as it stands in DER: the zero before a high first bit is part of it
  const serial = fields.find(({ tag }) => tag === tags.integer);
  return keyId && serial && `${keyId.content.toString("base64url")}.${serial.content.toString("base64url")}`;
}

function issuerKeyId(extensions: Element | undefined): Element | undefined {
  const [list] = inside(extensions);
  const found = inside(list).find((each) => inside(each)[0]?.content.toString("hex") === authorityKeyIdentifier);
  // name, perhaps critical, value: an octet string with a sequence in it
  const [identifier] = inside(inside(found).at(-1));
  return inside(identifier).find(({ tag }) => tag === tags.keyIdentifier);
}

interface Element {
  tag: number;
  content: Buffer;
}

function inside(element: Element | undefined): readonly Element[] {
  return element ? elementsOf(element.content) : [];
}

/** The elements of DER, one after the other; what is cut off at the end is left out. */
function elementsOf(der: Buffer): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 1 < der.length; ) {
    const { start, end } = contentAt(der, at + 1);
    elements.push({ tag: der.readUInt8(at), content: der.subarray(start, end) });
    at = end;
  }
  return elements;
}

/** The length in one byte, or in as many as its low bits say (X.690 section 8.1.3). */
function contentAt(der: Buffer, at: number): { start: number; end: number } {
  const first = der.readUInt8(at);
  const bytes = first < 0x80 ? 0 : first - 0x80;
  const length = bytes === 0 ? first : der.readUIntBE(at + 1, bytes);
  const start = at + 1 + bytes;
  return { start, end: start + length };
}
