export interface Outputs {
  stdout: Buffer;
  stderr: Buffer;
}

const headerBytes = 8;
const stderrStream = 2;

/** Enough to find a mark at the end of an output. */
export const tailBytes = 64;

export interface Demultiplexer {
  push(chunk: Buffer): void;
  bytes(): number;
  outputs(): Outputs;
  /** the last `tailBytes` of both */
  ends(): Outputs;
}

/**
 * Demultiplexes the Engine's frames as they come: one byte stream number, three empty, four length, then the content
 * (Engine API, "attach").
 */
export function demultiplexer(): Demultiplexer {
  const parts: Record<keyof Outputs, Buffer[]> = { stdout: [], stderr: [] };
  const ends: Outputs = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  let rest: Buffer[] = [];
  let waiting = 0;
  let bytes = 0;
  function take(raw: Buffer): Buffer {
    let at = 0;
    for (let end = frameEnd(raw, at); end <= raw.length; end = frameEnd(raw, at)) {
      const output = raw[at] === stderrStream ? "stderr" : "stdout";
      const content = raw.subarray(at + headerBytes, end);
      parts[output].push(content);
      ends[output] = Buffer.concat([ends[output], content.subarray(-tailBytes)]).subarray(-tailBytes);
      at = end;
    }
    return raw.subarray(at);
  }
  return {
    push(chunk) {
      bytes += chunk.length;
      rest.push(chunk);
      waiting += chunk.length;
      if (waiting < frameEnd(firstOf(rest), 0)) return;
      rest = [take(Buffer.concat(rest))];
      waiting = rest[0]?.length ?? 0;
    },
    bytes: () => bytes,
    outputs: () => ({ stdout: Buffer.concat(parts.stdout), stderr: Buffer.concat(parts.stderr) }),
    ends: () => ends,
  };
}

export function demultiplex(raw: Buffer): Outputs {
  const frames = demultiplexer();
  frames.push(raw);
  return frames.outputs();
}

const frameEnd = (raw: Buffer, at: number) =>
  at + headerBytes <= raw.length ? at + headerBytes + raw.readUInt32BE(at + 4) : Number.POSITIVE_INFINITY;

const firstOf = (chunks: readonly Buffer[]) =>
  (chunks[0]?.length ?? 0) < headerBytes ? Buffer.concat(chunks) : (chunks[0] ?? Buffer.alloc(0));

/** Closes a stream of dockerode's, which types them without destroy; they are Node's own. */
export function destroy(stream: NodeJS.ReadableStream): void {
  (stream as NodeJS.ReadableStream & { destroy(): void }).destroy();
}
