/** A short name for bytes: FNV-1a, twice over with different starts, 64 bits as 16 hexadecimal digits. It finds changes, not forgeries. */
export function hashOf(bytes: Uint8Array): string {
  return digits(bytes, 0x811c9dc5) + digits(bytes, 0x01000193);
}

function digits(bytes: Uint8Array, start: number): string {
  let hash = start;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
