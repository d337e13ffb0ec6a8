import { execa } from "execa";

export interface Layer {
  bytes: number;
  /** the line of the Dockerfile that made it */
  by: string;
}

/** What an image consists of, the lowest first; lines that add nothing are left out. */
export async function layersOf(image: string): Promise<Layer[]> {
  const format = "{{.Size}} {{.CreatedBy}}";
  const { stdout } = await execa("docker", ["history", "--human=false", "--no-trunc", "--format", format, image]);
  const rows = [...stdout.matchAll(/^(\d+) (.*)$/gm)].map(([, bytes, by = ""]) => ({ bytes: Number(bytes), by }));
  return rows.filter(({ bytes }) => bytes > 0).reverse();
}

/** Bytes of an image, unpacked. */
export async function sizeOf(image: string): Promise<number> {
  const { stdout } = await execa("docker", ["image", "inspect", "--format", "{{.Size}}", image]);
  return Number(stdout);
}
