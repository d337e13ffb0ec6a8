import { execa } from "execa";
import { readImages } from "../support/images.ts";
import { mebibytes } from "./figures.ts";
import type { Section } from "./table.ts";

/** What the images take on disk, unpacked. */
export async function measureSize(): Promise<Section> {
  const { httpsidecar, node, certbot } = readImages();
  const own = await sizeOf(httpsidecar);
  const base = await sizeOf(node);
  const theirs = await sizeOf(certbot);
  return {
    title: "image",
    ours: "httpsidecar",
    before: "certbot",
    rows: [
      { what: "whole", ours: mebibytes(own), before: mebibytes(theirs) },
      { what: `without its base (${node})`, ours: mebibytes(own - base) },
    ],
  };
}

async function sizeOf(image: string): Promise<number> {
  const { stdout } = await execa("docker", ["image", "inspect", "--format", "{{.Size}}", image]);
  return Number(stdout);
}
