// The files that downhill writes: safetensors, whose metadata say what they hold. Read here without judging them, which the library does.

/** A model, or a checkpoint, as their files call themselves. */
export type Format = "downhill" | "downhill checkpoint";

interface Header {
  readonly __metadata__?: Readonly<Record<string, unknown>>;
  readonly [tensor: string]: unknown;
}

/** What the file calls itself, be it damaged behind its header; undefined where it is no safetensors file. */
export function formatOf(file: Buffer): unknown {
  return readMetadata(file).format;
}

/** What a file says of itself; nothing where it is no safetensors file. */
export function readMetadata(file: Buffer): Readonly<Record<string, unknown>> {
  return readHeader(file)?.header.__metadata__ ?? {};
}

/** The bytes of a tensor, or undefined. */
export function readTensor(file: Buffer, name: string): Uint8Array | undefined {
  const { header, body } = readHeader(file) ?? {};
  const { data_offsets: place } = (header?.[name] ?? {}) as { data_offsets?: readonly number[] };
  return place && body?.subarray(place[0], place[1]);
}

function readHeader(file: Buffer): { header: Header; body: Buffer } | undefined {
  const length = file.length < 8 ? 0n : file.readBigUInt64LE();
  if (length > BigInt(file.length - 8)) return undefined;
  const end = 8 + Number(length);
  try {
    const header = JSON.parse(file.toString("utf8", 8, end)) as Header | null;
    return header === null ? undefined : { header, body: file.subarray(end) };
  } catch {
    return undefined;
  }
}
