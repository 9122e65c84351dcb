/** A safetensors file with another header; the body stays. */
export function rewrite(
  bytes: Uint8Array,
  change: (header: Record<string, Record<string, unknown>>) => unknown,
): Uint8Array {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as never;
  const text = new TextEncoder().encode(JSON.stringify(change(header) ?? header));
  const result = new Uint8Array(8 + text.length + bytes.length - 8 - length);
  new DataView(result.buffer).setBigUint64(0, BigInt(text.length), true);
  result.set(text, 8);
  result.set(bytes.subarray(8 + length), 8 + text.length);
  return result;
}
