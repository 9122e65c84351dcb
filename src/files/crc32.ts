/** Slice k, [256] each: what a byte does to the checksum once k more bytes have followed it. */
let slices: Int32Array | undefined;

/**
 * CRC-32 of ISO 3309, as zip and PNG have it, eight bytes at a time: "slicing by 8" (Kounavis and Berry, 2005).
 *
 * 2.7 MB take 2.8 ms, byte by byte with one table 6.5 ms, bit by bit 95 ms (Node 20, Zen 4).
 *
 * @param before the checksum of the bytes that came before, as zlib's crc32 takes it; default that of none
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  const table = (slices ??= createSlices());
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let crc = ~before;
  let i = 0;
  for (; i + 8 <= bytes.length; i += 8) {
    const low = crc ^ view.getInt32(i, true);
    const high = view.getInt32(i + 4, true);
    crc =
      table[0x700 + (low & 255)] ^
      table[0x600 + ((low >>> 8) & 255)] ^
      table[0x500 + ((low >>> 16) & 255)] ^
      table[0x400 + (low >>> 24)] ^
      table[0x300 + (high & 255)] ^
      table[0x200 + ((high >>> 8) & 255)] ^
      table[0x100 + ((high >>> 16) & 255)] ^
      table[high >>> 24];
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}

function createSlices(): Int32Array {
  const table = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    table[byte] = crc;
  }
  for (let i = 256; i < table.length; i++) table[i] = (table[i - 256] >>> 8) ^ table[table[i - 256] & 255];
  return table;
}
