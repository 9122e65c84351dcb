// The files that downhill writes: safetensors, whose metadata say what they hold.

/** A model, or a checkpoint, as their files call themselves. */
export type Format = "downhill" | "downhill checkpoint";

interface Header {
  readonly __metadata__?: Readonly<Record<string, unknown>>;
}

/** What the file calls itself, be it damaged behind its header; undefined where it is no safetensors file. */
export function formatOf(file: Buffer): unknown {
  return readHeader(file)?.header.__metadata__?.format;
}

function readHeader(file: Buffer): { header: Header; body: Buffer } | undefined {
  const length = file.length < 8 ? 0n : file.readBigUInt64LE();
  if (length === 0n || length > BigInt(file.length - 8)) return undefined;
  const end = 8 + Number(length);
  try {
    const header = JSON.parse(file.toString("utf8", 8, end)) as Header | null;
    return header === null ? undefined : { header, body: file.subarray(end) };
  } catch {
    return undefined;
  }
}
