/**
 * Bytes that travel as text: what scripts/build-core.mjs wrote.
 *
 * The alphabet is printable ASCII without " $ ' < \ `, 89 characters, so that it stands in any string of JavaScript as it is.
 * A byte becomes (byte + 3) mod 256, which brings the prefix of SIMD instructions, 0xfd, among the small ones; a value below 87
 * is one character, the one after the first two; any other is one of those two and a second character. Whole bytes stay
 * whole, so that gzip still finds what repeats: 7.5 KB of a core whose base64 takes 10.5 KB.
 */
const SINGLES = 87;

export function bytesOf(text: string): Uint8Array {
  const place = new Uint8Array(128);
  let size = 0;
  for (let code = 32; code < 127; code++)
    if (!"\"$'<\\`".includes(String.fromCharCode(code))) place[code] = size++;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const first = place[text.charCodeAt(i)];
    const value = first < 2 ? SINGLES + first * size + place[text.charCodeAt(++i)] : first - 2;
    bytes[length++] = value - 3;
  }
  return bytes.subarray(0, length);
}
