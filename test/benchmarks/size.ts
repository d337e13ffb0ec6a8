import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGzip, createZstdCompress } from "node:zlib";
import { execa } from "execa";
import { type Layer, layersOf, sizeOf } from "../support/image-layers.ts";
import { readImages } from "../support/images.ts";
import { mebibytes } from "./figures.ts";
import type { Section } from "./table.ts";

/** What the images take on disk, unpacked, and on the wire; then ours by layers of a megabyte and more. */
export async function measureSize(): Promise<Section> {
  const { httpsidecar, certbot } = readImages();
  const layers = await layersOf(httpsidecar);
  const pulled = layers.slice(1).reduce((all, { bytes }) => all + bytes, 0);
  const rows = [
    { what: "whole", ours: await sizeOf(httpsidecar), before: await sizeOf(certbot) },
    {
      what: "whole, compressed as it is published (ours zstd, theirs gzip)",
      ours: await packed(httpsidecar, asPublished()),
      before: await packed(certbot),
    },
    { what: "whole, compressed (gzip)", ours: await packed(httpsidecar) },
    { what: "what an update pulls while base and packages stay", ours: pulled },
    ...layers.filter(({ bytes }) => bytes >= 1e6).map(rowOf),
  ];
  return { title: "image", ours: "httpsidecar", before: "certbot", rows: rows.map(inMebibytes) };
}

interface Row {
  what: string;
  ours: number;
  before?: number;
}

const rowOf = ({ by, bytes }: Layer): Row => ({ what: `layer: ${by.slice(0, 40)}`, ours: bytes });

function inMebibytes({ what, ours, before }: Row) {
  return { what, ours: mebibytes(ours), ...(before !== undefined && { before: mebibytes(before) }) };
}

/** The level that BuildKit's compressor comes to at most, whatever level it is told. */
const asPublished = () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 11 } });

/** Bytes of all layers together as a registry has them, nearly. */
async function packed(image: string, compressor: Duplex = createGzip()): Promise<number> {
  let bytes = 0;
  const saved = execa("docker", ["save", image], { buffer: false });
  await pipeline(saved.stdout, compressor, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) bytes += chunk.length;
  });
  await saved;
  return bytes;
}
