import Docker from "dockerode";
import { execa } from "execa";

let found: Promise<Docker> | undefined;

/** The engine that `docker` talks to. A start of `docker` takes as long as ten of its answers. */
export function engine(): Promise<Docker> {
  found ??= find();
  return found;
}

async function find(): Promise<Docker> {
  if (process.env["DOCKER_HOST"] !== undefined) return new Docker();
  const { stdout } = await execa("docker", ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]);
  return new Docker({ socketPath: stdout.replace(/^unix:\/\//, "") });
}

/** All that a container without a terminal has said since it was made, of both its outputs, without the last newline. */
export async function logsOf(id: string): Promise<string> {
  const container = (await engine()).getContainer(id);
  return contentOf(await container.logs({ stdout: true, stderr: true })).replace(/\n$/, "");
}

const headerBytes = 8;

/** Of the Engine's frames (Engine API, "attach"), in the order they came. */
function contentOf(frames: Buffer): string {
  const parts: Buffer[] = [];
  let end: number;
  for (let at = 0; at + headerBytes <= frames.length; at = end) {
    end = at + headerBytes + frames.readUInt32BE(at + 4);
    parts.push(frames.subarray(at + headerBytes, end));
  }
  return Buffer.concat(parts).toString();
}
