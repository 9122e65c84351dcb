/** Safetensors files taken apart and put together again, by other code than the library's. */

type Header = Record<string, Record<string, unknown>>;

export function split(bytes: Uint8Array): { header: Header; body: Uint8Array } {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Header;
  return { header, body: bytes.subarray(8 + length) };
}

export function join(header: unknown, body: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const result = new Uint8Array(8 + text.length + body.length);
  new DataView(result.buffer).setBigUint64(0, BigInt(text.length), true);
  result.set(text, 8);
  result.set(body, 8 + text.length);
  return result;
}

/** A file with another header; the body stays. */
export function rewrite(bytes: Uint8Array, change: (header: Header) => unknown): Uint8Array {
  const { header, body } = split(bytes);
  return join(change(header) ?? header, body);
}

/** A file with other texts in its metadata, and without its checksum, as another tool would write it; undefined drops a text. */
export function withMetadata(bytes: Uint8Array, texts: Record<string, unknown> = {}): Uint8Array {
  return rewrite(bytes, (header) => {
    header.__metadata__ = { ...header.__metadata__, crc32: undefined, ...texts };
  });
}

/** A file whose tensors, and the texts of its metadata, stand in the order of `compare` in header and body alike. */
export function reorder(bytes: Uint8Array, compare: (a: string, b: string) => number): Uint8Array {
  const { header, body } = split(bytes);
  const { __metadata__: metadata, ...tensors } = header;
  const byName = <Value>(record: Record<string, Value>): [string, Value][] =>
    Object.entries(record).sort(([a], [b]) => compare(a, b));
  const parts: Uint8Array[] = [];
  let end = 0;
  const moved = byName(tensors).map(([name, tensor]) => {
    const [from, to] = tensor.data_offsets as [number, number];
    parts.push(body.subarray(from, to));
    return [name, { ...tensor, data_offsets: [end, (end += to - from)] }];
  });
  const result = { __metadata__: Object.fromEntries(byName(metadata)), ...Object.fromEntries(moved) };
  return join(result, Buffer.concat(parts));
}
