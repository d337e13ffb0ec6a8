/** Both outputs of a container's process. */
export interface Outputs {
  stdout: Buffer;
  stderr: Buffer;
}

const headerBytes = 8;
const stderrStream = 2;

/** Takes the Engine's frames apart: one byte stream number, three empty, four length, then the content (Engine API, "attach"). */
export function demultiplex(raw: Buffer): Outputs {
  const parts: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  let at = 0;
  while (at + headerBytes <= raw.length) {
    const end = at + headerBytes + raw.readUInt32BE(at + 4);
    parts[raw[at] === stderrStream ? "stderr" : "stdout"].push(raw.subarray(at + headerBytes, end));
    at = end;
  }
  return { stdout: Buffer.concat(parts.stdout), stderr: Buffer.concat(parts.stderr) };
}

/** Closes a stream of dockerode's, which types them without destroy; they are Node's own. */
export function destroy(stream: NodeJS.ReadableStream): void {
  (stream as NodeJS.ReadableStream & { destroy(): void }).destroy();
}
