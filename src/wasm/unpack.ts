/**
 * Bytes that travel as text: what scripts/build-core.mjs wrote.
 *
 * The text begins with its alphabet: printable ASCII without " $ ' < \ `, 89 characters, so that it stands in any string of
 * JavaScript as it is. A byte becomes (byte + 3) mod 256, which brings the prefix of SIMD instructions, 0xfd, among the small
 * ones; a value below 87 is one character, the one after the alphabet's first two; any other is one of those two and a second
 * character. Whole bytes stay whole, so that gzip still finds what repeats, and the frequent ones are the characters that
 * JavaScript has most of, so that gzip needs one code for both: a quarter less than base64.
 */
const SIZE = 89;

export function bytesOf(text: string): Uint8Array {
  const place = new Uint8Array(128);
  for (let i = 0; i < SIZE; i++) place[text.charCodeAt(i)] = i;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = SIZE; i < text.length; i++) {
    const first = place[text.charCodeAt(i)];
    const value = first < 2 ? SIZE - 2 + first * SIZE + place[text.charCodeAt(++i)] : first - 2;
    bytes[length++] = value - 3;
  }
  return bytes.subarray(0, length);
}
